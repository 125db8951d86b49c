"""`courtesy done`: something that was owed is done, in a way no mail tells of; it is not asked for again."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import datetime

from courtesy.cases.actions import Alert
from courtesy.cases.settled import short
from courtesy.casework.board import by_when
from courtesy.casework.intake import owner_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import load
from courtesy.config.rulebook import load as load_packs
from courtesy.mail.plain import one_line
from courtesy.owner.debts import Debts
from courtesy.store.store import Store
from courtesy.terminal.lines import complain, say

_EXAMPLES = """\
examples:
  courtesy done                  what is owed, each with its short name
  courtesy done 3fa9c1           you did it: by phone, in person, or by a mail that is not seen here
  courtesy done 3fa9c1d2         the short name of the mail that it is about does as well
  courtesy done Acme thank-you   words of company and kind do as well
  courtesy done Acme --all       everything that is owed there
  courtesy done 3fa9c1 --take-back
"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy done` accepts."""
    parser.epilog = _EXAMPLES
    accept(parser)
    parser.add_argument("--take-back", action="store_true", help="it is owed after all")


def accept(parser: ArgumentParser) -> None:
    """What names a debt."""
    add_config(parser)
    parser.add_argument("debt", nargs="*", metavar="WHAT", help="a short name, or words of it; none: list what is owed")
    parser.add_argument("--all", action="store_true", help="all that the words fit")


def run(options: Namespace) -> int:
    """Settle it; 1 where it is not plain what is meant."""
    if options.take_back:
        return on_debts(options, options.debt, lambda debts, one, _: debts.unsettle(one), "Owed again", settled=True)
    return on_debts(options, options.debt, lambda debts, one, _: debts.settle(one, None), "Done")


def on_debts(
    options: Namespace,
    words: Sequence[str],
    act: Callable[[Debts, Alert, datetime], None],
    said: str,
    *,
    settled: bool = False,
) -> int:
    """Do `act` to the debt that `words` fit, and say so; 1 where it is not plain which."""
    config = load(options.config)
    now = SystemClock().now()
    with Store.known(config.state.path) as store:
        debts = Debts(store, owner_of(config, load_packs(config, options.config)), now)
        found = debts.named(words, settled=settled)
        if not words:
            _show(found, now)
            if not found:
                say(f"Nothing {_state(settled)}.")
            return 0
        if not found or (len(found) > 1 and not options.all):
            several = "several things may be meant; name one of them, or say --all"
            complain(several if found else f"nothing of that name {_state(settled)}")
            _show(found, now)
            return 1
        for alert in found:
            act(debts, alert, now)
            say(f"{said}: {one_line(alert.text, 160)}.")
    return 0


def _show(alerts: Sequence[Alert], now: datetime) -> None:
    """What is owed soonest comes first."""
    ordered = sorted(alerts, key=lambda alert: (alert.due or now, alert.key))
    lines = [(short(one), one.kind.replace("_", "-"), by_when(one, now), one_line(one.text, 120)) for one in ordered]
    kinds, dues = (max((len(line[column]) for line in lines), default=0) for column in (1, 2))
    for name, kind, due, text in lines:
        say(f"{name}  {kind:<{kinds}}  {due:<{dues}}  {text}")


def _state(settled: bool) -> str:
    return "is settled or put off" if settled else "is owed"

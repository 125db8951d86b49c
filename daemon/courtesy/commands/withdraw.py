"""`courtesy withdraw`: the owner took an application back, by phone or on a portal; nothing is owed there any more."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from courtesy.cases.case import Case
from courtesy.cases.notes import Note
from courtesy.casework.intake import owner_of
from courtesy.casework.standing import timeline_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import load
from courtesy.config.rulebook import load as load_packs
from courtesy.errors import ConfigError
from courtesy.mail.plain import one_line
from courtesy.owner.which_application import meant, only, told_of, who
from courtesy.store.store import Store
from courtesy.terminal.lines import complain, say

_EXAMPLES = """\
examples:
  courtesy withdraw Acme           you have told them by phone or on their portal; a mail of yours is seen by itself
  courtesy withdraw Acme --undo    you go on after all

Its times leave the calendar, and nothing is owed there any more. Nothing is sent to anybody; a courteous line to send
is shown, should they not know yet.
"""
_LINE = """\
  Dear {whom},

  Thank you for your time, and for considering me{role}. I have decided not to take my application further.
  I wish you all the best in finding the right person.

  Kind regards,
  {owner}"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy withdraw` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("words", nargs="*", metavar="WORD", help="words of the application, or a mail's short name")
    parser.add_argument("--undo", action="store_true", help="you have not withdrawn after all")


def run(options: Namespace) -> int:
    """Close it, or open it again; 1 where it is not plain which is meant, or there is nothing to undo."""
    if not options.words:
        raise ConfigError(["withdraw: say which, as in `courtesy withdraw Acme`; `courtesy status` lists them"])
    config = load(options.config)
    with Store.known(config.state.path) as store:
        now = SystemClock().now()
        timeline = timeline_of(store, owner_of(config, load_packs(config, options.config)))
        case = only(meant(timeline, options.words, told_of(store, timeline, now)), timeline, options.words)
        if case is None:
            return 1
        if options.undo:
            return _undo(store, case)
        if case.stage == "withdrawn":
            say(f"It is withdrawn already: {who(case)}.")
            return 0
        store.keep_note(Note(case=case.id, at=now.replace(microsecond=0), withdraws=True))
        times = len(case.interviews.live(now))
        say(f"Closed: {who(case)}." + (f" Times given back: {times}." if times else ""))
        for line in _offer(case, config.me.name):
            say(line)
        return 0


def _undo(store: Store, case: Case) -> int:
    said = {note.case for note in case.notes if note.withdraws}
    if not said:
        complain("you have noted no withdrawal there; one that a mail of yours tells of stays")
        return 1
    for one in said:
        store.goes_on(one, SystemClock().now())
    say(f"Open again: {who(case)}. What was held for it will be held again.")
    return 0


def _offer(case: Case, owner: str) -> Iterator[str]:
    """A line that he may send himself."""
    party = next((event.parties[0] for event in reversed(case.events) if event.parties and not event.by_owner), None)
    name = one_line(party.name, 60) if party else ""
    role = f" for the role of {one_line(case.role, 60)}" if case.role else ""
    yield "If they do not know yet, a line to send (nothing is sent for you):"
    yield ""
    yield _LINE.format(whom=name or "all", role=role, owner=one_line(owner, 60) or "…")

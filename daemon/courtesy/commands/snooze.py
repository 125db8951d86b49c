"""`courtesy snooze`: something that is owed is told again later, and until then nothing is said of it."""

from argparse import ArgumentParser, Namespace

from courtesy.cases.choices import until_of
from courtesy.commands import done
from courtesy.errors import ConfigError

_EXAMPLES = """\
examples:
  courtesy snooze                  what is owed, each with its short name
  courtesy snooze 3fa9c1 2d        tell me again in two days
  courtesy snooze Acme reply 3h    words of company and kind do as well
  courtesy snooze 3fa9c1 tomorrow  at 9:00; "evening" is at 18:00

`courtesy done WHAT --take-back` makes it owed at its own time again.
"""
_SAID = {"tomorrow": "until tomorrow, 9:00", "evening": "until the evening, 18:00"}


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy snooze` accepts."""
    parser.epilog = _EXAMPLES
    done.accept(parser)


def run(options: Namespace) -> int:
    """Put it off; 1 where it is not plain what is meant."""
    if not options.debt:
        return done.on_debts(options, [], lambda *_: None, "")
    *words, last = options.debt
    until = until_of([last.casefold()])
    if not until or not words:
        how = "`courtesy snooze Acme reply 2d` (or 3h, 1w, evening, tomorrow)"
        raise ConfigError([f"snooze: say what, and at the end for how long: {how}"])
    said = _SAID.get(until, f"for {until}")
    return done.on_debts(options, words, lambda debts, one, _: debts.put_off(one, until), f"Put off {said}")

"""`courtesy snooze`: something that is owed is told again later, and until then nothing is said of it."""

import re
from argparse import ArgumentParser, Namespace
from datetime import timedelta

from courtesy.commands import done
from courtesy.errors import ConfigError

_EXAMPLES = """\
examples:
  courtesy snooze                  what is owed, each with its short name
  courtesy snooze 3fa9c1 2d        tell me again in two days
  courtesy snooze Acme reply 3h    words of company and kind do as well

`courtesy done WHAT --take-back` makes it owed at its own time again.
"""
_FOR = re.compile(r"([1-9][0-9]{0,2})(h|d|w)")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy snooze` accepts."""
    parser.epilog = _EXAMPLES
    done.accept(parser)


def run(options: Namespace) -> int:
    """Put it off; 1 where it is not plain what is meant."""
    if not options.debt:
        return done.on_debts(options, [], lambda *_: None, "")
    *words, last = options.debt
    match = _FOR.fullmatch(last.lower())
    if not match or not words:
        raise ConfigError(
            ["snooze: say what, and at the end for how long: `courtesy snooze Acme reply 2d` (or 3h, 1w)"]
        )
    length = timedelta(**{_UNITS[match[2]]: int(match[1])})
    return done.on_debts(
        options, words, lambda debts, one, now: debts.settle(one, now + length), f"Put off for {match[0]}"
    )

"""`courtesy forget`: what is stored of an application, of all old ones, or of everything, is removed."""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.cases.timeline import Timeline
from courtesy.cases.wording import counted
from courtesy.casework.intake import owner_of
from courtesy.casework.standing import timeline_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config import rulebook
from courtesy.config.file import load
from courtesy.config.tables import Config
from courtesy.errors import ConfigError
from courtesy.owner import own_rules
from courtesy.owner.which_application import meant, only, told_of, who
from courtesy.store.doomed import Doomed, doomed_before, doomed_with
from courtesy.store.store import Store
from courtesy.terminal.lines import complain, say

_EXAMPLES = """\
examples:
  courtesy forget Acme                 one application: its mail's traces, holds, notes, alerts and what you said of it
  courtesy forget --older-than 180d    all in which nothing has happened for so long
  courtesy forget --everything

Mail is not touched, and stays known by its hash, so that it is not taken for new. Holds to come leave the calendar,
past ones stay in it. Rules that were learnt from the mail go too. `courtesy export` first keeps a copy for you.
"""
_AGE = re.compile(r"([1-9][0-9]{0,4})(d|w)")
_ALL = "what was read of all mail, all holds, notes and alerts, and what you said of them"


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy forget` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("words", nargs="*", metavar="WORD", help="words of the application, or a mail's short name")
    parser.add_argument("--older-than", metavar="AGE", help="all without news for so long: 180d, 26w")
    parser.add_argument("--everything", action="store_true", help="all that is stored of any mail")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: Namespace) -> int:
    """Remove it; 1 where it is not plain what is meant, or the owner says no."""
    if sum([bool(options.words), options.older_than is not None, options.everything]) != 1:
        raise ConfigError(["forget: say which application, or --older-than 180d, or --everything"])
    age = _age(options.older_than) if options.older_than is not None else None
    config = load(options.config)
    with Store.known(config.state.path) as store:
        now = SystemClock().now()
        if options.everything:
            return _everything(options, config, store, now)
        timeline = timeline_of(store, owner_of(config, rulebook.load(config, options.config)))
        found = _which(options.words, age, timeline, told_of(store, timeline, now), now)
        if found is None:
            return 1
        cases, what = found
        lines = list(_lines(cases, what, now))
        if not _is_sure(lines, yes=options.yes):
            return 1
        corrected = [one for one in store.corrections() if one in what.identities]
        store.forget(what, now)
        _tidy(options, config, corrected)
        say("Forgotten.")
        return 0


def _which(
    words: Sequence[str], age: timedelta | None, timeline: Timeline, told: Sequence[Alert], now: datetime
) -> tuple[list[Case], Doomed] | None:
    """The applications that are meant, and all that goes with them; None, and said why, where that is not plain."""
    if age is not None:
        return doomed_before(now - age, timeline, now)
    case = only(meant(timeline, words, told), timeline, words)
    return ([case], doomed_with([case], timeline)) if case else None


def _everything(options: Namespace, config: Config, store: Store, now: datetime) -> int:
    if not _is_sure([_ALL], yes=options.yes):
        return 1
    corrected = list(store.corrections())
    store.forget_everything(now)
    _tidy(options, config, corrected)
    say("Forgotten. Mail that was seen is still known by its hash; delete the state folder to forget even that.")
    return 0


def _tidy(options: Namespace, config: Config, corrected: Sequence[str]) -> None:
    """Remove what lies in other files: learnt rules, and notes left behind by an editor that was killed."""
    for identity in corrected:
        if own_rules.remove(rulebook.own_path(options.config), identity[:8]):
            say(f"What was learnt from a mail of it left {rulebook.own_path(options.config)}.")
    for left in config.state.path.glob("note-*.md"):
        with suppress(OSError):
            left.unlink()


def _lines(cases: Sequence[Case], what: Doomed, now: datetime) -> Iterator[str]:
    """What goes, for people."""
    for case in cases:
        ahead = len(case.interviews.live(now))
        parts = [counted(len(case.events), "mail"), counted(len(case.notes), "note") if case.notes else ""]
        parts.append(f"{counted(ahead, 'time')} to come, taken out of the calendar" if ahead else "")
        yield f"{who(case)}: {', '.join(filter(None, parts))}"
    if what.before is not None:
        loose = len(what.identities - {event.identity for case in cases for event in case.events})
        yield f"{counted(loose, 'older mail')} that belong{'s' if loose == 1 else ''} to none, and older alerts"


def _is_sure(lines: Sequence[str], *, yes: bool) -> bool:
    """Tell what goes, and ask; nobody to ask is a no."""
    say("This is removed from all that is stored:")
    for line in lines:
        say(f"  {line}")
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        complain("nothing was removed; say --yes, there is nobody to ask")
        return False
    from courtesy.terminal.voice import Voice

    if Voice().is_yes("Go on?", default=False):
        return True
    say("Nothing was removed.")
    return False


def _age(text: str) -> timedelta:
    match = _AGE.fullmatch(text.strip().lower())
    if not match:
        raise ConfigError([f'forget: --older-than "{text}" is no age; write it as in 180d or 26w'])
    return timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))

"""`courtesy note`: what the owner thinks of an interview, and when he was told that he would hear."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from courtesy import debriefing
from courtesy.applications import meant, only, timeline_of, to_debrief, who
from courtesy.cases.case import Case
from courtesy.cases.notes import Note
from courtesy.cases.timeline import Timeline
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config import load
from courtesy.config_tables import Config
from courtesy.debriefing import Told, long_day
from courtesy.errors import ConfigError
from courtesy.intake import owner_of
from courtesy.reading.day import day_meant
from courtesy.rulebook import load as load_packs
from courtesy.store import Store
from courtesy.terminal import complain, one_line, say

_EXAMPLES = """\
examples:
  courtesy note                                   the interview that is just over: a few questions, Enter skips one
  courtesy note Acme                              another one, by words of it or the short name of a mail
  courtesy note Acme --edit                       the same questions in your editor
  courtesy note Acme "They liked the portfolio."  without questions
  courtesy note Acme --news-by "end of next week"
  courtesy case Acme                              shows what you noted, among its mail

When they named a day, that is a promise as if it stood in a mail: the day after it you are told that you may ask,
and asking earlier brings a word of warning. Nothing that you note is ever sent to anybody.
"""
_MOST = 100_000  # octets of standard input


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy note` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help="words of the application; a last one in quotes is the note itself"
    )
    parser.add_argument("--edit", action="store_true", help="write in the editor of $VISUAL or $EDITOR")
    parser.add_argument("--news-by", metavar="DAY", help='by when they said you would hear: "12 May", "next Friday"')


def run(options: Namespace) -> int:
    """Note it; 1 where it is not plain what is meant."""
    config = load(options.config)
    packs = load_packs(config, options.config)
    store = Store.known(config.state.path)
    try:
        timeline = timeline_of(store, owner_of(config, packs))
        case, text = _which(timeline, options.words)
        if case is None:
            return 1
        read_day = partial(day_meant, now=SystemClock().now(), zone=config.me.zone, words=packs.words)
        note = _told(options, config, case, text, read_day).note(case, SystemClock().now())
        if note is None:
            say("Nothing was noted.")
            return 0
        store.keep_note(note)
        _confirm(case, note)
        return 0
    finally:
        store.close()


def _which(timeline: Timeline, words: Sequence[str]) -> tuple[Case | None, str]:
    """The case that is meant, and the note where it is among the words; said why where it is not plain."""
    if not words:
        fresh = to_debrief(timeline, SystemClock().now())
        if not fresh:
            complain("no interview is just over; say which, as in `courtesy note Acme`")
            return None, ""
        return only(fresh), ""
    found = meant(timeline, words)
    if not found and len(words) > 1 and " " in words[-1].strip():
        return only(meant(timeline, words[:-1])), words[-1]
    return only(found), ""


def _told(options: Namespace, config: Config, case: Case, text: str, read_day: debriefing.ReadDay) -> Told:
    """What the owner has to say, by whichever way he says it. Raises ConfigError for a day that is none."""
    day = _day(options.news_by, read_day) if options.news_by is not None else None
    if options.edit:
        told = debriefing.edited(who(case), config.state.path, read_day)
        for words in told.unread:
            complain(f"noted, but it names no day to come: {one_line(words, 80)}")
        return told
    if text or day:
        return debriefing.told({None: debriefing.clean(text), "news": options.news_by or ""}, read_day)
    if sys.stdin is not None and sys.stdin.isatty():
        return _conversation(case, read_day)
    piped = sys.stdin.buffer.read(_MOST).decode("utf-8", "replace") if sys.stdin is not None else ""
    return Told(text=debriefing.clean(piped))


def _conversation(case: Case, read_day: debriefing.ReadDay) -> Told:
    from courtesy.setup.voice import Voice

    voice = Voice()
    voice.say(f"{who(case)}. Enter skips a question.", "cyan")
    return debriefing.asked(voice, read_day)


def _day(words: str, read_day: debriefing.ReadDay) -> date:
    day = read_day(words)
    if day is None:
        raise ConfigError([f'note: --news-by "{one_line(words, 60)}" names no day to come; write it as in "12 May"'])
    return day


def _confirm(case: Case, note: Note) -> None:
    """Say what was understood, and what comes of it."""
    say(f"Noted: {who(case)}.")
    for answer in note.answers:
        if answer.day:
            say(f"  {debriefing.ASKED[answer.question]} {long_day(answer.day)}.")
    if note.news_by and not case.closed:
        after = note.news_by + timedelta(days=1)
        say(f"If you have not heard from them by then, you are told on {long_day(after)} that you may ask.")

"""`courtesy note`: what the owner thinks of an interview, and when he was told that he would hear."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import timedelta

from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.cases.notes import Note
from courtesy.cases.timeline import Timeline
from courtesy.casework.intake import owner_of
from courtesy.casework.standing import timeline_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import load
from courtesy.config.rulebook import load as load_packs
from courtesy.config.tables import Config
from courtesy.errors import ConfigError
from courtesy.mail.plain import one_line
from courtesy.owner import debriefing
from courtesy.owner.debriefing import Days, Told, long_day
from courtesy.owner.which_application import meant, only, to_debrief, told_of, who
from courtesy.store.store import Store
from courtesy.terminal.lines import complain, say

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
    with Store.known(config.state.path) as store:
        timeline = timeline_of(store, owner_of(config, packs))
        case, text = _which(timeline, options.words, told_of(store, timeline, SystemClock().now()))
        if case is None:
            return 1
        days = Days(now=SystemClock().now(), zone=config.me.zone, words=packs.words)
        note = _told(options, config, case, text, days).note(case.id, SystemClock().now())
        if note is None:
            say("Nothing was noted.")
            return 0
        store.keep_note(note)
        _confirm(case, note)
        return 0


def _which(timeline: Timeline, words: Sequence[str], told: Sequence[Alert]) -> tuple[Case | None, str]:
    """The case that is meant, and the note where it is among the words; said why where it is not plain."""
    if not words:
        fresh = to_debrief(timeline, SystemClock().now())
        if not fresh:
            complain("no interview is just over; say which, as in `courtesy note Acme`")
            return None, ""
        return only(fresh), ""
    found = meant(timeline, words, told)
    if not found and len(words) > 1 and " " in words[-1].strip():
        return only(meant(timeline, words[:-1], told), timeline, words[:-1]), words[-1]
    return only(found, timeline, words), ""


def _told(options: Namespace, config: Config, case: Case, text: str, days: Days) -> Told:
    """What the owner has to say, by whichever way he says it. Raises ConfigError for a day that is none."""
    if options.edit:
        told = debriefing.edited(who(case), config.state.path, days.meant)
        for words in told.unread:
            complain(f"noted, but it names no day to come: {one_line(words, 80)}")
        return told
    if options.news_by is not None:
        _check_day(options.news_by, days)
        return debriefing.told({None: debriefing.clean(text), "news": options.news_by}, days.meant)
    if text:
        return debriefing.told_in(text, days)
    if sys.stdin is not None and sys.stdin.isatty():
        return _conversation(case, days)
    piped = sys.stdin.buffer.read(_MOST).decode("utf-8", "replace") if sys.stdin is not None else ""
    return debriefing.told_in(piped, days)


def _conversation(case: Case, days: Days) -> Told:
    from courtesy.terminal.voice import Voice

    voice = Voice()
    voice.say(f"{who(case)}. Enter skips a question.", "cyan")
    return debriefing.asked(voice, days.meant)


def _check_day(words: str, days: Days) -> None:
    if days.meant(words) is None:
        raise ConfigError([f'note: --news-by "{one_line(words, 60)}" names no day to come; write it as in "12 May"'])


def _confirm(case: Case, note: Note) -> None:
    """Say what was understood, and what comes of it."""
    say(f"Noted: {who(case)}.")
    for answer in note.answers:
        if answer.day:
            say(f"  {debriefing.ASKED[answer.question]} {long_day(answer.day)}.")
    if note.news_by and not case.closed:
        after = note.news_by + timedelta(days=1)
        say(f"If nothing comes, you are told on {long_day(after)} that you may ask; --news-by says otherwise.")

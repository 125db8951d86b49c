"""`courtesy wrong`: the owner says what a misread mail is; the case follows, and a rule is learnt from it."""

import re
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from datetime import datetime
from zoneinfo import ZoneInfo

from courtesy.cases.correct import Said
from courtesy.casework.intake import intake_of
from courtesy.commands import add_config
from courtesy.config.file import load
from courtesy.errors import ConfigError
from courtesy.owner.teaching import Lesson, Teaching
from courtesy.reading import KINDS, Span
from courtesy.shown import wrong_words
from courtesy.store.store import Store
from courtesy.terminal.lines import complain, say

_EXAMPLES = """\
examples:
  courtesy wrong                                     the latest mails, how each was read, and its short name
  courtesy wrong 3fa9c1d2 --kind invite              it is an invitation; alerts name a mail so
  courtesy wrong Acme second interview --kind other  words of subject, sender or company do as well
  courtesy wrong letter.eml --kind confirm --time "2026-04-21 10:00-10:45"
  courtesy wrong 3fa9c1d2 --take-back                it was read right after all

Holds and alerts follow: at once when `courtesy run` watches, otherwise when it runs next. The mail itself is not
changed. For a wrong kind a rule is written to my-rules.toml, beside your configuration; look at it.
"""
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d?:\d\d)(?:\s?-\s?(\d\d?:\d\d))?")


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy wrong` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument(
        "mail", nargs="*", metavar="MAIL", help="a short name, a Message-ID, a file, or words of the mail; none: list"
    )
    kinds = f"what it is, as docs/reading.md has it: {', '.join(KINDS)}"
    parser.add_argument("--kind", choices=KINDS, metavar="KIND", help=kinds)
    parser.add_argument("--company", help="whom it is from")
    parser.add_argument("--role", help="what job it is about")
    parser.add_argument(
        "--time",
        action="append",
        metavar="TIME",
        help='when, on your clock: "2026-04-21 10:00" or "2026-04-21 10:00-10:45"; once for each time; none: no time',
    )
    parser.add_argument("--reply-needed", action=BooleanOptionalAction, help="whether it waits for you")
    parser.add_argument("--scam", action=BooleanOptionalAction, help="whether it is a fraud")
    parser.add_argument("--take-back", action="store_true", help="forget what you said of it")
    parser.add_argument("--no-rule", action="store_true", help="write no rule for mail like it")


def run(options: Namespace) -> int:
    """Correct the mail, or list the latest ones; 1 where it is not plain which is meant."""
    config = load(options.config)
    said = _said(options, config.me.zone)
    with Store.known(config.state.path) as store:
        teaching = Teaching(store, intake_of(config, options.config), config, options.config)
        if not options.mail:
            wrong_words.show(teaching.latest(), store.corrections(), config.me.zone)
            return 0
        found = teaching.find(options.mail)
        if len(found) != 1:
            complain(
                "no mail of a job hunt is so called" if not found else "several mails may be meant; name one of them"
            )
            wrong_words.show([one.event for one in found if one.event], store.corrections(), config.me.zone)
            return 1
        if options.take_back:
            unlearnt = teaching.take_back(found[0])
            say("Taken back." + (f" The rule that was learnt from it left {teaching.own_path}." if unlearnt else ""))
            return 0
        lesson = teaching.correct(found[0], said, rule=not options.no_rule)
        _tell(lesson, config.me.zone)
        return 0


def _tell(lesson: Lesson, zone: ZoneInfo) -> None:
    for line in wrong_words.lines(lesson, zone):
        say(line)
    for problem in lesson.problems:
        complain(problem)


def _said(options: Namespace, zone: ZoneInfo) -> Said:
    """What the options say. Raises ConfigError when they say nothing, or a time that is none."""
    times = None
    if options.time is not None:
        times = () if options.time == ["none"] else tuple(span_of(text, zone) for text in options.time)
    said = Said(
        kind=options.kind,
        company=options.company,
        role=options.role,
        times=times,
        reply_needed=options.reply_needed,
        scam=options.scam,
    )
    if not options.mail and (said != Said() or options.take_back):
        raise ConfigError(["wrong: say which mail, as in `courtesy wrong 3fa9c1d2 --kind invite`; alone it lists them"])
    if options.mail and said == Said() and not options.take_back:
        raise ConfigError(["wrong: say what it is, as in --kind invite; `courtesy wrong --help` has the options"])
    return said


def span_of(text: str, zone: ZoneInfo) -> Span:
    """The time that the owner wrote, on his clock. Raises ConfigError."""
    match = _TIME.fullmatch(text.strip())
    try:
        if not match:
            raise ValueError(text)
        start, end = (
            datetime.fromisoformat(f"{match[1]}T{clock:0>5}").replace(tzinfo=zone) if clock else None
            for clock in (match[2], match[3])
        )
        if start is None or (end is not None and end <= start):
            raise ValueError(text)
    except ValueError:
        raise ConfigError(
            [f'wrong: --time "{text}" is not a time; write it as in "2026-04-21 10:00" or "2026-04-21 10:00-10:45"']
        ) from None
    return Span(start=start, end=end)

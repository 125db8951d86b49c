"""`courtesy replay`: what would have been done over past mail, with the clock of then; nothing is sent or written."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec

from courtesy.cases.actions import Action, Alert, Hold, Release
from courtesy.casework.intake import intake_of, owner_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import load, need_mailbox
from courtesy.config.tables import Config
from courtesy.drafts.templates import writer_of
from courtesy.errors import ConfigError
from courtesy.files import holds_several_mails, load_file
from courtesy.mail import Incoming
from courtesy.rehearsal import Deed, Down, Rehearsal
from courtesy.shown import replay_words
from courtesy.terminal.lines import complain, say

_EXAMPLES = """\
examples:
  courtesy replay --since 90d            the last 90 days of the configured mailboxes, one application after the other
  courtesy replay --since 90d --all      every step, day by day: alerts, holds and drafts
  courtesy replay --history history.jsonl --until 2026-05-01T00:00:00Z --json

A line of a history is a mail, {"file": "a.eml", "folder": "INBOX" or "Sent", "arrives": "2026-04-14T10:30:00-04:00"},
or a time in which the program was not running, {"down": [from, to]}. Files are looked for beside the history.
"""
_AGO = re.compile(r"([0-9]{1,4})\s?(d|w|h)")
_UNITS = {"d": "days", "w": "weeks", "h": "hours"}


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy replay` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--since", default="90d", metavar="AGO", help="how far to go back: 90d, 12w, 36h (default: 90d)")
    what.add_argument("--history", type=Path, metavar="FILE", help="play the mail that this file lists, not a mailbox")
    parser.add_argument("--until", metavar="TIME", help="where to stop, as in 2026-05-01T00:00:00Z (default: now)")
    parser.add_argument("--all", action="store_true", help="every step in its order, holds and drafts too")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each alert and each change of a hold")


def run(options: Namespace) -> int:
    """Play, and tell; 1 if a mail could not be read."""
    config = load(options.config)
    until = _moment(options.until, "--until") if options.until else SystemClock().now()
    intake = intake_of(config, options.config)
    writer = None if options.json else writer_of(config, intake.packs)
    rehearsal = Rehearsal(intake, owner_of(config, intake.packs), writer)
    mails: Iterable[Incoming]
    if options.history:
        mails, downs = history(options.history)
    else:
        mails, downs = _mailboxes(config, options.config, until - _ago(options.since)), []
    deeds = rehearsal.play(mails, downs, until)
    if options.json:
        for deed in deeds:
            say(msgspec.json.encode(line(deed)).decode())  # of drafts this contract knows nothing
    elif options.all:
        replay_words.show(deeds, config.me.zone)
    else:
        replay_words.show_in_short(list(deeds), rehearsal.timeline(), until, config.me.zone)
    for problem in rehearsal.unread:
        complain(f"could not be read: {problem}")
    return int(bool(rehearsal.unread))


class _Mail(msgspec.Struct):
    file: str
    arrives: str
    folder: Literal["INBOX", "Sent"] = "INBOX"


def history(path: Path) -> tuple[list[Incoming], list[Down]]:
    """The mails and the gaps that the file at `path` lists. Raises ConfigError with the line at fault."""
    mails, downs = [], []
    listed = load_file(path)
    if listed.startswith(b"From "):
        raise ConfigError(
            [f"{path.name} is a mailbox and no history; a history names mail files, in a line of JSON each"]
        )
    for number, text in enumerate(listed.splitlines(), 1):
        if not text.strip():
            continue
        try:
            row = msgspec.json.decode(text)
            if isinstance(row, dict) and "down" in row:
                start, end = msgspec.convert(row["down"], tuple[str, str])
                downs.append(Down(start=_moment(start, "down"), end=_moment(end, "down")))
            else:
                mail = msgspec.convert(row, _Mail)
                raw, arrived = load_file(path.parent / mail.file), _moment(mail.arrives, "arrives")
                if holds_several_mails(raw):
                    raise ConfigError([f"{mail.file} holds several mails (mbox); name a file of each"])
                mails.append(Incoming(raw=raw, folder=mail.folder, arrived=arrived, where=mail.file))
        except (msgspec.MsgspecError, UnicodeDecodeError, ConfigError) as error:
            raise ConfigError([f"{path.name} line {number}: {error}"]) from error
    return mails, downs


def _mailboxes(config: Config, path: Path | None, since: datetime) -> Iterator[Incoming]:
    """The mail that the configured mailboxes received since then."""
    from courtesy.casework.past_mail import past_mail
    from courtesy.outside import sources_of

    need_mailbox(config, path)
    return past_mail(sources_of(config), since)


def line(deed: Deed) -> dict[str, Any]:
    """The machine-readable line of a deed."""
    return {"at": deed.at.astimezone(UTC).isoformat(), **_action(deed.action)}


def _action(action: Action) -> dict[str, Any]:
    if isinstance(action, Alert):
        return {
            "action": "alert",
            "kind": action.kind,
            "message": action.message_id,
            "company": action.company,
            "text": action.text,
        }
    if isinstance(action, Hold):
        return {
            "action": "hold",
            "uid": action.uid,
            "start": action.start.isoformat(),
            "end": action.end.isoformat(),
            "status": action.status,
            "summary": action.summary,
        }
    assert isinstance(action, Release), "nothing is drafted for programs"
    return {"action": "release", "uid": action.uid}


def _moment(text: str, what: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError([f'{what}: "{text}" is not a time; write it as in 2026-05-01T09:00:00+02:00']) from error
    if moment.tzinfo is None:
        raise ConfigError([f'{what}: "{text}" needs its offset, as in 2026-05-01T09:00:00+02:00 or ...Z'])
    return moment.astimezone(UTC)


def _ago(text: str) -> timedelta:
    match = _AGO.fullmatch(text.strip().lower())
    if not match:
        raise ConfigError([f'--since: "{text}" is not a length of time; write 90d, 12w or 36h'])
    return timedelta(**{_UNITS[match[2]]: int(match[1])})

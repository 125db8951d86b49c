"""`courtesy read`: what is understood of e-mail files, and why."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from courtesy.casework.intake import Intake
from courtesy.config.checks import system_zone
from courtesy.config.rulebook import load
from courtesy.config.tables import Config
from courtesy.errors import ConfigError, CourtesyError
from courtesy.files import holds_several_mails, load_file
from courtesy.mail.message import Message
from courtesy.reading import Reading
from courtesy.shown import read_words
from courtesy.terminal.lines import Paint, complain, say

_EXAMPLES = """\
examples:
  courtesy read letter.eml
  courtesy read --me ada@mail.example --tz Europe/London ~/Maildir/cur/*
  echo '{"file": "letter.eml", "me": "ada@mail.example"}' | courtesy read --jsonl

No configuration is needed, and nothing is sent or written.
"""


# what a mail has at least one of; a text file may well begin with a word and a colon
_FIELDS = frozenset("from sender to date subject message-id received return-path mime-version content-type".split())


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy read` accepts."""
    parser.epilog = _EXAMPLES
    parser.add_argument("files", nargs="*", metavar="FILE", help="an e-mail as a file (.eml, or a file of a maildir)")
    parser.add_argument("--me", default="", metavar="ADDRESS", help="your own address (default: to whom the mail went)")
    parser.add_argument("--tz", default="", metavar="ZONE", help="your time zone (default: this computer's)")
    parser.add_argument(
        "--jsonl", action="store_true", help="read requests from standard input and answer each with a line of JSON"
    )
    parser.add_argument(
        "--rules", action="append", default=[], metavar="FILE", help="a rule file of your own, to try it"
    )


def run(options: Namespace) -> int:
    """Read the files, or the requests; 1 if any file could not be read."""
    if options.jsonl == bool(options.files):
        raise ConfigError(["read: name e-mail files, or give --jsonl and requests on standard input; not both"])
    reader = _Reader(options.me, options.tz, options.rules)
    return reader.answer_requests() if options.jsonl else reader.show_files(options.files)


class _Request(msgspec.Struct):
    file: str
    id: Any = None
    me: str = ""
    tz: str = ""


class _Reader:
    """Reads files for whoever they were sent to."""

    def __init__(self, me: str, zone: str, rules: list[str]) -> None:
        config = Config()
        if rules:
            config = msgspec.convert({"rules": {"files": [str(Path(name).absolute()) for name in rules]}}, Config)
        self._packs = load(config)
        self._me = me
        self._zone = zone or system_zone()
        _zone(self._zone)

    def show_files(self, files: list[str]) -> int:
        """Tell people about each file."""
        paint, failed = Paint(), 0
        for number, name in enumerate(files):
            try:
                raw = load_file(Path(name))
                message, reading, intake = self._read(name, raw, self._me, self._zone)
                if _FIELDS.isdisjoint(message.headers):
                    raise CourtesyError(f"{name} is no e-mail: it has no header")
            except CourtesyError as error:
                complain(str(error))
                failed = 1
                continue
            if holds_several_mails(raw):
                complain(f"{name} holds several mails (mbox), of which this is the first; make a file of each")
                failed = 1
            if number:
                paint.line()
            for line in read_words.lines(name, message, reading, intake.zone, paint):
                paint.line(line)
        return failed

    def answer_requests(self) -> int:
        """Answer each line of standard input with a line, at once; a bad one gets its error and the rest go on."""
        for line in iter(sys.stdin.buffer.readline, b""):
            if line.strip():
                say(msgspec.json.encode(self._answer(line)).decode())
        return 0

    def _answer(self, line: bytes) -> dict[str, Any]:
        key = None
        try:
            asked = msgspec.json.decode(line)
            key = asked.get("id") if isinstance(asked, dict) else None
            request = msgspec.convert(asked, _Request)
            raw = load_file(Path(request.file))
            _, reading, _ = self._read(request.file, raw, request.me or self._me, request.tz or self._zone)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            return {"id": key, "error": f"not a request: {error}"}
        except CourtesyError as error:
            return {"id": key, "error": str(error)}
        return {"id": key, **label(reading)}

    def _read(self, name: str, raw: bytes, me: str, zone: str) -> tuple[Message, Reading, Intake]:
        addresses = frozenset(filter(None, [me.strip().lower()]))
        intake = Intake(packs=self._packs, addresses=addresses, zone=_zone(zone))
        try:
            message = intake.parse(raw)
            if not message.headers:
                raise CourtesyError(f"{name} is no e-mail: it has no header")
            if not addresses:
                intake = replace(intake, addresses=_recipient(message))
            return message, intake.read(message), intake
        except CourtesyError:
            raise
        except Exception as error:  # one mail that breaks a rule of ours must not stop the others
            raise CourtesyError(f"{name} cannot be understood: {type(error).__name__}: {error}") from error


def _recipient(message: Message) -> frozenset[str]:
    """To whom it was sent, and not who sent it; the owner, where he says nothing of himself."""
    first = next((one.email.lower() for one in message.to if one.email), "")
    return frozenset(filter(None, [first])) - {message.sender.email.lower()}


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError) as error:
        raise CourtesyError(f'"{name}" is not a time zone; it is written as in "Europe/London"') from error


def label(reading: Reading) -> dict[str, Any]:
    """`reading` as the machine-readable line says it; its keys are those of docs/reading.md."""
    return {
        "kind": reading.kind,
        "round": reading.round,
        "reply_needed": reading.reply_needed,
        "times": [[span.start.isoformat(), span.end and span.end.isoformat()] for span in reading.times],
        "windows": [[span.start.isoformat(), span.end and span.end.isoformat()] for span in reading.windows],
        "deadline": reading.deadline and reading.deadline.isoformat(),
        "news_by": reading.news_by and reading.news_by.isoformat(),
        "company": reading.company,
        "role": reading.role,
        "place": reading.place,
        "link": reading.link,
        "interviewers": reading.interviewers,
        "scam": reading.scam,
        "language": reading.language,
        "confidence": round(reading.confidence, 4),
        "why": [{"rule": w.rule, "says": w.says, "weight": round(w.weight, 3), "quote": w.quote} for w in reading.why],
    }

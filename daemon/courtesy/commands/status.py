"""`courtesy status`: where each application stands, what is owed by when, and how the mailboxes fare."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from courtesy.cases.actions import Alert
from courtesy.casework.board import Row, open_questions, rows
from courtesy.casework.intake import owner_of
from courtesy.casework.standing import timeline_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import load
from courtesy.config.rulebook import load as load_packs
from courtesy.shown import status_words
from courtesy.store.store import Store
from courtesy.terminal.lines import say

_LATELY = timedelta(days=14)

_EXAMPLES = """\
examples:
  courtesy status           a table for people
  courtesy status --json    the same for programs
"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy status` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")


def run(options: Namespace) -> int:
    """Show the board."""
    config = load(options.config)
    now = SystemClock().now()
    with Store.known(config.state.path, read_only=True) as store:
        owner = owner_of(config, load_packs(config, options.config))
        timeline = timeline_of(store, owner)
        board, asked = rows(timeline, now), open_questions(timeline, now)
        if options.json:
            say(msgspec.json.encode(_object(board, asked, store, now)).decode())
        else:
            status_words.show(board, store, now, config.me.zone, older=bool(timeline.cases), asked=asked)
    return 0


def _object(board: list[Row], asked: list[Alert], store: Store, now: datetime) -> dict[str, Any]:
    return {
        "at": now.isoformat(),
        "cases": [_case(row) for row in board],
        "asked": [{"at": _iso(one.due), "text": one.text, "message": one.message_id} for one in asked],
        "mailboxes": [
            {"name": look.source, "looked": _iso(look.looked), "lost": _iso(look.lost), "problem": look.problem or None}
            for look in store.looks()
        ],
        "told": [
            {"at": _iso(at), "kind": alert.kind, "company": alert.company, "text": alert.text}
            for at, alert in store.told(now - _LATELY)
        ],
        "answered": [
            {"at": _iso(one.at), "said": one.said, "by": one.way, "company": one.alert and one.alert.company}
            for one in store.answers(now - _LATELY)
        ],
        "waiting": [{"effect": effect, "error": error or None} for effect, _, error in store.waiting()],
        "put_aside": [
            {"mailbox": source or None, "place": one.place, "reason": one.reason} for source, one in store.quarantine()
        ],
    }


def _case(row: Row) -> dict[str, Any]:
    slot = row.interview
    return {
        "case": row.case,
        "company": row.company,
        "role": row.role or None,
        "stage": row.stage,
        "last": _iso(row.last),
        "interview": slot and {"start": _iso(slot.start), "end": _iso(slot.end), "status": slot.status},
        "owed": [
            {"kind": alert.kind, "by": _iso(alert.due), "text": alert.text, "message": alert.message_id}
            for alert in row.owed
        ],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None

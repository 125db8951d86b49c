"""The cursor of an IMAP mailbox: for each folder, how far it is read."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Bookmark:
    """How far a folder is read: UIDs from `uid` on are new; of those below `floor` only mail of the first scan."""

    validity: int
    uid: int
    floor: int = 0


def read_cursor(cursor: str | None) -> dict[str, Bookmark]:
    """The bookmarks in a cursor; of one that is lost or not ours, none."""
    try:
        entries = json.loads(cursor or "{}")
        return {
            str(folder): Bookmark(validity=int(entry[0]), uid=int(entry[1]), floor=int((*entry, 0)[2]))
            for folder, entry in entries.items()
        }
    except (ValueError, TypeError, LookupError, AttributeError):
        return {}


def write_cursor(marks: dict[str, Bookmark]) -> str:
    """The cursor that `read_cursor` understands."""
    return json.dumps(
        {f: [m.validity, m.uid, m.floor] if m.floor else [m.validity, m.uid] for f, m in marks.items()},
        ensure_ascii=False,
    )

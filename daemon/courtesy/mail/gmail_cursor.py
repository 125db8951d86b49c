"""The cursor of a Gmail mailbox: up to which record of its history it is read, and how far a search has come."""

import json
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """A look at the mail that a search finds, for want of a history."""

    since: int  # mail that arrived earlier is left out; seconds since 1970
    place: str = ""  # of the ids found, in their order, those up to this one are done with
    met: int = 0  # mail that arrived before this time may have been brought already, ...
    known: str = ""  # ... unless it changed after this record of the history


@dataclass(frozen=True, kw_only=True, slots=True)
class Bookmark:
    """How far a mailbox is read. History ids stay text: they are numbers of any length."""

    history: str  # what later records tell is new
    newest: int = 0  # when the newest mail that was brought arrived; milliseconds since 1970
    scan: Scan | None = None  # to be finished before the history is followed


def read_cursor(cursor: str | None, user: str, labels: Collection[str]) -> Bookmark | None:
    """The bookmark in a cursor; None when it is lost, of another user, or does not cover all of `labels` (ids)."""
    try:
        told = json.loads(cursor or "{}")
        if told["user"] != user or not set(labels) <= set(told["labels"]):
            return None
        scan = told.get("scan")
        return Bookmark(
            history=_history(told["history"]),
            newest=int(told["newest"]),
            scan=Scan(since=int(scan[0]), place=str(scan[1]), met=int(scan[2]), known=str(scan[3])) if scan else None,
        )
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def write_cursor(mark: Bookmark, user: str, labels: Collection[str]) -> str:
    """The cursor that `read_cursor` understands."""
    told: dict[str, object] = {"user": user, "labels": sorted(labels), "history": mark.history, "newest": mark.newest}
    if mark.scan:
        told["scan"] = [mark.scan.since, mark.scan.place, mark.scan.met, mark.scan.known]
    return json.dumps(told, ensure_ascii=False)


def is_later(history: str, than: str) -> bool:
    """Whether one history id comes after another."""
    return (len(history), history) > (len(than), than)


def _history(told: object) -> str:
    text = str(told)
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return text

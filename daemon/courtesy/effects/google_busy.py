"""When the owner is engaged, as his calendars at Google tell it: from when to when, and no more than that.

Google leaves out what is shown as available, and runs together what touches or overlaps.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from courtesy.cases.busy import Busy
from courtesy.effects.google_events import Events
from courtesy.errors import GiveUp, TryLater
from courtesy.google.calls import Refused
from courtesy.mail.plain import one_line

_MOST = 50  # calendars in one question (freebusy.query, calendarExpansionMax)
_LONGEST = timedelta(days=80)  # asked about at once; Google refuses more than some 90 days
_UNKNOWN = ("notFound", "invalid", "forbidden")


def busy_times(events: Events, calendars: Sequence[str], start: datetime, end: datetime, *, whose: str) -> list[Busy]:
    """The times in [start, end) (aware UTC) that any of `calendars` (ids) calls busy, in order, overlaps run together.

    Raises TryLater, or GiveUp for a calendar that Google does not know.
    """
    spans: set[tuple[datetime, datetime]] = set()
    while start < end:
        until = min(end, start + _LONGEST)
        for id, found in _asked(events, calendars[:_MOST], start, until, whose).items():
            spans.update(_spans(found, str(id), whose))
        start = until
    return [Busy(start=first, end=last) for first, last in _together(sorted(spans))]


def _asked(events: Events, calendars: Sequence[str], start: datetime, end: datetime, whose: str) -> dict[str, Any]:
    """What Google tells of each calendar."""
    body = {
        "timeMin": start.astimezone(UTC).isoformat(),
        "timeMax": end.astimezone(UTC).isoformat(),
        "items": [{"id": id} for id in calendars],
    }
    try:
        return events.ask(events.api.freebusy().query(body=body)).get("calendars") or {}
    except Refused as refused:
        raise GiveUp(f"{whose}: Google does not tell when you are busy: {refused}") from refused


def _spans(found: dict[str, Any], id: str, whose: str) -> Iterator[tuple[datetime, datetime]]:
    for error in found.get("errors") or ():
        reason = one_line(str(error.get("reason", "")), 60)
        if reason in _UNKNOWN:
            raise GiveUp(f'{whose}: Google knows no calendar "{one_line(id, 100)}" of yours; correct busy')
        raise TryLater(f"{whose}: Google cannot tell now when you are busy ({reason}); it will be tried again")
    for one in found.get("busy") or ():
        try:
            first, last = (datetime.fromisoformat(one[name]).astimezone(UTC) for name in ("start", "end"))
        except (KeyError, TypeError, ValueError):
            continue
        if first < last:
            yield first, last


def _together(spans: list[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Ordered spans, those that overlap run together."""
    if not spans:
        return
    first, last = spans[0]
    for start, end in spans[1:]:
        if start >= last:
            yield first, last
            first, last = start, end
        last = max(last, end)
    yield first, last

"""What an iCalendar object (RFC 5545) says of when its owner is engaged, within a stretch of time.

Anybody may have put anything into a calendar, and a rule of one line can repeat a million times, or be followed
through ten thousand years to a day that never comes. So what repeats by the hour or faster is refused, and other
rules that no calendar program makes; and what takes longer than a month is no appointment.
"""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as clock
from typing import TYPE_CHECKING, Any

from courtesy.cases.busy import Busy
from courtesy.effects.edits import MARK

if TYPE_CHECKING:  # they take 5 MB, which the service need not hold until there is an interview
    from icalendar import Component

LARGEST = 2 * 1024 * 1024  # bytes of an object
LONGEST = timedelta(days=31)  # of an appointment
_OLDEST = 1900  # the year before which nothing that repeats has begun
_MANY = 1000  # dates that a series may list one by one; as many changes of a time zone
_DAY = timedelta(days=1)
_STARTS = re.compile(rb"^DTSTART(?:[^:\r\n]*:(\d{8}))?", re.MULTILINE | re.IGNORECASE)
_UNTIL = re.compile(rb"\bUNTIL=(\d{8})", re.IGNORECASE)
_EVENT = re.compile(rb"^BEGIN:VEVENT\b", re.MULTILINE | re.IGNORECASE)
_REPEATS = re.compile(rb"^(?:RRULE|RDATE|EXRULE)\b", re.MULTILINE | re.IGNORECASE)
_CHANGES = re.compile(rb"^BEGIN:(?:STANDARD|DAYLIGHT)\b", re.MULTILINE | re.IGNORECASE)
_OURS = re.compile(r"[0-9a-f]{24}@courtesy")
_TOO_FAST = re.compile(r"\bFREQ=(?:SECONDLY|MINUTELY|HOURLY)|\bBY(?:SECOND|MINUTE)=\d+,", re.IGNORECASE)
_RARE = re.compile(
    r"\bBY(?:MONTHDAY|YEARDAY|WEEKNO|SETPOS)=.*\bFREQ=(?:DAILY|WEEKLY)|"
    r"\bFREQ=(?:DAILY|WEEKLY).*\bBY(?:MONTHDAY|YEARDAY|WEEKNO|SETPOS)=",
    re.IGNORECASE,
)


def may_matter(raw: bytes, start: datetime, end: datetime) -> bool:
    """Whether the object can hold anything between `start` and `end`, by a look that costs next to nothing."""
    event = _EVENT.search(raw)
    if event is None:
        return False
    events = raw[event.start() :]
    first, last = (f"{day:%Y%m%d}".encode() for day in (start - LONGEST - _DAY, end + _DAY))
    starts = _STARTS.findall(events)
    if not all(starts):
        return True  # a line is folded, or a parameter has a colon
    if not _REPEATS.search(events):
        return any(first <= day <= last for day in starts)
    until = _UNTIL.findall(events)
    return len(until) < len(_REPEATS.findall(events)) or any(day >= first for day in (*until, *starts))


def engagements(
    raw: bytes, start: datetime, end: datetime, *, zone: tzinfo, owner: Collection[str], late: Callable[[], bool]
) -> Iterator[Busy]:
    """The appointments in the object that overlap [start, end) (aware UTC), as far as they keep the owner engaged.

    `zone` is for times that name none, or none that is known; `owner` are his addresses, lower case: what he declined
    does not keep him. Holds of ours are none, wherever they were carried. Raises ValueError for what would take too
    long, and when it is `late`; for what cannot be read, whatever icalendar and recurring-ical-events raise.
    """
    for event in _events(raw, start, end, late):
        if _engages(event, owner) and not _is_ours(event):
            span = _span(event, zone)
            if span is not None and span[0] < end and start < span[1]:
                yield Busy(start=span[0], end=span[1], title=_text(event, "SUMMARY"), uid=_text(event, "UID"))


def _is_ours(event: "Component") -> bool:
    return MARK in event or _OURS.fullmatch(_text(event, "UID")) is not None


def _text(event: "Component", name: str) -> str:
    return str(next(iter(_all(event, name)), ""))


def _events(raw: bytes, start: datetime, end: datetime, late: Callable[[], bool]) -> Iterator["Component"]:
    """The single events of the object, and of its series the occurrences around that stretch of time."""
    from icalendar import Calendar

    if len(raw) > LARGEST:
        raise ValueError(f"it has more than {LARGEST >> 20} MB")
    if len(_CHANGES.findall(raw)) > _MANY:
        raise ValueError("its time zone changes too often")
    by_uid: dict[str, list[Component]] = {}
    for event in Calendar.from_ical(raw).walk("VEVENT"):
        by_uid.setdefault(_text(event, "UID"), []).append(event)
    for events in by_uid.values():
        if late():
            raise ValueError("it takes too long")
        is_series = any({"RRULE", "RDATE", "EXRULE", "RECURRENCE-ID"} & event.keys() for event in events)
        yield from _occurrences(events, start, end) if is_series else events


def _occurrences(events: list["Component"], start: datetime, end: datetime) -> list["Component"]:
    """Those of one series, with the occurrences that were moved, around that stretch of time."""
    from icalendar import Calendar
    from recurring_ical_events import of

    for event in events:
        _bound(event)
    part = Calendar()
    part.subcomponents = events
    return list(of(part, components=["VEVENT"]).between(start - _DAY, end + _DAY))


def _bound(event: "Component") -> None:
    """Raise ValueError for an event whose repeats would take long to follow."""
    from icalendar import vRecur

    listed = sum(len(getattr(one, "dts", ())) for name in ("RDATE", "EXDATE") for one in _all(event, name))
    rules = _all(event, "RRULE")
    if listed > _MANY or len(rules) > 1 or "EXRULE" in event:
        raise ValueError("it repeats in too many ways")
    begun, ended, length = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND", "DURATION"))
    if not isinstance(begun, date) or begun.year < _OLDEST:
        raise ValueError("it repeats since times long past")
    if isinstance(ended, date) and isinstance(begun, datetime) == isinstance(ended, datetime):
        length = ended - begun
    if isinstance(length, timedelta) and not timedelta() <= length <= LONGEST:
        raise ValueError("each time it takes longer than a month")
    written = [rule.to_ical().decode() for rule in rules if isinstance(rule, vRecur)]  # type: ignore[no-untyped-call]
    if len(written) < len(rules) or any(_TOO_FAST.search(rule) or _RARE.search(rule) for rule in written):
        raise ValueError("it repeats by the hour or faster, or hardly ever")


def _all(event: "Component", name: str) -> list[Any]:
    values = event.get(name, [])
    return values if isinstance(values, list) else [values]


def _engages(event: "Component", owner: Collection[str]) -> bool:
    """Whether the event keeps the owner from others: it is not free, called off or declined.

    What lasts whole days is mostly a birthday, a holiday or a note; it counts where it says expressly that it does.
    """
    shown, status, microsoft = (_text(event, n).upper() for n in ("TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS"))
    if shown == "TRANSPARENT" or status == "CANCELLED" or microsoft == "FREE":
        return False
    if not isinstance(getattr(event.get("DTSTART"), "dt", None), datetime) and shown != "OPAQUE":
        return False
    mine = (one for one in _all(event, "ATTENDEE") if str(one).lower().removeprefix("mailto:") in owner)
    return not any(str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED" for one in mine)


def _span(event: "Component", zone: tzinfo) -> tuple[datetime, datetime] | None:
    """From when to when, in UTC; None where that takes no time, too much, or cannot be told."""
    begun, ended = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND"))
    length = getattr(event.get("DURATION"), "dt", None)
    if not isinstance(begun, date):
        return None
    try:
        if not isinstance(ended, date):
            plain = timedelta() if isinstance(begun, datetime) else _DAY
            ended = begun + (length if isinstance(length, timedelta) else plain)
        start, end = _utc(begun, zone), _utc(ended, zone)
    except (OverflowError, ValueError):
        return None
    return (start, end) if timedelta() < end - start <= LONGEST else None


def _utc(moment: date, zone: tzinfo) -> datetime:
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, clock())
    return (whole if whole.tzinfo else whole.replace(tzinfo=zone)).astimezone(UTC)

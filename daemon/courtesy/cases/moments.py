"""Moments in words, on the owner's clock and, where that differs, on the clock of those who wrote."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from courtesy.cases.events import Event, Owner
from courtesy.cases.limits import to_come
from courtesy.reading.reading import Span

_LISTED = 6  # times of one mail that an alert or a sentence lists


def clock(moment: datetime, owner: Owner) -> str:
    """A moment on the owner's clock: "Tue 21 Apr 10:00"."""
    local = moment.astimezone(owner.zone)
    return f"{day(local)} {local:%H:%M}"


def day(moment: date) -> str:
    """ "Tue 21 Apr"."""
    return f"{moment:%a} {moment.day} {moment:%b}"


def soon(moment: datetime, owner: Owner, now: datetime, *, whole_day: bool = False) -> str:
    """The same with how near it is: "17:00 today, Tue 21 Apr". The date stays, for who reads it a day late.

    Of a `whole_day` without the hour: "today, Tue 21 Apr".
    """
    local, today = moment.astimezone(owner.zone), now.astimezone(owner.zone).date()
    near = {today: "today", today + timedelta(days=1): "tomorrow"}.get(local.date(), "")
    if whole_day:
        return f"{near}, {day(local)}" if near else day(local)
    return f"{local:%H:%M} {near}, {day(local)}" if near else clock(moment, owner)


def ahead(span: Span, owner: Owner, now: datetime) -> str:
    """When something to come is, on both clocks: "tomorrow, Tue 21 Apr 21:00-21:45 (for them 15:00-15:45, UTC-4)"."""
    day, today = span.start.astimezone(owner.zone).date(), now.astimezone(owner.zone).date()
    near = {today: "today, ", today + timedelta(days=1): "tomorrow, "}.get(day, "on ")
    return near + _both(span, owner)


def stretch(start: datetime, end: datetime, owner: Owner) -> str:
    """ "Tue 21 Apr 10:30-11:30", on the owner's clock."""
    local = start.astimezone(owner.zone)
    return f"{day(local)} {_clocks(local, end.astimezone(owner.zone))}"


def listed(moments: Sequence[datetime], owner: Owner) -> str:
    """ "Tue 21 Apr 10:00, Thu 23 Apr 14:00": the first few."""
    more = len(moments) - _LISTED
    return ", ".join([clock(one, owner) for one in moments[:_LISTED]]) + (f" and {more} more" if more > 0 else "")


def times(event: Event, owner: Owner, now: datetime) -> tuple[str, ...]:
    """The times still to come that a mail offers, and its deadline, a line each; on both clocks where they differ."""
    spans, deadline = to_come(event.reading.times, now), event.reading.deadline
    lines = [_both(span, owner) for span in spans[:_LISTED]]
    lines += [f"and {len(spans) - _LISTED} times more"] if len(spans) > _LISTED else []
    if isinstance(deadline, datetime) and _differs(deadline, owner):
        lines.append(f"Their deadline: {_both(Span(start=deadline), owner)}")
    return tuple(lines)


def _both(span: Span, owner: Owner) -> str:
    """ "Tue 21 Apr 21:00-21:45 (for them 15:00-15:45, UTC-4)"."""
    start, end = span.start.astimezone(owner.zone), (span.end or span.start).astimezone(owner.zone)
    mine = day(start) + f" {_clocks(start, end)}"
    if not _differs(span.start, owner):
        return mine
    offset = span.start.utcoffset()
    theirs = _clocks(span.start, (span.end or span.start).astimezone(span.start.tzinfo))
    other = f"{day(span.start)} " if span.start.date() != start.date() else ""
    return f"{mine} (for them {other}{theirs}, {_zone(offset or timedelta())})"


def _clocks(start: datetime, end: datetime) -> str:
    """ "15:00-15:45", or "15:00" where no end is stated; an end on another day says which."""
    if start == end:
        return f"{start:%H:%M}"
    return f"{start:%H:%M}-{end:%H:%M}" if start.date() == end.date() else f"{start:%H:%M} - {day(end)} {end:%H:%M}"


def _differs(moment: datetime, owner: Owner) -> bool:
    return moment.utcoffset() != moment.astimezone(owner.zone).utcoffset()


def _zone(offset: timedelta) -> str:
    """ "UTC-4", "UTC+5:30"."""
    minutes = round(offset / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")

"""Which held times a mail means that names half of one: "see you Friday", "Tuesday, same time?", "it is now at 3"."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from courtesy.cases.events import Event
from courtesy.cases.meant import speaks_of
from courtesy.cases.slot import Slot, is_one_of, near, same_round, sittings
from courtesy.cases.traits import SETS
from courtesy.reading.reading import Span

_WEEKS = [timedelta(weeks=number) for number in range(1, 9)]


def with_what_is_held(
    event: Event,
    live: list[Slot],
    beside: list[Slot],
    zone: ZoneInfo,
    wished: Collection[date],
    asked: Collection[datetime],
) -> Event:
    """The event with its times in full, where it names half of them and the `live` slots of its application have the
    rest; where it has none, those `beside` it in the thread.

    `zone` is the owner's, `wished` the days and `asked` the times that he asked for.
    """
    event = at_the_agreed_hour(on_held_days(event, live), live, zone, wished)
    return on_an_offered_day(on_the_held_day(event, live or beside, asked, zone), live, zone)


def on_held_days(event: Event, held: Iterable[Slot]) -> Event:
    """The event with each time at the held one that its weekday and hour mean, be that in a later week.

    "See you Friday at ten" is the Friday that was agreed, also where another Friday comes before it.
    """
    reading, slots = event.reading, [slot for slot in held if same_round(slot, event)]
    if not reading.by_weekday or reading.calendar or reading.kind == "reschedule":
        return event
    times = tuple(_held(span, slots) for span in reading.times)
    return event if times == reading.times else replace(event, reading=replace(reading, times=times))


def _held(span: Span, slots: list[Slot]) -> Span:
    if any(is_one_of(slot, [span]) for slot in slots):
        return span
    for week in _WEEKS:
        start = span.start + week  # by the clock on the wall, whatever clocks are changed between
        if any(near(slot.start, [start]) for slot in slots):
            return Span(start=start, end=span.end + week if span.end else None)
    return span


def at_the_agreed_hour(event: Event, live: Iterable[Slot], zone: ZoneInfo, wished: Collection[date]) -> Event:
    """The event with a time where it names but another day for the one interview that is held: "Thursday, same time?"

    A day of `wished`, which the owner asked for, needs no such word: "Sunday then". Days of a hold are as in `zone`.
    """
    reading, live = event.reading, list(live)
    held = [slot for slot in live if slot.firm] or live
    if reading.kind not in SETS or reading.times or reading.windows or reading.calendar or len(held) != 1:
        return event
    there, today = held[0].start.astimezone(zone).date(), event.at.astimezone(zone).date()
    weekdays = {day.weekday() for day in reading.days if reading.by_weekday}
    named = set(reading.days if reading.same_hour else ())
    named |= {day for day in wished if day in reading.days or day.weekday() in weekdays}
    if len(days := [day for day in named if day > today and day != there]) != 1:
        return event
    start = datetime.combine(days[0], (held[0].stated or held[0].start.astimezone(zone)).timetz())
    time = Span(start=start, end=start + held[0].length if held[0].length else None)
    return replace(event, reading=replace(reading, times=(time,)))


def on_the_held_day(event: Event, live: Iterable[Slot], asked: Collection[datetime], zone: ZoneInfo) -> Event:
    """The event with the hours that it names without a day on the day of the interview that it speaks of.

    "3 it is" is the one of several times at that hour, or of those `asked` for; "could we do 11 rather than 10?" moves
    the one at ten, and what names but a new hour the only one there is. The clock is that on which it was agreed; days
    are as in `zone`.
    """
    reading, slots = event.reading, [slot for slot in live if same_round(slot, event)]
    if not reading.hours or reading.kind not in SETS or reading.days or reading.windows or reading.calendar:
        return event
    there = [slot for slot in slots if any(_is_at(slot, hour, zone) for hour in reading.hours)]
    if reading.kind == "confirm":
        again = [_told(slot, zone) for slot in there]
        again += [one for one in asked if one > event.at and one.astimezone(zone).time() in reading.hours and not there]
        if again:
            said = (Span(start=again[0]),)
            return replace(event, reading=replace(reading, times=said)) if len(again) == 1 else event
    held = sittings([slot for slot in slots if slot.firm] or slots)
    if len(held) > 1:
        held = [sitting for sitting in held if any(slot in there for slot in sitting)] or [
            sitting for sitting in held if any(speaks_of(slot, event) for slot in sitting)
        ]
    if len(held) != 1 or len(held[0]) != 1:
        return event
    slot = held[0][0]
    times = [_on_day_of(slot, hour, zone) for hour in reading.hours if not _is_at(slot, hour, zone)]
    if any(start <= event.at for start in times) or (reading.kind == "invite" and not times):
        return event
    spans = tuple(Span(start=start) for start in times or [_told(slot, zone)])
    old = (Span(start=_told(slot, zone)),) if times and reading.kind == "reschedule" else ()
    return replace(event, reading=replace(reading, times=spans, old_times=old))


def on_an_offered_day(event: Event, live: Iterable[Slot], zone: ZoneInfo) -> Event:
    """The event with the one time that was offered on the day that it names: "Ana can only do Tuesday"."""
    reading, offered = event.reading, [slot for slot in live if not slot.firm]
    if reading.kind != "reschedule" or reading.times or reading.windows or len(offered) < 2:
        return event
    there = on_days(offered, event, zone)
    return (
        replace(event, reading=replace(reading, times=(Span(start=_told(there[0], zone)),)))
        if len(there) == 1
        else event
    )


def at_the_offered_hour(event: Event, offered: Iterable[Slot], within: Iterable[Span], zone: ZoneInfo) -> Event:
    """The owner's mail with an hour that he names without a day at the one time that was `offered` then; else on the
    one day of what was offered, or of the stretches `within` which he was to choose a time."""
    reading = event.reading
    if len(reading.hours) != 1 or reading.days:
        return event
    hour = reading.hours[0]
    offered = list(offered)
    starts = [_told(slot, zone) for slot in offered if _is_at(slot, hour, zone)]
    if not starts and len({_told(slot, zone).date() for slot in offered}) == 1:
        starts = [start for start in [_on_day_of(offered[0], hour, zone)] if start > event.at]
    if not starts:
        days = [(span, datetime.combine(span.start, hour, hour.tzinfo or span.start.tzinfo)) for span in within]
        starts = [start for span, start in days if span.end and span.start <= start < span.end]
    return replace(event, reading=replace(reading, times=(Span(start=starts[0]),))) if len(starts) == 1 else event


def _told(slot: Slot, zone: ZoneInfo) -> datetime:
    """When it is on the clock on which it was agreed."""
    return slot.start.astimezone(slot.stated.tzinfo if slot.stated else zone)


def _on_day_of(slot: Slot, hour: time, zone: ZoneInfo) -> datetime:
    there = _told(slot, zone)
    return datetime.combine(there, hour, hour.tzinfo or there.tzinfo)


def _is_at(slot: Slot, hour: time, zone: ZoneInfo) -> bool:
    """Whether the slot is at that hour, on the stated clock, else on that on which it was agreed or on the owner's."""
    if hour.tzinfo is not None:
        return near(slot.start, [_on_day_of(slot, hour, zone)])
    return any(one.time() == hour for one in (_told(slot, zone), slot.start.astimezone(zone)))


def offered_at(slot: Slot, span: Span) -> bool:
    """Whether a time that the owner names is the slot's, on his own clock or on that of those who offered it."""
    theirs = slot.stated is not None and slot.stated.replace(tzinfo=None) == span.start.replace(tzinfo=None)
    return theirs or is_one_of(slot, [span])


def by_one_clock(slots: Iterable[Slot], zone: ZoneInfo) -> bool:
    """Whether all times that were named, if any, are on a clock that shows the same as the owner's."""
    starts = [slot.stated for slot in slots if slot.stated is not None]
    return all(start.utcoffset() == start.astimezone(zone).utcoffset() for start in starts)


def on_days(slots: Iterable[Slot], event: Event, zone: ZoneInfo) -> list[Slot]:
    """Those of `slots` that fall on a day which the event names without an hour, as the days are in `zone`."""
    slots = list(slots)
    there = moments_on_days((slot.start for slot in slots), event, zone)
    return [slot for slot in slots if slot.start in there]


def moments_on_days(moments: Iterable[datetime], event: Event, zone: ZoneInfo) -> list[datetime]:
    """Those of `moments` that fall on a day which the event names without an hour, as the days are in `zone`."""
    days = set(event.reading.days)
    dated = [(moment, moment.astimezone(zone).date()) for moment in moments]
    exact = [moment for moment, day in dated if day in days]
    if exact or not event.reading.by_weekday:
        return exact
    weekdays = {day.weekday() for day in days}
    return [moment for moment, day in dated if day.weekday() in weekdays]

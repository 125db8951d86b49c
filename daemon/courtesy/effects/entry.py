"""A hold as a calendar entry (RFC 5545), in our own words, and how to tell whether the owner has changed it since.

A tentative hold is OPAQUE too: a time that was offered is not free until it is taken back.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Component, Event

from courtesy.cases.actions import Hold
from courtesy.effects import words

DIGEST = "X-COURTESY-DIGEST"
_MARKS = {"UID", "DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED", "ACKNOWLEDGED"}  # say when, not what


def entry(hold: Hold, *, reminders: tuple[timedelta, ...], now: datetime, sequence: int | None = None) -> Calendar:
    """A calendar object with one VEVENT and no METHOD: it is stored, not sent (RFC 5545, 3.7.2).

    `reminders` are times before the start; only a confirmed hold has any. `now` becomes DTSTAMP, and
    `sequence` SEQUENCE where it is not the hold's own.
    """
    event = Event()
    event.add("uid", hold.uid)
    event.add("summary", words.plain(hold.summary, 200))
    event.add("description", words.plain_lines(hold.notes))
    event.add("location", words.plain(hold.place, 60))
    event.add("categories", ["Interview"])
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    for name in ("description", "location"):
        if not str(event[name]):
            del event[name]
    _set_facts(event, hold, sequence=hold.sequence if sequence is None else sequence, now=now)
    for before in reminders if hold.status == "confirmed" else ():
        event.add_component(_alarm(before, str(event["summary"])))
    event.add(DIGEST, digest(event))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Courtesy//Courtesy//EN")
    calendar.add_component(event)
    return calendar


def corrected(calendar: Calendar, hold: Hold, *, now: datetime) -> Calendar:
    """`calendar`, which the owner has edited, with our times and status; the owner's words and alarms stay.

    The digest stays as it was and goes on not matching: the entry remains known as edited.
    """
    event = event_of(calendar)
    _set_facts(event, hold, sequence=sequence_after(event, hold), now=now)
    event.pop("duration", None)  # it excludes DTEND (RFC 5545, 3.6.1)
    return calendar


def sequence_after(event: Event, hold: Hold) -> int:
    """The SEQUENCE of a change of `event` to `hold`: it only ever rises (RFC 5545, 3.8.7.4), whoever raised it last."""
    last = event.get("sequence", 0)
    return max(hold.sequence, last + 1) if isinstance(last, int) else hold.sequence


def digest(event: Event) -> str:
    """A hash of what the entry says, its alarms included.

    It is taken of values, not of bytes, because programs that pass a file on fold and order lines anew, and
    leave their own marks in it.
    """
    components = [event, *event.walk("VALARM")]
    said = ["\0".join(sorted(_said(component))) for component in components]
    return hashlib.sha256("\0\0".join(said).encode()).hexdigest()[:32]


def untouched(event: Event) -> bool:
    """Whether the entry still says what we wrote."""
    return str(event.get(DIGEST, "")) == digest(event)


def event_of(calendar: Calendar) -> Event:
    """The one VEVENT of an entry of ours; ValueError when there is none."""
    for component in calendar.walk("VEVENT"):
        if isinstance(component, Event):
            return component
    raise ValueError("no VEVENT")


def _set_facts(event: Event, hold: Hold, *, sequence: int, now: datetime) -> None:
    facts = {
        "dtstamp": now.astimezone(UTC).replace(microsecond=0),
        "dtstart": hold.start.astimezone(UTC),
        "dtend": hold.end.astimezone(UTC),
        "status": hold.status.upper(),
        "sequence": sequence,
    }
    for name, value in facts.items():
        event.pop(name, None)
        event.add(name, value)


def _alarm(before: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -before)
    return alarm


def _said(component: Component) -> Iterator[str]:
    for name, values in component.items():
        if name not in _MARKS and not name.startswith("X-"):
            for value in values if isinstance(values, list) else [values]:
                yield f"{name}={_value(value)}"


def _value(value: Any) -> str:
    when = getattr(value, "dt", None)
    if isinstance(when, datetime):
        return when.astimezone(UTC).isoformat()
    written = value.to_ical()
    return written.decode("utf-8", "replace") if isinstance(written, bytes) else str(written)

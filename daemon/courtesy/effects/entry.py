"""A hold as a calendar entry (RFC 5545), in our own words, and how to tell whether the owner has changed it since.

A tentative hold is OPAQUE too: a time that was offered is not free until it is taken back.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Component, Event, vDDDTypes

from courtesy.cases.actions import Hold
from courtesy.effects import edits, words
from courtesy.effects.links import Links, no_links
from courtesy.mail.plain import one_line

_FACTS = ("DTSTART", "DTEND", "STATUS")  # when and whether it takes place: ours to say whenever that changes
_WORDS = ("SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "CLASS", "TRANSP", "URL")
_ALARMS = "VALARM"  # all alarms together count as one property
_MARKS = {"UID", "ACKNOWLEDGED"}  # what programs put into alarms for themselves


def entry(hold: Hold, *, reminders: tuple[timedelta, ...], now: datetime, links: Links = no_links) -> Calendar:
    """A calendar object with one VEVENT and no METHOD: it is stored, not sent (RFC 5545, 3.7.2).

    `reminders` are times before the start; only a confirmed hold has any. `now` becomes DTSTAMP; the first
    of `links` to the mail becomes URL.
    """
    event = Event()
    event.add("uid", hold.uid)
    event.add("summary", one_line(hold.summary, 200))
    event.add("description", words.plain_lines(hold.notes))
    event.add("location", words.location(hold))
    event.add("categories", ["Interview"])
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    for link in links(hold.message_id)[:1]:
        event.add("url", link.url)
    for name in ("description", "location"):
        if not str(event[name]):
            del event[name]
    event.add("dtstart", hold.start.astimezone(UTC))
    event.add("dtend", hold.end.astimezone(UTC))
    event.add("status", hold.status.upper())
    for before in reminders if hold.status == "confirmed" else ():
        event.add_component(_alarm(before, str(event["summary"])))
    _sign(event, _digests(event), sequence=hold.sequence, now=now)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Courtesy//Courtesy//EN")
    calendar.add_component(event)
    return calendar


def corrected(
    calendar: Calendar,
    hold: Hold,
    *,
    reminders: tuple[timedelta, ...],
    now: datetime,
    has_changed: bool,
    links: Links = no_links,
) -> Calendar | None:
    """`calendar`, an entry of ours, brought up to date with `hold`; None when it is right as it is.

    A property that still says what we wrote last is replaced. One that the owner has changed, added or taken
    away stays so, and so does whatever else a calendar program has put in; but when the time or the status of
    the hold have changed, these are set in any case: `has_changed` says so where the entry does not tell.
    """
    event, fresh = event_of(calendar), event_of(entry(hold, reminders=reminders, now=now, links=links))
    due = edits.correction(
        wrote=edits.from_text(str(event.get(edits.MARK, ""))),
        says=_digests(event),
        wanted=_digests(fresh),
        facts=_FACTS,
        others=(*_WORDS, _ALARMS),
        has_changed=has_changed,
    )
    if due is None:
        return None
    for name in due.names:
        _take_over(event, fresh, name)
    _sign(event, due.mark, sequence=_sequence_after(event, hold), now=now)
    return calendar


def _take_over(event: Event, fresh: Event, name: str) -> None:
    """Let `event` say of one property what `fresh` says, or nothing like it."""
    if name == _ALARMS:
        others = [part for part in event.subcomponents if part.name != _ALARMS]
        event.subcomponents = [*others, *fresh.walk(_ALARMS)]
        return
    event.pop(name, None)
    if name in fresh:
        event[name] = fresh[name]
    if name == "DTEND":
        event.pop("DURATION", None)  # they exclude each other (RFC 5545, 3.6.1)


def _sequence_after(event: Event, hold: Hold) -> int:
    """The SEQUENCE of a change of `event` to `hold`: it only ever rises (RFC 5545, 3.8.7.4), whoever raised it last."""
    last = event.get("sequence", 0)
    return max(hold.sequence, last + 1) if isinstance(last, int) else hold.sequence


def _sign(event: Event, digests: edits.Digests, *, sequence: int, now: datetime) -> None:
    """Note in the entry what we wrote, as which version, and when."""
    marks = {
        "dtstamp": now.astimezone(UTC).replace(microsecond=0),
        "sequence": sequence,
        edits.MARK: edits.as_text(digests),
    }
    for name, value in marks.items():
        event.pop(name, None)
        event.add(name, value)


def _digests(event: Event) -> dict[str, str]:
    """A short hash of each property that may be ours, where it is there.

    It is taken of values, not of bytes, because programs that pass a file on fold and order lines anew.
    """
    found = {name: _values(event[name]) for name in (*_FACTS, *_WORDS) if name in event}
    alarms = [f"{name}={_values(alarm[name])}" for alarm in event.walk(_ALARMS) for name in _telling(alarm)]
    if alarms:
        found[_ALARMS] = "\0".join(alarms)
    return {name: edits.digest(said) for name, said in found.items()}


def _telling(alarm: Component) -> list[str]:
    return sorted(name for name in alarm if name not in _MARKS and not name.startswith("X-"))


def event_of(calendar: Calendar) -> Event:
    """The one VEVENT of an entry of ours; ValueError when there is none."""
    for component in calendar.walk("VEVENT"):
        if isinstance(component, Event):
            return component
    raise ValueError("no VEVENT")


def _alarm(before: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -before)
    return alarm


def _values(values: Any) -> str:
    return "\0".join(sorted(_value(value) for value in (values if isinstance(values, list) else [values])))


def _value(value: Any) -> str:
    when = value.dt if isinstance(value, vDDDTypes) else None  # what cannot be parsed is a vBroken
    if isinstance(when, datetime):
        return when.astimezone(UTC).isoformat()
    written = value.to_ical()
    return written.decode("utf-8", "replace") if isinstance(written, bytes) else str(written)

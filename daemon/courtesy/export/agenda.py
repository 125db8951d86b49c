"""Interviews as one calendar (RFC 5545), past ones and proposed ones included."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar

from courtesy.cases.actions import Hold
from courtesy.effects.edits import MARK
from courtesy.effects.entry import entry, event_of


def as_ics(holds: Iterable[Hold], now: datetime) -> str:
    """The calendar; the UIDs are those of the calendar that the program keeps, so that nothing is there twice."""
    whole = Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", "-//Courtesy//Courtesy//EN")
    for hold in sorted(holds, key=lambda hold: hold.start):
        event = event_of(entry(hold, reminders=(), now=now))
        del event[MARK]
        whole.add_component(event)
    return bytes(whole.to_ical()).decode("utf-8")

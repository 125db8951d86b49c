"""A calendar at the loopback Google as `test_calendars.py` sees every calendar: by entries of RFC 5545."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from icalendar import Alarm, Calendar, Event
from tests.servers.google import Google
from tests.servers.google_calendar import CalendarPeer

from courtesy.effects import Effect
from courtesy.effects.entry import event_of
from courtesy.effects.google_calendar import GoogleCalendar
from courtesy.effects.google_event import moment
from courtesy.google.account import Account
from courtesy.google.scopes import FREE_OR_BUSY, OWN_CALENDAR

SCOPES = (OWN_CALENDAR, FREE_OR_BUSY)


class AtGoogle:
    """The calendar "Interviews" of the peer in `google`, kept by `effect`."""

    def __init__(self, google: Google, folder: Path) -> None:
        self.google = google
        self.peer = CalendarPeer()
        google.calendar = self.peer
        self.account: Account = google.account(folder, *SCOPES)
        self.memory = folder / "google.json"
        self.effect: Effect = self.again()

    def again(self) -> GoogleCalendar:
        return GoogleCalendar(self.account, "Interviews", name="calendar", memory=self.memory)

    def entries(self) -> list[bytes]:
        return [_as_entry(event).to_ical() for event in self.peer.live()]

    def write(self, content: bytes) -> None:
        """Replace title and reminders of the one entry there is."""
        (event,) = self.peer.live()
        said = event_of(Calendar.from_ical(content))
        minutes = [int(-alarm["TRIGGER"].dt.total_seconds() // 60) for alarm in said.walk("VALARM")]
        overrides = [{"method": "popup", "minutes": before} for before in minutes]
        self.peer.edit(event, summary=str(said["SUMMARY"]), reminders={"useDefault": False, "overrides": overrides})

    def delete(self) -> None:
        (event,) = self.peer.live()
        self.peer.edit(event, status="cancelled")


def _as_entry(told: dict[str, Any]) -> Calendar:
    event = Event()
    event.add("uid", told["iCalUID"])
    event.add("summary", told["summary"])
    for name in ("location", "description"):
        event.add(name, told.get(name, ""))
    event.add("dtstart", moment(told["start"]))
    event.add("dtend", moment(told["end"]))
    event.add("status", told["status"].upper())
    event.add("sequence", told["sequence"])
    event.add("x-etag", told["etag"])
    for reminder in told.get("reminders", {}).get("overrides", ()):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -timedelta(minutes=reminder["minutes"]))
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add_component(event)
    return calendar

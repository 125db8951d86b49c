"""The part of the loopback Google that keeps calendars (Calendar API, version 3), and what the owner does in them.

Its answers follow the API's documentation and what users of its clients report; they were never compared with a live
account. What an answer leaves out there is left out here: what has its default value, and lists without entries.
"""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from tests.servers.google_problem import Problem

Json = dict[str, Any]

_EVENTS = re.compile(r"/calendar/v3/calendars/([^/]+)/events(?:/([^/]+))?")
_CALENDARS = re.compile(r"/calendar/v3/calendars(?:/([^/]+))?")
_DEFAULTS = {"transparency": "opaque", "visibility": "default", "location": "", "description": ""}
_OF_OTHERS = {"kind", "id", "etag", "status", "start", "end", "iCalUID"}
_PRIMARY = "ada@gmail.com"


@dataclass
class Calendar:
    """One calendar; `made_here` says that it was made through the API."""

    id: str
    summary: str
    description: str = ""
    made_here: bool = False
    events: dict[str, Json] = field(default_factory=dict)

    def live(self) -> list[Json]:
        """Its events but the deleted ones, as they are stored."""
        return [event for event in self.events.values() if event["status"] != "cancelled"]


@dataclass
class CalendarPeer:
    """`told` has what Google would have written to others: method and event id. Of the events of calendars that we
    did not make we see no more than when they are, by which UIDs; and with `sees_others` False, nothing."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
    sees_others: bool = True
    keeps_details: bool = True  # of deleted events; Google promises no more than their ids
    told: list[tuple[str, str]] = field(default_factory=list)
    calendars: dict[str, Calendar] = field(default_factory=lambda: {_PRIMARY: Calendar(id=_PRIMARY, summary="Ada")})
    _changes: int = 0

    def answer(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> tuple[int, Any]:
        """See `Peer` in google.py."""
        if found := _EVENTS.fullmatch(path):
            calendar = self._calendar(unquote(found[1]))
            if method != "GET" and not calendar.made_here:
                raise Problem(403, "insufficientPermissions", "Insufficient Permission")
            if method == "GET" and not calendar.made_here and not self.sees_others:
                raise Problem(403, "insufficientPermissions", "Insufficient Permission")
            return self._events(method, calendar, found[2], query, body, headers)
        if found := _CALENDARS.fullmatch(path):
            return self._whole(method, found[1], body)
        if (method, path) == ("GET", "/calendar/v3/users/me/calendarList"):
            items = [_entry(calendar) for calendar in self.calendars.values()]
            return 200, {"kind": "calendar#calendarList", "items": items}
        if (method, path) == ("POST", "/calendar/v3/freeBusy"):
            return 200, self._free_or_busy(body)
        raise Problem(404, "notFound", "Not Found")

    # What the owner does, and a test looks at

    @property
    def primary(self) -> Calendar:
        return self.calendars[_PRIMARY]

    def own(self) -> list[Calendar]:
        """The calendars made through the API."""
        return [calendar for calendar in self.calendars.values() if calendar.made_here]

    def live(self) -> list[Json]:
        """The live events of all those."""
        return [event for calendar in self.own() for event in calendar.live()]

    def edit(self, event: Json, **changed: Any) -> None:
        """The owner changes an event, or with status="cancelled" deletes it; None takes a property away."""
        _merge(event, changed)
        self._touch(event, moved=not changed.keys().isdisjoint({"start", "end"}))
        if event["status"] == "cancelled" and not self.keeps_details:
            for name in event.keys() - {"id", "status", "etag"}:
                del event[name]

    def add(self, calendar: Calendar, id: str, start: datetime, end: datetime, **more: Any) -> Json:
        """An event that comes there without us."""
        times = {"start": {"dateTime": start.isoformat()}, "end": {"dateTime": end.isoformat()}}
        event = {"id": id, "iCalUID": f"{id}@google.com", "status": "confirmed", **times, **more}
        calendar.events[id] = event
        self._touch(event)
        return event

    # Requests

    def _calendar(self, id: str) -> Calendar:
        found = self.calendars.get(_PRIMARY if id == "primary" else id)
        if found is None:
            raise Problem(404, "notFound", "Not Found")
        return found

    def _whole(self, method: str, id: str | None, body: Any) -> tuple[int, Any]:
        if method == "POST" and id is None:
            new = f"c_{len(self.calendars):020x}@group.calendar.google.com"
            made = Calendar(id=new, summary=body["summary"], description=body.get("description", ""), made_here=True)
            self.calendars[new] = made
            return 200, _entry(made)
        calendar = self._calendar(unquote(id or ""))
        if method == "DELETE":
            del self.calendars[calendar.id]
            return 204, None
        return 200, _entry(calendar)

    def _events(
        self,
        method: str,
        calendar: Calendar,
        id: str | None,
        query: dict[str, list[str]],
        body: Any,
        headers: dict[str, str],
    ) -> tuple[int, Any]:
        if id is None:
            return 200, self._inserted(calendar, body, query) if method == "POST" else self._listed(calendar, query)
        event = calendar.events.get(id)
        if event is None:
            raise Problem(404, "notFound", "Not Found")
        if method == "GET":
            return 200, self._shown(event)
        if headers.get("if-match", event["etag"]) != event["etag"]:
            raise Problem(412, "conditionNotMet", "Precondition Failed")
        self._write_to_others(method, event, body, query)
        if method == "DELETE":
            if event["status"] == "cancelled":
                raise Problem(410, "deleted", "Resource has been deleted")
            self.edit(event, status="cancelled")
            return 204, None
        if event["status"] == "cancelled":
            raise Problem(403, "forbidden", "Forbidden")  # so the reports say; the documentation is silent
        merged = deepcopy(event)
        _merge(merged, body)
        _check_times(merged)
        _merge(event, body)
        self._touch(event, moved=not body.keys().isdisjoint({"start", "end"}))
        return 200, self._shown(event)

    def _inserted(self, calendar: Calendar, body: Json, query: dict[str, list[str]]) -> Json:
        id = str(body.get("id", f"made{self._changes:020d}"))
        if not re.fullmatch("[a-v0-9]{5,1024}", id) or ("id" in body and "iCalUID" in body):
            raise Problem(400, "invalid", "Invalid resource id value.")
        if id in calendar.events:
            raise Problem(409, "duplicate", "The requested identifier already exists.")
        _check_times(body)
        event = {"iCalUID": f"{id}@google.com", "status": "confirmed", **body, "id": id}
        calendar.events[id] = event
        self._write_to_others("POST", event, body, query)
        self._touch(event)
        return self._shown(event)

    def _listed(self, calendar: Calendar, query: dict[str, list[str]]) -> Json:
        found = list(calendar.events.values()) if query.get("showDeleted") == ["true"] else calendar.live()
        if uid := query.get("iCalUID"):
            found = [event for event in found if event.get("iCalUID") == uid[0]]
        for wanted in query.get("privateExtendedProperty", ()):
            name, _, value = wanted.partition("=")
            found = [e for e in found if e.get("extendedProperties", {}).get("private", {}).get(name) == value]
        shown = [self._shown(one) for one in found]
        if not calendar.made_here:
            shown = [{name: one[name] for name in one.keys() & _OF_OTHERS} for one in shown]
        return {"kind": "calendar#events", "timeZone": self.zone.key, "items": shown}

    def _free_or_busy(self, body: Json) -> Json:
        first, last = _instant(body["timeMin"]), _instant(body["timeMax"])
        if last - first > timedelta(days=90):
            raise Problem(400, "timeRangeTooLong", "The requested time range is too long.")
        told: Json = {}
        for id in (item["id"] for item in body["items"]):
            try:
                told[id] = {"busy": self._busy(self._calendar(id), first, last)}
            except Problem as problem:
                told[id] = {"errors": [{"domain": "global", "reason": problem.reason}], "busy": []}
        return {
            "kind": "calendar#freeBusy",
            "timeMin": body["timeMin"],
            "timeMax": body["timeMax"],
            "calendars": told,
        }

    def _busy(self, calendar: Calendar, first: datetime, last: datetime) -> list[Json]:
        blocking = [event for event in calendar.live() if event.get("transparency") != "transparent"]
        spans = sorted((self._when(event["start"]), self._when(event["end"])) for event in blocking)
        together: list[list[datetime]] = []
        for start, end in spans:
            if start < last and end > first:
                if together and start <= together[-1][1]:
                    together[-1][1] = max(together[-1][1], end)
                else:
                    together.append([max(start, first), end])
        return [{"start": _zulu(start), "end": _zulu(min(end, last))} for start, end in together]

    def _when(self, told: Json) -> datetime:
        """The moment of a "start" or "end"; a day begins in the zone of the calendar."""
        if "date" in told:
            return datetime.fromisoformat(told["date"]).replace(tzinfo=self.zone)
        return _instant(told["dateTime"])

    def _touch(self, event: Json, *, moved: bool = False) -> None:
        self._changes += 1
        event["etag"] = f'"{33 * self._changes}"'
        event["sequence"] = event.get("sequence", 0) + moved

    def _shown(self, event: Json) -> Json:
        """The event as Google tells it: times in the zone of the calendar, and nothing that goes without saying."""
        shown = {name: value for name, value in event.items() if value != _DEFAULTS.get(name, [])}
        for name in ("start", "end"):
            if "dateTime" in shown.get(name, {}):
                local = _instant(shown[name]["dateTime"]).astimezone(self.zone)
                shown[name] = {"dateTime": local.isoformat(), "timeZone": self.zone.key}
        if "reminders" in shown and not shown["reminders"].get("overrides"):
            shown["reminders"] = {"useDefault": shown["reminders"].get("useDefault", False)}
        return {"kind": "calendar#event", "eventType": "default", **shown}

    def _write_to_others(self, method: str, event: Json, body: Any, query: dict[str, list[str]]) -> None:
        """Google writes to attendees unless asked not to, and may write to some even so."""
        others = event.get("attendees") or (body or {}).get("attendees")
        if others and (method == "POST" or query.get("sendUpdates") != ["none"]):
            self.told.append((method, event["id"]))


def _entry(calendar: Calendar) -> Json:
    entry = {"kind": "calendar#calendar", "id": calendar.id, "summary": calendar.summary, "accessRole": "owner"}
    return {**entry, **({"description": calendar.description} if calendar.description else {})}


def _merge(into: Json, changed: Json) -> None:
    """RFC 7396: what is null goes, objects are merged, anything else is put in the place of what was."""
    for name, value in changed.items():
        if value is None:
            into.pop(name, None)
        elif isinstance(value, dict):
            inner = dict(into[name]) if isinstance(into.get(name), dict) else {}
            _merge(inner, value)
            into[name] = inner
        else:
            into[name] = value


def _check_times(event: Json) -> None:
    told = [{key for key in ("date", "dateTime") if (event.get(name) or {}).get(key)} for name in ("start", "end")]
    if told not in ([{"date"}] * 2, [{"dateTime"}] * 2):
        raise Problem(400, "invalid", "The start and end times must either both be date or both be dateTime.")
    if event["start"].get("dateTime") and _instant(event["end"]["dateTime"]) < _instant(event["start"]["dateTime"]):
        raise Problem(400, "timeRangeEmpty", "The specified time range is empty.")


def _instant(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC)


def _zulu(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

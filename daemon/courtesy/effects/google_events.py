"""The requests that the calendar of holds at Google needs: each made once, nobody told of it by Google.

The calendar is one of our own: with the scope calendar.app.created we may make it and keep its entries, but not touch
another. Of the owner's main calendar we see, with calendar.events.freebusy, when he is busy. No scope as
narrow shows which calendars there are: the id of ours is remembered, or given. One that is gone is made again, as on a
CalDAV server.
"""

from typing import Any

from courtesy.effects.google_event import HOLD, Event
from courtesy.effects.written import Written
from courtesy.errors import GiveUp, TryLater
from courtesy.google.account import Account
from courtesy.google.calls import Refused, call
from courtesy.google.scopes import FREE_OR_BUSY

_GONE = (404, 410)
_ID = "calendar"  # what its id is remembered by, among the entries
_SAID = "Kept by Courtesy: times of interviews, held until they are settled."


class Events:
    """The events of the calendar called `calendar`, or of that id.

    Every call raises TryLater or GiveUp; `whose` begins the line.
    """

    def __init__(self, account: Account, calendar: str, *, memory: Written, whose: str) -> None:
        self._account = account
        self._calendar = calendar
        self._memory = memory
        self._whose = whose
        self._api: Any = None
        self._part: Any = None

    @property
    def calendar_id(self) -> str | None:
        """The calendar's id, if it is known."""
        return self._calendar if "@" in self._calendar else self._memory.get(_ID)

    def get(self, id: str) -> Event | None:
        """The event, also a deleted one for as long as Google knows it; None when there is none."""
        try:
            return self.ask(self._its.get(calendarId=self._id(), eventId=id))
        except Refused as refused:
            self._unless(refused, *_GONE)
            return None

    def insert(self, event: Event) -> bool:
        """Make it; False when its id is used already, if only by a deleted one."""
        request = self._its.insert(calendarId=self._id(), body=event, sendUpdates="none")
        try:
            self.ask(request)
        except Refused as refused:
            if refused.status in _GONE:
                self._need_calendar()
            self._unless(refused, 409)
            return False
        return True

    def patch(self, id: str, changed: Event, etag: str) -> bool:
        """Change it; False when it is no longer as it was read."""
        request = self._its.patch(calendarId=self._id(), eventId=id, body=changed, sendUpdates="none")
        return self._if_match(request, etag)

    def delete(self, id: str, etag: str = "") -> bool:
        """Take it away; False when it is gone, or no longer as it was read with `etag`."""
        request = self._its.delete(calendarId=self._id(), eventId=id, sendUpdates="none")
        return self._if_match(request, etag)

    def of_hold(self, hold: str) -> list[Event]:
        """The events that stand for a hold, by the id of its first."""
        wanted = self._its.list(calendarId=self._id(), privateExtendedProperty=f"{HOLD}={hold}")
        return self._listed(wanted)

    def invitation(self, uid: str) -> list[Event]:
        """What the owner's main calendar has under the iCalendar UID of an invitation; [] where we may not look."""
        if FREE_OR_BUSY not in self._account.scopes:
            return []
        try:
            found = self._listed(self._its.list(calendarId="primary", iCalUID=uid))
        except GiveUp:  # he has not allowed it; anything else shows by the next request
            return []
        return [event for event in found if event.get("iCalUID", uid) == uid]

    def ask(self, request: Any) -> dict[str, Any]:
        """Make a request. Raises Refused too."""
        return call(request, self._whose)

    @property
    def api(self) -> Any:
        """The Calendar API as a googleapiclient Resource."""
        if self._api is None:
            self._api = self._account.calendar()
        return self._api

    @property
    def _its(self) -> Any:
        """The part of the API that events are asked with; it takes longer to make than to ask."""
        if self._part is None:
            self._part = self.api.events()
        return self._part

    def close(self) -> None:
        """Hang up."""
        if self._api is not None:
            self._api.close()
        self._api = self._part = None

    def _if_match(self, request: Any, etag: str) -> bool:
        """Whether it was done: not to what has changed meanwhile, or is gone."""
        if etag:
            request.headers["If-Match"] = etag
        try:
            self.ask(request)
        except Refused as refused:
            self._unless(refused, 412, *_GONE)
            return False
        return True

    def _listed(self, request: Any) -> list[Event]:
        try:
            items = self.ask(request).get("items") or []
        except Refused as refused:
            self._unless(refused, *_GONE)
            return []
        return [item for item in items if isinstance(item, dict)]

    def _unless(self, refused: Refused, *expected: int) -> None:
        if refused.status not in expected:
            raise GiveUp(f"{self._whose}: Google refuses the entry: {refused}") from refused

    def _id(self) -> str:
        """The calendar's id; the calendar is made when none is known."""
        known = self.calendar_id
        if known is None:
            known = self._made()
            self._memory.put(_ID, known)
        return known

    def _made(self) -> str:
        try:
            made = self.ask(self.api.calendars().insert(body={"summary": self._calendar, "description": _SAID}))
        except Refused as refused:
            raise GiveUp(f'{self._whose}: Google makes no calendar "{self._calendar}": {refused}') from refused
        return str(made["id"])

    def _need_calendar(self) -> None:
        """Raise TryLater if the calendar itself is gone, which is then made again; GiveUp if we were given its id."""
        try:
            self.ask(self.api.calendars().get(calendarId=self._id()))
        except Refused as refused:
            if refused.status not in _GONE:
                return
            if self._calendar == self.calendar_id:
                said = f"{self._whose}: Google knows no such calendar that Courtesy has made; correct calendar"
                raise GiveUp(said, key="calendar") from refused
            self._memory.drop(_ID)
            raise TryLater(f"{self._whose}: the calendar is gone; it will be made again") from refused

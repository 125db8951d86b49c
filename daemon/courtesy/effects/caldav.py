"""A calendar on a CalDAV server (RFC 4791), one resource a hold: Fastmail, iCloud, Nextcloud, Radicale and others.

At least once, and once in effect: the resource's name derives from the hold's uid, it is made only where there is
none (If-None-Match), and changed only as it was last read (If-Match). What the owner deletes, moves or rewrites is
respected as in a folder (see vdir.py); `memory` is the file that remembers what was last written.

A client of our own, because the well-known one puts another library in the place of urllib3 for the whole process.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.cases.actions import Action, Hold, Release
from courtesy.cases.busy import Busy
from courtesy.clock import now
from courtesy.effects.caldav_busy import entries
from courtesy.effects.caldav_calendar import find_calendar, is_calendar
from courtesy.effects.dav import Answer, Dav
from courtesy.effects.links import Links, no_links
from courtesy.effects.lookup import Lookup
from courtesy.effects.written import Written, entry_name, facts_of
from courtesy.errors import GiveUp, TryLater

if TYPE_CHECKING:  # icalendar takes 4 MB, which the service need not hold until there is an interview
    from icalendar import Calendar

_TRIES = 4  # how often an entry may change under our hands before we leave it for later
_GONE = (404, 410)
_CHANGED = (412, 409)  # or, where there is nothing yet, another resource bears this UID: the owner has moved it there


class CalDav:
    """An effect that keeps holds in the calendar called `calendar`, found or made on the server at `dav.url`.

    `reminders` are times before the start of a confirmed hold. `busy` are the names of the owner's own calendars,
    "*" all of them, and `asking` is the connection over which they are asked, which should be a hasty one;
    `links` lead to his mail.
    """

    def __init__(
        self,
        dav: Dav,
        calendar: str,
        *,
        name: str,
        memory: Path,
        reminders: tuple[timedelta, ...] = (timedelta(minutes=60),),
        busy: Sequence[str] = (),
        asking: Dav | None = None,
        lookup: Lookup | None = None,
        links: Links = no_links,
    ) -> None:
        self.name = name
        self._dav = dav
        self._calendar = calendar
        self._reminders = reminders
        self._written = Written(memory)
        self._url: str | None = None
        self._busy = busy
        self._asking = asking or dav
        self._lookup = lookup or Lookup(UTC)
        self._links = links

    def perform(self, action: Action) -> None:
        """Write or remove the entry of a hold. Raises TryLater or GiveUp."""
        if not isinstance(action, Hold | Release):
            return
        if self._url is None:
            self._url = find_calendar(self._dav, self._calendar, whose=self.name)
        name = entry_name(action.uid)
        try:
            if isinstance(action, Hold):
                self._hold(action, name, self._url + name)
            else:
                self._dav.request("DELETE", self._url + name)  # edited or not: that interview will not take place
                self._written.drop(name)
        except OSError as error:  # of the memory: what the server says comes as TryLater and GiveUp
            raise self._written.told(error, self.name) from error

    def busy(self, start: datetime, end: datetime) -> list[Busy] | None:
        """The owner's own appointments in his calendars that overlap [start, end); see Diary.

        Raises TryLater or GiveUp.
        """
        if not self._busy:
            return None
        objects = entries(self._asking, self._busy, start, end, whose=self.name)
        return None if objects is None else self._lookup.find(objects, start, end)

    def close(self) -> None:
        """Hang up."""
        self._dav.close()
        self._asking.close()

    def _hold(self, hold: Hold, name: str, url: str) -> None:
        is_known = self._written.get(name) == facts_of(hold)
        is_elsewhere = False
        for _ in range(_TRIES):
            found = self._dav.request("GET", url)
            is_missing = found.status in _GONE
            if is_missing and is_known:
                return  # the owner has deleted it
            if (is_missing and is_elsewhere) or self._put(hold, found, url, has_changed=not is_known):
                self._written.put(name, facts_of(hold))
                return
            is_elsewhere = is_missing
        raise TryLater(f"{self.name}: an entry changes whenever it is written; it will be tried again")

    def _put(self, hold: Hold, found: Answer, url: str, *, has_changed: bool) -> bool:
        """Write the entry; False when it has changed meanwhile, or lies under an address of the owner's."""
        wanted = self._wanted(hold, found, url, has_changed=has_changed)
        if wanted is None:
            return True
        is_new = found.status in _GONE
        condition = {"If_None_Match": "*"} if is_new else {"If_Match": found.etag} if found.etag else {}
        kind = "text/calendar; charset=utf-8"
        answer = self._dav.request("PUT", url, wanted.to_ical(sorted=False), Content_Type=kind, **condition)
        if answer.status in _GONE or (is_new and answer.status in _CHANGED):
            self._need_calendar()
        return answer.status not in (*_CHANGED, *_GONE)

    def _need_calendar(self) -> None:
        """Raise TryLater if the calendar itself is gone (RFC 4918, 9.7.1: 409), which is then looked for again."""
        if self._url is not None and not is_calendar(self._dav, self._url):
            self._url = None
            raise TryLater(f"{self.name}: the calendar is gone; it will be looked for again")

    def _wanted(self, hold: Hold, found: Answer, url: str, *, has_changed: bool) -> "Calendar | None":
        """What the entry should say now; None when it is right as it is."""
        from icalendar import Calendar

        from courtesy.effects.entry import corrected, entry, event_of

        if found.status in _GONE:
            return entry(hold, reminders=self._reminders, now=now(), links=self._links)
        try:
            calendar = Calendar.from_ical(found.content)
            event_of(calendar)
        except ValueError:
            raise GiveUp(f"{self.name}: {url} is no calendar entry and is left as it is; mend or delete it") from None
        return corrected(
            calendar, hold, reminders=self._reminders, now=now(), has_changed=has_changed, links=self._links
        )

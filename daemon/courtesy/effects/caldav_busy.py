"""The owner's own appointments on a CalDAV server (RFC 4791, 7.8), our own calendar aside.

Servers are asked for whole entries and not to expand what repeats: few do that well, and times without a zone are the
owner's and not the server's. So all calendars are read by the same rules, those of occurrences.py.
"""

import time
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from courtesy.effects.caldav_calendar import Found, own_calendars
from courtesy.effects.dav import CALDAV, Dav
from courtesy.effects.lookup import Unread
from courtesy.errors import GiveUp, TryLater

EVERY = "*"
SECONDS = 20.0  # for one question, over all calendars
_MOST = 30  # calendars
_QUERY = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>'
    '<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{start}" end="{end}"/>'
    "</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"
)


def _calendars(dav: Dav, wanted: Collection[str], whose: str) -> list[Found]:
    """The calendars to look into. Raises GiveUp when one that is wanted is not there."""
    own = own_calendars(dav, whose=whose)
    names = {one.name for one in own}
    if missing := [name for name in wanted if name not in (EVERY, *names)]:
        known = ", ".join(f'"{name}"' for name in sorted(names)) or "none"
        raise GiveUp(f'{whose}: there is no calendar "{missing[0]}"; set busy to some of: {known}')
    return [one for one in own if one.name in wanted or (EVERY in wanted and one.counts)][:_MOST]


def entries(
    dav: Dav, wanted: Collection[str], start: datetime, end: datetime, *, whose: str
) -> Iterator[Unread] | None:
    """What lies about [start, end) in the calendars called as `wanted`, or all that count for "*"; our own is none.

    None where there is no such calendar; each is asked when its turn comes. Raises TryLater, also where it takes too
    long, or GiveUp.
    """
    latest = time.monotonic() + SECONDS
    found = _calendars(dav, wanted, whose)
    objects = (one for calendar in found for one in _about(dav, calendar, start, end, latest=latest, whose=whose))
    return objects if found else None


def _about(dav: Dav, calendar: Found, start: datetime, end: datetime, *, latest: float, whose: str) -> Iterator[Unread]:
    if time.monotonic() > latest:
        raise TryLater(f"{whose}: the server takes too long")
    day = timedelta(days=1)  # a time without a zone may be meant a day away from where the server has it
    query = _QUERY.format(start=_written(start - day), end=_written(end + day))
    try:
        _, responses = dav.found("REPORT", calendar.url, 1, query) or ("", [])
    except GiveUp as error:
        if error.key:
            raise
        responses = []
        yield calendar.name, partial(_refused, error)  # one that may not be read is left out
    for response in responses:
        place = f"{calendar.name}: {(response.findtext('{DAV:}href') or '').rpartition('/')[2]}"
        data = response.findtext(f".//{CALDAV}calendar-data") or ""
        yield place, partial(data.encode, "utf-8", "replace")


def _refused(error: GiveUp) -> bytes:
    raise error


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"

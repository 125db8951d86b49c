"""Time zones as calendar parts name them: IANA, Windows, "(UTC+01:00) Berlin", or the sender's own rules."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import re2

from courtesy.reading.patterns import late
from courtesy.reading.windows_zones import windows_zone
from courtesy.reading.words import fold

_AREAS = "Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|Canada|Etc"
_IANA = late(rf"(?:^|/)((?:{_AREAS})(?:/[A-Za-z0-9_+-]{{1,40}}){{1,2}})$")
_OFFSET = late(r"^\(?(?:UTC|GMT)\s?([+-])(\d{1,2})(?::?(\d{2}))?\)?")
_UTC = frozenset(("utc", "gmt", "z", "etc/utc", "etc/gmt", "tzone://microsoft/utc", "(utc) coordinated universal time"))
_CITY_ROOTS = ("Europe", "America", "Asia", "Australia", "Africa", "Pacific", "Atlantic")
_AMERICAN = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "atlantic": "America/Halifax",
    "newfoundland": "America/St_Johns",
}
_CITIES = {
    "edinburgh": "Europe/London",
    "bern": "Europe/Zurich",
    "kyiv": "Europe/Kiev",
    "st. petersburg": "Europe/Moscow",
    "beijing": "Asia/Shanghai",
    "chennai": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "osaka": "Asia/Tokyo",
    "canberra": "Australia/Sydney",
    "abu dhabi": "Asia/Dubai",
    "wellington": "Pacific/Auckland",
    "brasilia": "America/Sao_Paulo",
    "pretoria": "Africa/Johannesburg",
    "islamabad": "Asia/Karachi",
}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = late(r"BYDAY=([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_BY_MONTH = late(r"BYMONTH=(\d{1,2})")


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo | None:
    """The zone that a TZID names, or None when the name says nothing to us."""
    name = name.strip().strip('"')[:200]
    if not name:
        return None
    if name.lower() in _UTC:
        return UTC
    path = _IANA.search(name)
    return _iana(path[1] if path else name) or _windows(name) or windows_zone(fold(name)) or _described(name)


def _iana(name: str) -> ZoneInfo | None:
    if not re2.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]{1,60}", name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _windows(name: str) -> ZoneInfo | None:
    """ "GMT Standard Time" is London, as Outlook and Exchange say it."""
    if not name.lower().endswith(" time"):
        return None
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # heavy, and most mails have no calendar part

    return _iana(WINDOWS_TO_OLSON.get(name) or WINDOWS_TO_OLSON.get(name.replace("Daylight", "Standard"), "-"))


def _described(name: str) -> tzinfo | None:
    """ "(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Pacific Time (US & Canada), Tijuana"."""
    match = _OFFSET.match(name)
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0)) if match else None
    if match and offset and match[1] == "-":
        offset = -offset
    places = name[match.end() :] if match else name
    for place in places.replace(" - ", ",").replace(";", ",").split(",")[:8]:
        found = _place(place.strip())
        if found and (offset is None or _standard_offset(found) == offset):
            return found
    if offset is None or abs(offset) > timedelta(hours=14):
        return None
    return timezone(offset) if not places.strip() else None


def _place(place: str) -> ZoneInfo | None:
    lower = place.lower()
    first = lower.split(" ")[0]
    if first in _AMERICAN and ("time" in lower or "canada" in lower or lower == first):
        return _iana(_AMERICAN[first])
    if lower in _CITIES:
        return _iana(_CITIES[lower])
    if not 2 < len(lower) < 30:
        return None
    city = place.title().replace(" ", "_")
    return next((found for root in _CITY_ROOTS if (found := _iana(f"{root}/{city}"))), None)


def _standard_offset(zone: ZoneInfo) -> timedelta | None:
    offsets = (datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 7))
    return min((offset for offset in offsets if offset is not None), default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Observance:
    """A STANDARD or DAYLIGHT part of a sender's own zone: from when in the year which offset holds."""

    since: str  # DTSTART as written, for order
    offset: timedelta
    month: int
    day: int
    week: int  # 1 the first weekday of the month, -1 the last; 0 for a fixed day
    weekday: int

    @classmethod
    def read(cls, start: str, offset: str, rule: str) -> "Observance | None":
        """From DTSTART, TZOFFSETTO and RRULE; None when they make no sense or the rule has ended."""
        when = re2.match(r"(\d{4})(\d{2})(\d{2})", start)
        to = re2.match(r"([+-])(\d{2})(\d{2})", offset)
        if not when or not to or int(to[2]) > 14 or not 1 <= int(when[2]) <= 12:
            return None
        length = timedelta(hours=int(to[2]), minutes=int(to[3]))
        day, month = _BY_DAY.search(rule.upper()), _BY_MONTH.search(rule)
        return cls(
            since=start[:8],
            offset=length if to[1] == "+" else -length,
            month=min(max(int(month[1]), 1), 12) if month else int(when[2]),
            day=min(max(int(when[3]), 1), 28),
            week=int(day[1] or 1) if day else 0,
            weekday=_WEEKDAYS.index(day[2]) if day else 0,
        )

    def begins(self, year: int) -> datetime:
        """The day in that year from which it holds."""
        if not self.week:
            return datetime(year, self.month, self.day)  # noqa: DTZ001
        if self.week > 0:
            first = datetime(year, self.month, 1)  # noqa: DTZ001
            return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (min(self.week, 4) - 1))
        last = datetime(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)  # noqa: DTZ001
        return last - timedelta(days=(last.weekday() - self.weekday) % 7)


def zone_of(observances: list[Observance], local: datetime) -> tzinfo | None:
    """The offset that the sender's own rules give to a local time, as a zone; None without rules."""
    before = sorted((one for one in observances if one.since <= f"{local:%Y%m%d}"), key=lambda one: one.since)
    current = {one.offset: one for one in before}
    if not current:
        return None
    begun = [(one.begins(year), one.offset) for one in current.values() for year in (local.year - 1, local.year)]
    past = [pair for pair in begun if pair[0] <= local]
    return timezone(max(past)[1]) if past else timezone(min(begun)[1])

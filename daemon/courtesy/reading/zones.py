"""Time zones as people write them: "BST", "Eastern", "UTC+2", "your time", read by who writes and to whom."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from courtesy.reading.patterns import late
from courtesy.reading.windows_zones import windows_zone

# An abbreviation may mean several zones; the first is taken unless sender or owner live in another of them.
# "EST" in July is still said for New York's clock, so abbreviations name the place and not the offset.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "gmt": ("UTC", "Europe/London"),
    "utc": ("UTC",),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "wet": ("Europe/Lisbon",),
    "west": ("Europe/Lisbon",),
    "cet": ("Europe/Berlin",),
    "cest": ("Europe/Berlin",),
    "mez": ("Europe/Berlin",),
    "mesz": ("Europe/Berlin",),
    "eet": ("Europe/Helsinki", "Europe/Athens", "Europe/Kyiv", "Europe/Bucharest"),
    "eest": ("Europe/Helsinki", "Europe/Athens", "Europe/Kyiv", "Europe/Bucharest"),
    "msk": ("Europe/Moscow",),
    "trt": ("Europe/Istanbul",),
    "et": ("America/New_York",),
    "est": ("America/New_York", "Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"),
    "edt": ("America/New_York",),
    "ct": ("America/Chicago", "America/Winnipeg"),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Winnipeg", "America/Regina", "America/Costa_Rica"),
    "cdt": ("America/Chicago", "America/Winnipeg"),
    "mt": ("America/Denver", "America/Edmonton"),
    "mst": ("America/Denver", "America/Phoenix", "America/Edmonton"),
    "mdt": ("America/Denver", "America/Edmonton"),
    "pt": ("America/Los_Angeles", "America/Vancouver"),
    "pst": ("America/Los_Angeles", "America/Vancouver", "Asia/Manila"),
    "pdt": ("America/Los_Angeles", "America/Vancouver"),
    "akst": ("America/Anchorage",),
    "akdt": ("America/Anchorage",),
    "hst": ("Pacific/Honolulu",),
    "ast": ("America/Halifax", "Asia/Riyadh"),
    "adt": ("America/Halifax",),
    "nst": ("America/St_Johns",),
    "ndt": ("America/St_Johns",),
    "brt": ("America/Sao_Paulo",),
    "art": ("America/Argentina/Buenos_Aires",),
    "clt": ("America/Santiago",),
    "cot": ("America/Bogota",),
    "wat": ("Africa/Lagos",),
    "cat": ("Africa/Harare",),
    "eat": ("Africa/Nairobi",),
    "sast": ("Africa/Johannesburg",),
    "gst": ("Asia/Dubai",),
    "pkt": ("Asia/Karachi",),
    "sgt": ("Asia/Singapore",),
    "hkt": ("Asia/Hong_Kong",),
    "pht": ("Asia/Manila",),
    "myt": ("Asia/Kuala_Lumpur",),
    "wib": ("Asia/Jakarta",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "aest": ("Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne", "Australia/Hobart"),
    "aedt": ("Australia/Sydney", "Australia/Melbourne", "Australia/Hobart"),
    "aet": ("Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne", "Australia/Hobart"),
    "acst": ("Australia/Adelaide", "Australia/Darwin"),
    "acdt": ("Australia/Adelaide",),
    "awst": ("Australia/Perth",),
    "nzst": ("Pacific/Auckland",),
    "nzdt": ("Pacific/Auckland",),
    "nzt": ("Pacific/Auckland",),
}
# Abbreviations that are also words: taken for zones only in capitals.
ALSO_WORDS = frozenset("et art cat wet eat est west mt ct pt met ast wat cot gst".split())
_LIKELY = (
    "Europe/London", "Europe/Berlin", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip

_OFFSET = late(r"^(?:utc|gmt|z)?\s?([+-])\s?([0-9]{1,2})(?::?([0-5][0-9]))?$")


@lru_cache(maxsize=256)
def iana(name: str) -> ZoneInfo | None:
    """The zone of an IANA name, whatever its capitals after folding; None when there is none."""
    parts = ["_".join(word.capitalize() for word in part.split("_")) for part in name.split("/")]
    try:
        return ZoneInfo("/".join(parts))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class Zones:
    """Resolves the zone words of one mail, by the sender's offset and the owner's zone."""

    def __init__(self, *, sent: datetime, owner: ZoneInfo, names: Mapping[str, str]) -> None:
        self.sent = sent
        self.owner = owner
        self._names = names

    @property
    def sender(self) -> tzinfo:
        """The owner's zone where the sender's clock agrees with it, else the likeliest one of the Date's offset.

        An offset is that of its day alone; a city that had it then knows of clock changes too.
        """
        for zone in (self.owner, *map(ZoneInfo, _LIKELY)):
            if self.sent.astimezone(zone).utcoffset() == self.sent.utcoffset():
                return zone
        return timezone(self.sent.utcoffset() or timedelta())

    def named(self, word: str) -> tzinfo | None:
        """The zone that `word` (folded) names, or None."""
        if shown := windows_zone(" ".join(word.split())):
            return shown
        word = " ".join(word.strip(" ()").split())
        if word in ABBREVIATIONS:
            return self._abbreviation(word)
        if found := _OFFSET.search(word):
            minutes = int(found.group(2)) * 60 + int(found.group(3) or 0)
            return timezone(timedelta(minutes=minutes if found.group(1) == "+" else -minutes)) if minutes < 900 else UTC
        target = self._names.get(word) or self._names.get(word.rpartition(" ")[0])
        if target in ("your", "ours"):
            return self.owner if target == "your" else self.sender
        return ZoneInfo(target) if target else iana(word)

    def _abbreviation(self, word: str) -> tzinfo:
        """The meaning that fits the owner's own zone, else the sender's offset, else the commonest."""
        candidates = ABBREVIATIONS[word]
        if self.owner.key in candidates:
            return self.owner
        for name in candidates:
            if self.sent.astimezone(ZoneInfo(name)).utcoffset() == self.sent.utcoffset():
                return UTC if name == "UTC" else ZoneInfo(name)
        for name in candidates:
            if self.sent.astimezone(ZoneInfo(name)).utcoffset() == self.sent.astimezone(self.owner).utcoffset():
                return ZoneInfo(name)
        return UTC if candidates[0] == "UTC" else ZoneInfo(candidates[0])


def month_first(zone: ZoneInfo) -> bool:
    """Whether people in `zone` write 3/4 for the fourth of March: the United States, the Philippines, Panama."""
    return zone.key in _MONTH_FIRST or zone.key.startswith(
        ("America/Indiana/", "America/Kentucky/", "America/North_Dakota/", "US/")
    )


_MONTH_FIRST = frozenset(
    {
        *(f"America/{city}" for city in (
            "New_York Chicago Denver Los_Angeles Phoenix Detroit Boise Anchorage Juneau Nome Sitka Adak Menominee "
            "Indianapolis Louisville Puerto_Rico Panama Toronto Vancouver Edmonton Winnipeg Halifax Regina".split())),
        "Pacific/Honolulu", "Pacific/Guam", "Asia/Manila", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT",
    }
)  # fmt: skip


def instant(day: date, hour: int, minute: int, zone: tzinfo) -> datetime:
    """The instant of a wall clock; one that a clock change skips moves on by the gap (RFC 5545, 3.3.5)."""
    naive = datetime.combine(day, time(hour, minute), tzinfo=zone)
    return naive.astimezone(UTC).astimezone(zone)

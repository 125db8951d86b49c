"""Time zones by the names that Windows shows: "(UTC-05:00) Eastern Time (US & Canada)", as Outlook and Bookings write.

The offset in such a name is that of winter, all year; the clock that is meant is the one on the wall of the places.
"""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from courtesy.reading.patterns import late

_NAMES = {  # offset in minutes to the names shown with it, folded, each with its zone in the IANA database
    -720: {"international date line west": "Etc/GMT+12"},
    -660: {"midway island, samoa": "Pacific/Pago_Pago"},
    -600: {"aleutian islands": "America/Adak", "hawaii": "Pacific/Honolulu"},
    -570: {"marquesas islands": "Pacific/Marquesas"},
    -540: {"alaska": "America/Anchorage"},
    -480: {
        "baja california": "America/Tijuana",
        "tijuana, baja california": "America/Tijuana",
        "pacific time": "America/Los_Angeles",
    },
    -420: {
        "arizona": "America/Phoenix",
        "chihuahua, la paz, mazatlan": "America/Mazatlan",
        "la paz, mazatlan": "America/Mazatlan",
        "mountain time": "America/Denver",
        "yukon": "America/Whitehorse",
    },
    -360: {
        "central america": "America/Guatemala",
        "central time": "America/Chicago",
        "easter island": "Pacific/Easter",
        "guadalajara, mexico city, monterrey": "America/Mexico_City",
        "saskatchewan": "America/Regina",
    },
    -300: {
        "bogota, lima, quito, rio branco": "America/Bogota",
        "chetumal": "America/Cancun",
        "eastern time": "America/New_York",
        "haiti": "America/Port-au-Prince",
        "havana": "America/Havana",
        "indiana (east)": "America/Indiana/Indianapolis",
        "turks and caicos": "America/Grand_Turk",
    },
    -240: {
        "asuncion": "America/Asuncion",
        "atlantic time": "America/Halifax",
        "caracas": "America/Caracas",
        "cuiaba": "America/Cuiaba",
        "georgetown, la paz, manaus, san juan": "America/La_Paz",
        "santiago": "America/Santiago",
    },
    -210: {"newfoundland": "America/St_Johns"},
    -180: {
        "araguaina": "America/Araguaina",
        "brasilia": "America/Sao_Paulo",
        "cayenne, fortaleza": "America/Cayenne",
        "city of buenos aires": "America/Argentina/Buenos_Aires",
        "buenos aires": "America/Argentina/Buenos_Aires",
        "greenland": "America/Nuuk",
        "montevideo": "America/Montevideo",
        "punta arenas": "America/Punta_Arenas",
        "saint pierre and miquelon": "America/Miquelon",
        "salvador": "America/Bahia",
    },
    -120: {
        "greenland": "America/Nuuk",
        "mid-atlantic - old": "Etc/GMT+2",
    },
    -60: {
        "azores": "Atlantic/Azores",
        "cabo verde is.": "Atlantic/Cape_Verde",
        "cape verde is.": "Atlantic/Cape_Verde",
    },
    0: {
        "coordinated universal time": "UTC",
        "casablanca": "Africa/Casablanca",
        "dublin, edinburgh, lisbon, london": "Europe/London",
        "monrovia, reykjavik": "Atlantic/Reykjavik",
        "sao tome": "Africa/Sao_Tome",
    },
    60: {
        "amsterdam, berlin, bern, rome, stockholm, vienna": "Europe/Berlin",
        "belgrade, bratislava, budapest, ljubljana, prague": "Europe/Budapest",
        "brussels, copenhagen, madrid, paris": "Europe/Paris",
        "casablanca": "Africa/Casablanca",
        "sarajevo, skopje, warsaw, zagreb": "Europe/Warsaw",
        "west central africa": "Africa/Lagos",
    },
    120: {
        "amman": "Asia/Amman",
        "athens, bucharest": "Europe/Bucharest",
        "athens, bucharest, istanbul": "Europe/Bucharest",
        "beirut": "Asia/Beirut",
        "cairo": "Africa/Cairo",
        "chisinau": "Europe/Chisinau",
        "damascus": "Asia/Damascus",
        "gaza, hebron": "Asia/Hebron",
        "harare, pretoria": "Africa/Johannesburg",
        "helsinki, kyiv, riga, sofia, tallinn, vilnius": "Europe/Kyiv",
        "helsinki, kiev, riga, sofia, tallinn, vilnius": "Europe/Kyiv",
        "jerusalem": "Asia/Jerusalem",
        "juba": "Africa/Juba",
        "kaliningrad": "Europe/Kaliningrad",
        "khartoum": "Africa/Khartoum",
        "tripoli": "Africa/Tripoli",
        "windhoek": "Africa/Windhoek",
    },
    180: {
        "amman": "Asia/Amman",
        "baghdad": "Asia/Baghdad",
        "damascus": "Asia/Damascus",
        "istanbul": "Europe/Istanbul",
        "kuwait, riyadh": "Asia/Riyadh",
        "minsk": "Europe/Minsk",
        "moscow, st. petersburg, volgograd": "Europe/Moscow",
        "moscow, st. petersburg": "Europe/Moscow",
        "nairobi": "Africa/Nairobi",
        "volgograd": "Europe/Volgograd",
    },
    210: {"tehran": "Asia/Tehran"},
    240: {
        "abu dhabi, muscat": "Asia/Dubai",
        "astrakhan, ulyanovsk": "Europe/Astrakhan",
        "baku": "Asia/Baku",
        "izhevsk, samara": "Europe/Samara",
        "port louis": "Indian/Mauritius",
        "saratov": "Europe/Saratov",
        "tbilisi": "Asia/Tbilisi",
        "yerevan": "Asia/Yerevan",
    },
    270: {"kabul": "Asia/Kabul"},
    300: {
        "ashgabat, tashkent": "Asia/Tashkent",
        "astana": "Asia/Almaty",
        "ekaterinburg": "Asia/Yekaterinburg",
        "islamabad, karachi": "Asia/Karachi",
        "qyzylorda": "Asia/Qyzylorda",
    },
    330: {"chennai, kolkata, mumbai, new delhi": "Asia/Kolkata", "sri jayawardenepura": "Asia/Colombo"},
    345: {"kathmandu": "Asia/Kathmandu"},
    360: {"astana": "Asia/Almaty", "bishkek": "Asia/Bishkek", "dhaka": "Asia/Dhaka", "omsk": "Asia/Omsk"},
    390: {"yangon (rangoon)": "Asia/Yangon"},
    420: {
        "bangkok, hanoi, jakarta": "Asia/Bangkok",
        "barnaul, gorno-altaysk": "Asia/Barnaul",
        "hovd": "Asia/Hovd",
        "krasnoyarsk": "Asia/Krasnoyarsk",
        "novosibirsk": "Asia/Novosibirsk",
        "tomsk": "Asia/Tomsk",
    },
    480: {
        "beijing, chongqing, hong kong, urumqi": "Asia/Shanghai",
        "irkutsk": "Asia/Irkutsk",
        "kuala lumpur, singapore": "Asia/Singapore",
        "perth": "Australia/Perth",
        "taipei": "Asia/Taipei",
        "ulaanbaatar": "Asia/Ulaanbaatar",
    },
    525: {"eucla": "Australia/Eucla"},
    540: {
        "chita": "Asia/Chita",
        "osaka, sapporo, tokyo": "Asia/Tokyo",
        "pyongyang": "Asia/Pyongyang",
        "seoul": "Asia/Seoul",
        "yakutsk": "Asia/Yakutsk",
    },
    570: {"adelaide": "Australia/Adelaide", "darwin": "Australia/Darwin"},
    600: {
        "brisbane": "Australia/Brisbane",
        "canberra, melbourne, sydney": "Australia/Sydney",
        "guam, port moresby": "Pacific/Port_Moresby",
        "hobart": "Australia/Hobart",
        "vladivostok": "Asia/Vladivostok",
    },
    630: {"lord howe island": "Australia/Lord_Howe"},
    660: {
        "bougainville island": "Pacific/Bougainville",
        "chokurdakh": "Asia/Srednekolymsk",
        "magadan": "Asia/Magadan",
        "norfolk island": "Pacific/Norfolk",
        "sakhalin": "Asia/Sakhalin",
        "solomon is., new caledonia": "Pacific/Guadalcanal",
    },
    720: {
        "anadyr, petropavlovsk-kamchatsky": "Asia/Kamchatka",
        "auckland, wellington": "Pacific/Auckland",
        "fiji": "Pacific/Fiji",
    },
    765: {"chatham islands": "Pacific/Chatham"},
    780: {
        "nuku'alofa": "Pacific/Tongatapu",
        "samoa": "Pacific/Apia",
    },
    840: {"kiritimati island": "Pacific/Kiritimati"},
}
_AMERICAN = {
    -480: "America/Los_Angeles",
    -420: "America/Denver",
    -360: "America/Chicago",
    -300: "America/New_York",
    -240: "America/Halifax",
}
_AMERICA = late(r"^[a-z' .]{2,30}\((?:[^()]{2,30} )?[ck]anad[a-z]{1,2}\)")
_OFFSET = late(r"\(?(?:utc|gmt) ?(?:([+-]) ?([0-9]{1,2})(?:[:.]?([0-5][0-9]))?)?\)? ?")
_NAMED = late(r"\((?:utc|gmt)[^()a-z]{0,12}\) ?[a-z]")
_PLACE = late(r"[a-z][a-z.' -]{1,40}(?:\((?:us|canada|east|rangoon)[^()]{0,12}\))?")
_AFTER = late(r"^, ?")
_LONGEST = 90  # characters of a name
_MOST = 7  # places of a name
_WORDS = 6  # of a place


def found_in(line: str) -> dict[int, int]:
    """Where such names begin and end in a folded line: those with the offset in front, in brackets."""
    if "(utc" not in line and "(gmt" not in line:
        return {}
    spans: dict[int, int] = {}
    for match in _NAMED.finditer(line):
        zone, end = _read(line[match.start() : match.start() + _LONGEST])
        if zone:
            spans[match.start()] = match.start() + end
    return spans


@cache
def windows_zone(name: str) -> ZoneInfo | None:
    """The zone of a name that Windows shows, folded; None for an offset alone, or where the places have another."""
    zone, _ = _read(name[:_LONGEST])
    if not zone:
        return None
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _read(text: str) -> tuple[str, int]:
    """The zone that `text` begins with, and where its name ends; in other languages some of its places are known."""
    lead = _OFFSET.match(text)
    if lead is None:
        return "", 0
    stated = int(lead.group(2) or 0) * 60 + int(lead.group(3) or 0)
    stated = -stated if lead.group(1) == "-" else stated
    america = _AMERICA.search(text[lead.end() :])
    if america and stated in _AMERICAN:
        return _AMERICAN[stated], lead.end() + america.end()  # "Eastern Zeit (USA & Kanada)"
    zone, end, at = "", 0, lead.end()
    for _ in range(_MOST):
        place = _PLACE.match(text, at)
        if place is None:
            break
        known, length = _of(place.group(), stated)
        zone, end = (zone or known, at + length) if known else (zone, end)
        comma = _AFTER.search(text[place.end() : place.end() + 2])
        if comma is None:
            break
        at = place.end() + comma.end()
    return zone, end


def _of(text: str, stated: int) -> tuple[str, int]:
    """The zone of the place that `text` begins with, where that offset is its winter's or its summer's; its length."""
    words = text.split(" ")
    for count in range(min(len(words), _WORDS), 0, -1):
        place = " ".join(words[:count])
        plain = place.partition(" (us")[0].partition(" (canada")[0].rstrip(" .-")
        for offset, zone in _places().get(plain, {}).items():
            if stated == offset or stated in _offsets(zone):
                return zone, len(place.rstrip(" .-"))
    return "", 0


@cache
def _places() -> dict[str, dict[int, str]]:
    """Each place to the zones it may stand for, by the offset that is shown."""
    found: dict[str, dict[int, str]] = {}
    named = [(offset, name, zone) for offset, names in _NAMES.items() for name, zone in names.items()]
    for offset, name, zone in named:
        found.setdefault(name.rstrip("."), {})[offset] = zone
    for offset, name, zone in named:
        for place in name.split(", "):
            found.setdefault(place.rstrip("."), {}).setdefault(offset, zone)
    return found


@cache
def _offsets(zone: str) -> frozenset[int]:
    """The offsets of a zone in the course of a year, in minutes."""
    days = (datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta() for month in (1, 7))
    return frozenset(int(offset.total_seconds()) // 60 for offset in days)

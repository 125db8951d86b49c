"""Time zones as they are written, by who writes and who reads."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading import windows_zones
from courtesy.reading.dates import find
from courtesy.reading.invite_zone import zone_named
from courtesy.reading.words import Words
from courtesy.reading.zones import Zones, month_first
from courtesy.shipped import shipped

WORDS = Words.load(shipped("rules/en/words.toml").read_text(encoding="utf-8"))
SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)
WINTER = datetime(2026, 12, 1, 12, tzinfo=UTC)


def offset(word, owner, sent=SUMMER):
    """The offset in hours of the zone that `word` names, on the day of sending."""
    zone = Zones(sent=sent, owner=ZoneInfo(owner), names=WORDS.zones).named(word)
    return zone and sent.astimezone(zone).utcoffset() / timedelta(hours=1)


@pytest.mark.parametrize(
    ("word", "owner", "hours"),
    [
        ("bst", "Europe/London", 1),
        ("ist", "Asia/Kolkata", 5.5),
        ("ist", "Europe/Dublin", 1),
        ("ist", "Asia/Jerusalem", 3),
        ("cst", "America/Chicago", -5),  # said in summer of a clock that shows daylight time
        ("cst", "Asia/Shanghai", 8),
        ("est", "America/New_York", -4),
        ("et", "Europe/Berlin", -4),
        ("aest", "Australia/Brisbane", 10),
        ("uk time", "Asia/Kolkata", 1),
        ("eastern", "Europe/London", -4),
        ("berlin time", "Europe/London", 2),
        ("your time", "Asia/Tokyo", 9),
        ("utc+2", "Europe/London", 2),
        ("gmt-5", "Europe/London", -5),
        ("gmt+05:30", "Europe/London", 5.5),
        ("+0530", "Europe/London", 5.5),
        ("america/sao_paulo", "Europe/London", -3),
    ],
)
def test_zone_words(word, owner, hours):
    assert offset(word, owner) == hours


def test_an_abbreviation_of_two_countries_follows_the_sender():
    from_israel = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Jerusalem"))
    assert offset("ist", "Europe/London", from_israel) == 3
    assert offset("nowhere time", "Europe/London") is None


def starts(text, zone, sent):
    found = find(newest=text, subject="", quoted="", sent=sent, zone=ZoneInfo(zone), kind="invite", words=WORDS)
    return [span.start.astimezone(UTC).strftime("%d %H:%M") for span in found.times]


def test_a_zone_said_once_holds_for_every_time():
    text = "All times are Eastern.\nMonday 6 July, 9am\nTuesday 7 July, 2pm"
    assert starts(text, "Europe/London", SUMMER) == ["06 13:00", "07 18:00"]


def test_without_a_zone_the_owners_clock_counts():
    assert starts("Monday 6 July at 9am?", "America/Denver", SUMMER) == ["06 15:00"]


def test_clock_changes():
    sent = datetime(2026, 10, 20, 9, tzinfo=ZoneInfo("Europe/London"))
    both = "Friday 23 October at 10:00 or Monday 26 October at 10:00?"
    assert starts(both, "Europe/London", sent) == ["23 09:00", "26 10:00"]
    spring = datetime(2026, 3, 20, 9, tzinfo=ZoneInfo("Europe/London"))
    assert starts("Sunday 29 March at 1:30am?", "Europe/London", spring) == ["29 01:30"]  # skipped: read as 2:30 am


@pytest.mark.parametrize(
    ("zone", "first"),
    [("America/New_York", True), ("Asia/Manila", True), ("Europe/Paris", False), ("America/Bogota", False)],
)
def test_month_first(zone, first):
    assert month_first(ZoneInfo(zone)) is first


SHOWN = [  # as Windows shows a zone, the owner's zone, the day of sending, and the hour that 14:00 is in UTC
    ("(UTC+10:00) Canberra, Melbourne, Sydney", "Australia/Melbourne", WINTER, "03:00"),  # their summer
    ("(UTC+10:00) Canberra, Melbourne, Sydney", "Australia/Melbourne", SUMMER, "04:00"),
    ("(UTC+10:00) Brisbane", "Europe/London", WINTER, "04:00"),  # which keeps its winter's clock
    ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London", SUMMER, "13:00"),
    ("(UTC+00:00) Monrovia, Reykjavik", "Europe/London", SUMMER, "14:00"),
    ("(UTC-05:00) Eastern Time (US & Canada)", "America/Chicago", SUMMER, "18:00"),
    ("(GMT-08:00) Pacific Time (US and Canada); Tijuana", "America/Chicago", SUMMER, "21:00"),
    ("(UTC-05:00) Eastern Zeit (USA & Kanada)", "Europe/Berlin", SUMMER, "18:00"),
    ("(UTC-05:00) Indiana (East)", "America/Chicago", SUMMER, "18:00"),
    ("(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "Europe/Berlin", SUMMER, "12:00"),
    ("(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris", "Europe/Paris", SUMMER, "12:00"),
    ("(UTC+01:00) Belgrade, Bratislava, Budapest", "Europe/London", SUMMER, "12:00"),
    ("(UTC+12:00) Auckland, Wellington", "Pacific/Auckland", WINTER, "01:00"),
    ("(UTC+09:30) Darwin", "Australia/Adelaide", WINTER, "04:30"),
    ("(UTC-04:00) La Paz", "Europe/London", SUMMER, "18:00"),
    ("(UTC+05:00)", "Europe/London", SUMMER, "09:00"),  # an offset alone is one
]


@pytest.mark.parametrize(("shown", "owner", "sent", "hour"), SHOWN)
def test_a_zone_as_windows_shows_it_is_the_clock_of_its_places(shown, owner, sent, hour):
    day = f"{sent + timedelta(days=7):%d %B %Y}"
    for text in (f"When: {day} 14:00-14:30 {shown}", f"Booked\n{day}\n14:00 - 14:30\n{shown}\nMs Oduya will ring."):
        assert [found[3:] for found in starts(text, owner, sent)] == [hour], text


def test_every_name_that_windows_shows_is_read():
    for offset, names in windows_zones._NAMES.items():
        for name, zone in names.items():
            shown = f"(utc{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}) {name}"
            assert windows_zones.windows_zone(shown) == ZoneInfo(zone)
            assert zone_named(shown.upper()) == ZoneInfo(zone)  # the TZID of a calendar part


def test_letters_of_a_zone_that_nobody_lives_in_are_a_word():
    london, denver = ZoneInfo("Europe/London"), ZoneInfo("America/Denver")
    for owner, hour in ((london, 6), (denver, 7)):  # a personal trainer; the clock of Los Angeles, an hour earlier
        sent = datetime(2027, 1, 10, 21, 15, tzinfo=london if owner == london else ZoneInfo("America/Los_Angeles"))
        text = "You asked about the PT / floor job. Come to a class and stay for a chat: Tuesday, 6am?"
        found = find(newest=text, subject="", quoted="", sent=sent, zone=owner, kind="invite", words=WORDS)
        assert [span.start.astimezone(owner).hour for span in found.times] == [hour]

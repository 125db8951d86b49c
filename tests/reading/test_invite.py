"""Calendar parts are read as they come: zones under any name, folded lines, and nothing that a sender can blow up."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.reading.invite import parse
from courtesy.reading.reading import CalendarEvent

LONDON = ZoneInfo("Europe/London")


def calendar(*lines: str, method: str = "REQUEST") -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", *lines, "END:VCALENDAR", ""))


def event(*lines: str) -> CalendarEvent:
    (found,) = parse((calendar("BEGIN:VEVENT", *lines, "END:VEVENT"),), zone=LONDON)
    return found


def start(line: str, *before: str) -> str:
    (found,) = parse((calendar(*before, "BEGIN:VEVENT", line, "END:VEVENT"),), zone=LONDON)
    assert found.span is not None
    return found.span.start.isoformat()


def test_an_invitation_as_calendars_send_it() -> None:
    found = event(
        "UID:abc@firm.example",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Europe/Berlin:20260310T100000",
        "DTEND;TZID=Europe/Berlin:20260310T104500",
        "SUMMARY:Interview\\, second round",
        "LOCATION:Teams\\; room 5",
        "DESCRIPTION:Dear Ada\\,\\nbring a \\\\ and",
        "  a pen.",
        'ORGANIZER;CN="Wells, Dana":MAILTO:Dana@Firm.example',
        "ATTENDEE;CN=Ada Lovelace;ROLE=REQ-PARTICIPANT:mailto:ada@mail.example",
        "ATTENDEE;CUTYPE=ROOM;CN=Room 5:mailto:room5@firm.example",
        "ATTENDEE:mailto:bo@firm.example",
        "BEGIN:VALARM",
        "DESCRIPTION:Reminder",
        "SUMMARY:Alarm",
        "END:VALARM",
    )
    assert found.span is not None
    assert found.span.end is not None
    assert found == CalendarEvent(
        method="REQUEST",
        uid="abc@firm.example",
        sequence=2,
        status="CONFIRMED",
        summary="Interview, second round",
        location="Teams; room 5",
        description="Dear Ada,\nbring a \\ and a pen.",
        organizer="dana@firm.example",
        organizer_name="Wells, Dana",
        attendees=("Ada Lovelace", "bo@firm.example"),
        span=found.span,
    )
    assert found.span.start.isoformat() == "2026-03-10T10:00:00+01:00"
    assert found.span.end - found.span.start == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("DTSTART:20260710T100000Z", "2026-07-10T11:00:00+01:00"),
        ("DTSTART:20260710T100000", "2026-07-10T10:00:00+01:00"),  # floating: the owner's zone
        ("DTSTART;TZID=America/New_York:20260710T100000", "2026-07-10T10:00:00-04:00"),
        ('DTSTART;TZID="GMT Standard Time":20260710T100000', "2026-07-10T10:00:00+01:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20260710T100000", "2026-07-10T10:00:00+02:00"),
        ("DTSTART;TZID=US/Pacific;VALUE=DATE-TIME:20260710T100000", "2026-07-10T10:00:00-07:00"),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20260710T100000", "2026-07-10T10:00:00+02:00"),
        ("DTSTART;TZID=/mozilla.org/20070129_1/America/New_York:20260710T100000", "2026-07-10T10:00:00-04:00"),
        ("DTSTART;TZID=/x.org/Tzfile/America/Argentina/Buenos_Aires:20260710T100000", "2026-07-10T10:00:00-03:00"),
        ('DTSTART;TZID="(UTC+00:00) Dublin, Edinburgh, Lisbon, London":20260710T100000', "2026-07-10T10:00:00+01:00"),
        ("DTSTART;TZID=(UTC-05:00) Eastern Time (US & Canada):20260710T100000", "2026-07-10T10:00:00-04:00"),
        ('DTSTART;TZID="(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi":20260710T100000', "2026-07-10T10:00:00+05:30"),
        ('DTSTART;TZID="Pacific Time (US & Canada), Tijuana":20260710T100000', "2026-07-10T10:00:00-07:00"),
        ("DTSTART;TZID=UTC+11:20260710T100000", "2026-07-10T10:00:00+11:00"),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20260710T100000", "2026-07-10T10:00:00+00:00"),
        ("DTSTART;TZID=Nowhere/Atlantis:20260710T100000", "2026-07-10T10:00:00+01:00"),
        ("DTSTART;TZID=../../etc/passwd:20260710T100000", "2026-07-10T10:00:00+01:00"),
        ("DTSTART:20260710T1000", "2026-07-10T10:00:00+01:00"),
    ],
)
def test_zones_by_whatever_name(line: str, expected: str) -> None:
    assert start(line) == expected


CUSTOM = (
    *("BEGIN:VTIMEZONE", "TZID:Customized Time Zone"),
    *("BEGIN:STANDARD", "DTSTART:16010101T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500"),
    *("RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "END:STANDARD"),
    *("BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400"),
    *("RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE"),
)


@pytest.mark.parametrize(
    ("day", "offset"), [("20260110", "-05:00"), ("20260710", "-04:00"), ("20261102", "-05:00"), ("20260307", "-05:00")]
)
def test_a_zone_of_the_senders_own_is_taken_at_its_word(day: str, offset: str) -> None:
    assert start(f"DTSTART;TZID=Customized Time Zone:{day}T100000", *CUSTOM).endswith(offset)


def test_a_length_stands_for_the_end_and_an_end_before_the_start_for_none() -> None:
    lasting = event("DTSTART:20260710T100000Z", "DURATION:PT1H30M").span
    assert lasting is not None
    assert lasting.end is not None
    assert lasting.end - lasting.start == timedelta(minutes=90)
    backwards = event("DTSTART:20260710T100000Z", "DTEND:20260710T090000Z").span
    assert backwards is not None
    assert backwards.end is None
    night = event("DTSTART;TZID=Europe/London:20260328T233000", "DURATION:PT3H").span  # the clocks change
    assert night is not None
    assert night.end == datetime(2026, 3, 29, 3, 30, tzinfo=LONDON)


@pytest.mark.parametrize(
    "line", ["DTSTART;VALUE=DATE:20260710", "DTSTART:20260710", "DTSTART:20261399T100000Z", "DTSTART:soon", "SUMMARY:x"]
)
def test_a_day_without_a_time_has_no_span(line: str) -> None:
    assert event(line).span is None


def test_methods_and_updates_are_told_apart_and_doubles_are_not() -> None:
    one = calendar("BEGIN:VEVENT", "UID:1", "SEQUENCE:1", "DTSTART:20260710T100000Z", "END:VEVENT")
    two = calendar("BEGIN:VEVENT", "UID:1", "SEQUENCE:2", "STATUS:CANCELLED", "END:VEVENT", method="CANCEL")
    found = parse((one, two, one), zone=LONDON)
    assert [(one.method, one.sequence, one.status) for one in found] == [("REQUEST", 1, ""), ("CANCEL", 2, "CANCELLED")]


def test_a_text_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    (found,) = parse(("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260710T100000Z\nSUMM",), zone=LONDON)
    assert (found.uid, found.method, found.summary) == ("1", "", "")


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_no_error(text: str) -> None:
    parse((text, "BEGIN:VEVENT\n" + text, "BEGIN:VEVENT\nDTSTART" + text), zone=LONDON)


LINES = st.sampled_from(
    [
        *(
            "BEGIN:VCALENDAR",
            "END:VCALENDAR",
            "BEGIN:VEVENT",
            "END:VEVENT",
            "BEGIN:VTIMEZONE",
            "END:VTIMEZONE",
            "TZID:A",
        ),
        *("BEGIN:STANDARD", "END:STANDARD", "DTSTART;TZID=A:20260710T100000", "TZOFFSETTO:+9999", "TZOFFSETTO:+0100"),
        *("RRULE:FREQ=SECONDLY;BYDAY=9SU;BYMONTH=99", "DTSTART:00010101T000000", "DTSTART:99991231T235959Z", "UID:1"),
        *(
            "DURATION:P9999W",
            "DURATION:-PT1H",
            "SEQUENCE:99999999999999",
            "METHOD:REQUEST",
            "ATTENDEE;CN=:x",
            " folded",
        ),
        *("DTEND;TZID=A:20260229T100000", 'ORGANIZER;CN="a:b', ":", ";", "BEGIN:", "END:"),
    ]
)


@given(st.lists(LINES, max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_lines_in_any_order_are_no_error(lines: list[str]) -> None:
    for found in parse(("\n".join(lines),), zone=LONDON):
        assert found.span is None or found.span.start.tzinfo is not None


def test_bombs_stay_small() -> None:
    many = calendar(*(f"BEGIN:VEVENT\r\nUID:{n}\r\nEND:VEVENT" for n in range(1000)))
    assert len(parse((many,) * 5, zone=LONDON)) == 20
    rules = calendar("BEGIN:VEVENT", "DTSTART:19700101T000000Z", "RRULE:FREQ=SECONDLY", "END:VEVENT")
    assert parse((rules,), zone=LONDON)[0].span is None  # before interviews were held by e-mail
    crowd = event("UID:1", *(f"ATTENDEE;CN=A{n}:mailto:a@b.example" for n in range(5000)), "SUMMARY:" + "x" * 50_000)
    assert (len(crowd.attendees), len(crowd.summary)) == (50, 300)

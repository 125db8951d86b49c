"""A time without a zone is on the clock of the person who wrote; machines mean the owner's."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.job_hunts import packs

from courtesy.mail.parse import parse
from courtesy.reading.read import read, read_as

ME = frozenset({"ada@mail.example"})


def start(text, *, date, sender="Bo <bo@larkfield.example>", owner="Europe/London", head=""):
    """The first time of a confirmation in `text`, in UTC."""
    head += f"From: {sender}\r\nTo: ada@mail.example\r\nSubject: Your interview\r\nDate: {date}\r\n{TEXT}"
    message = parse(f"{head}\r\n{text}\r\n".encode(), arrived=None)
    span = read_as(message, "confirm", packs(), addresses=ME, zone=ZoneInfo(owner)).times[0]
    return span.start.astimezone(UTC)


TEXT = "Content-Type: text/plain; charset=utf-8\r\n"
ZOOM = "Hi Ada, your interview is confirmed for Thursday, February 11 at 3:15 PM on Zoom. Bo"
BOSTON = "Mon, 01 Feb 2027 11:00:00 -0500"


@pytest.mark.parametrize(
    ("sender", "date", "head", "hour"),
    [
        ("Bo <bo@larkfield.example>", BOSTON, "", 20),  # a person at the other side of the sea
        ("Bo <bo.larkfield@gmail.com>", BOSTON, "", 20),
        ("Bo <bo@larkfield.example>", "Mon, 01 Feb 2027 16:00:00 +0000", "", 15),  # UTC is nobody's side
        ("Larkfield <no-reply@larkfield.example>", BOSTON, "", 15),  # machines
        ("Larkfield <jobs@larkfield.example>", BOSTON, "Auto-Submitted: auto-generated\r\n", 15),
        ("Larkfield <hello@calendly.com>", BOSTON, "", 15),
    ],
)
def test_people_mean_their_own_clock_and_machines_the_owners(sender, date, head, hour):
    assert start(ZOOM, sender=sender, date=date, head=head) == datetime(2027, 2, 11, hour, 15, tzinfo=UTC)


def test_words_that_speak_of_you_are_no_zone():
    said = "Hi Ada, your interview is Thursday, February 11 at 3:15 PM on Zoom. Does that work for you? Bo"
    assert start(said, date=BOSTON).hour == 20


def test_a_stated_zone_or_a_city_of_the_owners_is_stronger_than_the_senders_clock():
    said = "Hi Ada, your interview is confirmed for Thursday, February 11 at 3:15 PM your time on Zoom. Bo"
    assert start(said, date=BOSTON).hour == 15
    said = "Hi Ada, your interview is confirmed for Thursday, February 11 at 3:15 PM CET on Zoom. Bo"
    assert start(said, date=BOSTON).hour == 14
    said = "Hi Ada, your interview is confirmed for Thursday, February 11 at 3:15 PM (Kinshasa time). Bo"
    assert start(said, date=BOSTON, owner="Africa/Kinshasa").hour == 14


@pytest.mark.parametrize(
    ("date", "owner", "text", "wanted"),
    [
        # German clocks change on 28 March, so 9:30 is 7:30 then and no more 8:30
        (
            "Mon, 22 Mar 2027 10:00:00 +0100",
            "Asia/Tokyo",
            "Ihr Gespräch ist bestätigt: Montag, 29. März, um 9:30 Uhr. Wir freuen uns auf Sie. Bo",
            7,
        ),
        # American ones on 14 March
        ("Mon, 08 Mar 2027 10:00:00 -0600", "Europe/Paris", "Your interview is on Tuesday, March 16 at 9:30 AM.", 14),
    ],
)
def test_the_senders_clock_goes_on_and_back_as_that_of_a_city_does(date, owner, text, wanted):
    assert start(text, date=date, owner=owner).hour == wanted


def test_one_hour_rather_than_another_is_a_move_whatever_it_sounds_like():
    head = "From: Bo <bo@larkfield.example>\r\nTo: ada@mail.example\r\nSubject: Re: Larkfield interview\r\n"
    text = "Ann is running behind, can you come for 3 rather than 2.30?"
    message = parse(f"{head}Date: {BOSTON}\r\n{TEXT}\r\n{text}\r\n".encode(), arrived=None)
    found = read(message, packs(), addresses=ME, zone=ZoneInfo("America/New_York"))
    assert (found.kind, [span.start.hour for span in found.times]) == ("reschedule", [15])
    assert read_as(message, "invite", packs(), addresses=ME, zone=ZoneInfo("America/New_York")).kind == "invite"

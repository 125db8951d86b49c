"""A mail that changes where an interview takes place, and not when: the hold says so, and the owner is told once."""

from dataclasses import replace

import pytest
from tests.cases.histories import at, invitation, mail, play

from courtesy.cases.events import Event

TIME = "03-10 10:00-11:00"
OLD, NEW = "https://zoom.us/j/111?pwd=a", "https://zoom.us/j/222?pwd=b"
FIXED = mail("confirm", "03-02 09:00", "jo.kay@acme.example", TIME, place="video", link=OLD, mid="<fixed@x>")
ONSITE = mail("confirm", "03-02 09:00", "jo.kay@acme.example", TIME, place="onsite", mid="<fixed@x>")


def later(kind: str, *times: str, elsewhere: bool = True, **more: object) -> Event:
    event = mail(kind, "03-05 09:00", "jo.kay@acme.example", *times, refs=("<fixed@x>",), **more)
    return replace(event, reading=replace(event.reading, elsewhere=elsewhere))


def invited(location: str, sequence: int, when: str, **more: object) -> Event:
    part = replace(invitation("u1@acme", sequence, TIME), location=location)
    more.setdefault("place", "onsite")
    return mail("confirm", when, "jo.kay@acme.example", TIME, calendar=(part,), **more)


@pytest.mark.parametrize(
    ("first", "then", "where", "line"),
    [
        (FIXED, later("confirm", link=NEW, place="video"), NEW, f"Join: {NEW}"),
        (FIXED, later("confirm", TIME, link=NEW, place="video", elsewhere=False), NEW, f"Join: {NEW}"),
        (FIXED, later("reschedule", link=NEW, place="video"), NEW, f"Join: {NEW}"),  # no other time is named
        (FIXED, later("update", link="https://calls.example/x"), "", "Where has changed: see their mail of Thu 5 Mar"),
        (ONSITE, later("confirm", place="onsite"), "", "Where has changed: see their mail of Thu 5 Mar 09:00"),
        (ONSITE, later("reschedule", TIME, place="onsite"), "", "Where has changed: see their mail of Thu 5 Mar"),
        (ONSITE, later("confirm", place="video", link=NEW), NEW, f"Join: {NEW}"),
        (
            FIXED,  # "he would rather see you here, still at ten. Is that all right?"
            later("reschedule", TIME, place="onsite", elsewhere=False, reply_needed=True),
            "",
            "Where has changed: see their mail of Thu 5 Mar",
        ),
        (
            invited(OLD, 0, "03-02 09:00", place="video", link=OLD),
            invited("2 Low Rd", 1, "03-05 09:00"),
            "2 Low Rd",
            "Where: 2 Low Rd",
        ),
        (
            invited("1 High St", 0, "03-02 09:00"),
            invited("2 Low Rd", 1, "03-05 09:00"),
            "2 Low Rd",
            "Where: 2 Low Rd",
        ),
    ],
)
def test_another_place_changes_the_hold_and_is_told_once(first: Event, then: Event, where: str, line: str) -> None:
    reading = replace(then.reading, elsewhere=False)
    again = replace(then, identity="again", message_id="<again@x>", at=at("03-06 09:00"), reading=reading)
    played = play(first, then, again, until="03-09 09:00")
    (hold,) = played.holds.values()
    assert (hold.start, hold.status, hold.where) == (at("03-10 10:00"), "confirmed", where)
    assert "Where has changed: see their mail of " in hold.notes
    ((moment, told),) = [(when, alert) for when, alert in played.alerts if alert.kind == "place_changed"]
    assert (moment, told.message_id) == (then.at, then.message_id)
    assert "for them" not in told.text
    assert told.text.startswith("They changed the place or the link of your interview with Acme on Tue 10 Mar 10:00")
    assert told.more[0].startswith(line)


@pytest.mark.parametrize(
    "then",
    [
        later("confirm", TIME, link=OLD, place="video", elsewhere=False),  # a reminder
        later("confirm", place="video", elsewhere=False),
        later("update", link="https://acme.example/jobs", elsewhere=False),
        later("reschedule", "03-11 10:00", link=NEW, place="video"),  # it moves, which the calendar shows
        later("update", round=2),  # of another round
    ],
)
def test_what_changes_nothing_is_not_told(then: Event) -> None:
    first = replace(FIXED, reading=replace(FIXED.reading, round=1))
    played = play(first, then, until="03-09 09:00")
    assert len(played.holds) == 1
    assert not [alert for _, alert in played.alerts if alert.kind == "place_changed"]

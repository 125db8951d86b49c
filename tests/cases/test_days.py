"""A day named by its weekday alone, or without an hour, means the time that is held or was asked for."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from tests.cases.histories import LONDON, mail, own, play, span

from courtesy.cases.events import Event
from courtesy.reading.reading import OwnMail, Span

JO = "jo.kay@acme.example"
OFFERS = ("03-11 10:00-11:00", "03-12 14:00-15:00")  # a Wednesday and a Thursday, more than a week ahead


def answer(when: str = "03-02 12:00", **more):
    event = own(when, JO, refs=("<a>",), times=more.pop("times", ()))
    for key, value in more.items():
        object.__setattr__(event.reading, key, value)
    return event


def offer(*times: str, **more):
    return mail("invite", "03-02 10:00", JO, *(times or OFFERS), mid="<a>", **more)


def agreed(when: str = "03-02 16:00", *times: str, **more):
    return mail("confirm", when, JO, *times, refs=("<a>",), **more)


def test_the_friday_that_was_agreed_is_meant_though_another_comes_before_it() -> None:
    offered = offer("03-13 10:00-16:00")
    played = play(offered, answer(), agreed("03-05 20:00", "03-06 10:00", by_weekday=True), until="03-16 18:00")
    assert played.held("03-05 20:00") == ["03-13 10:00-16:00 confirmed"]
    assert [told for told in played.told() if told.startswith(("briefing 03-05", "briefing 03-06", "debrief"))] == [
        "debrief 03-13 16:00"
    ]


def test_a_weekday_by_the_clock_on_the_wall_when_clocks_change_between() -> None:
    there = Span(start=datetime(2026, 3, 23, 10, 0, tzinfo=LONDON))
    yes = agreed("03-20 09:00", by_weekday=True)
    object.__setattr__(yes.reading, "times", (there,))
    played = play(offer("03-30 10:00"), yes, until="03-20 10:00")
    assert played.held("03-20 10:00") == ["03-30 10:00-11:00 confirmed"]


def test_the_next_round_on_an_earlier_such_day_is_another_interview() -> None:
    first, second = agreed("03-02 16:00", "03-13 10:00", round=1), agreed("03-03 10:00", "03-06 10:00", round=2)
    object.__setattr__(second.reading, "by_weekday", True)
    played = play(first, second, until="03-03 11:00")
    assert [held[:11] for held in played.held("03-03 11:00")] == ["03-06 10:00", "03-13 10:00"]


@pytest.mark.parametrize("more", [{"by_weekday": False}, {"by_weekday": True, "words": "sooner"}])
def test_a_time_that_was_said_by_its_date_or_at_another_hour_is_what_it_says(more: dict[str, object]) -> None:
    hour = "10:00" if not more["by_weekday"] else "09:00"
    played = play(offer("03-13 10:00"), agreed("03-05 20:00", f"03-06 {hour}", **more), until="03-05 21:00")
    assert [held[:11] for held in played.held("03-05 21:00") if held.endswith("confirmed")] == [f"03-06 {hour}"]


@pytest.mark.parametrize(
    "chosen",
    [{"times": ("03-12 14:00",)}, {"days": (date(2026, 3, 12),)}, {"days": (date(2026, 3, 5),), "by_weekday": True}],
)
def test_see_you_then_is_the_slot_of_the_day_that_the_owner_took(chosen: dict[str, object]) -> None:
    played = play(offer(), answer(**chosen), agreed(), until="03-02 17:00")
    assert played.held("03-02 17:00") == ["03-12 14:00-15:00 confirmed"]


def test_see_you_thursday_is_the_slot_of_that_day() -> None:
    played = play(offer(), answer(), agreed(days=(date(2026, 3, 5),), by_weekday=True), until="03-02 17:00")
    assert played.held("03-02 17:00") == ["03-12 14:00-15:00 confirmed"]


def test_a_day_with_two_slots_says_nothing() -> None:
    two = offer("03-12 10:00", "03-12 14:00")
    played = play(two, answer(days=(date(2026, 3, 12),)), agreed(), until="03-02 17:00")
    assert {held[-9:] for held in played.held("03-02 17:00")} == {"tentative"}


def test_see_you_monday_grants_the_time_that_the_owner_asked_for() -> None:
    moved = mail("reschedule", "03-03 10:00", JO, refs=("<a>",), reply_needed=True, mid="<b>")
    wish = answer("03-03 11:00", times=("03-16 09:30",))
    yes = agreed("03-03 12:00", days=(date(2026, 3, 16),))
    played = play(offer("03-11 10:00"), agreed("03-02 16:00"), moved, wish, yes, until="03-03 13:00")
    assert played.held("03-03 12:00") == ["03-16 09:30-10:30 confirmed"]
    assert (
        play(offer("03-11 10:00"), agreed(), moved, wish, agreed("03-03 12:00"), until="03-03 13:00").held(
            "03-03 12:00"
        )
        == []
    )  # no day: it may be about anything


@pytest.mark.parametrize("granted", ["03-16 11:00", "03-11 10:00"])
def test_see_you_monday_only_reminds_where_the_wish_had_its_answer(granted: str) -> None:
    wish, answered = answer("03-03 11:00", times=("03-16 09:30",)), agreed("03-03 12:00", granted)
    reminder = agreed("03-05 09:00", days=(date(2026, 3, 16),))
    played = play(offer("03-11 10:00"), wish, answered, reminder, until="03-05 10:00")
    assert [held[:11] for held in played.held("03-05 10:00")] == [granted]


def test_a_second_interview_that_the_owner_asked_a_time_for_leaves_those_of_other_people_alone() -> None:
    first = mail("confirm", "03-02 10:00", JO, "03-11 10:00", mid="<a>", round=1)
    other = mail("confirm", "03-02 11:00", JO, "03-12 10:00", mid="<c>", round=2)
    wish = answer("03-02 12:00", times=("03-13 09:00",))
    last = agreed("03-02 13:00", "03-13 09:00", round=3)
    played = play(first, other, wish, last, until="03-02 14:00")
    assert [held[:11] for held in played.held("03-02 14:00")] == ["03-11 10:00", "03-12 10:00", "03-13 09:00"]


@pytest.mark.parametrize(
    ("kind", "more", "held"),
    [
        ("reschedule", {"same_hour": True, "reply_needed": True}, ["03-12 10:00-11:00 tentative"]),
        ("reschedule", {"same_hour": True}, ["03-12 10:00-11:00 confirmed"]),
        ("reschedule", {"reply_needed": True}, []),  # at what hour is not said
        ("confirm", {}, ["03-10 10:00-11:00 confirmed"]),  # "Tom is back on Thursday"
    ],
)
def test_another_day_at_the_hour_that_was_agreed(kind: str, more: dict[str, bool], held: list[str]) -> None:
    fixed = agreed("03-02 16:00", "03-10 10:00-11:00", mid="<b>")
    then = mail(kind, "03-09 17:00", JO, refs=("<b>",), days=(date(2026, 3, 10), date(2026, 3, 12)), **more)
    assert play(fixed, then, until="03-09 18:00").held("03-09 18:00") == held


@pytest.mark.parametrize("says", [date(2026, 3, 15), date(2026, 3, 8)])
def test_a_day_that_the_owner_asked_for_is_at_the_hour_that_was_offered(says: date) -> None:
    asks = answer(days=(date(2026, 3, 15),))  # "Saturday I am away. Could we do Sunday week?"
    yes = agreed(days=(says,), by_weekday=says.day == 8)  # "Sunday then"
    played = play(offer("03-14 08:00"), asks, yes, until="03-03 09:00")
    assert played.held("03-03 09:00") == ["03-15 08:00-09:00 confirmed"]


def timed(event: Event, *hours: str, **more: object) -> Event:
    """The mail with hours that it names without a day."""
    named = tuple(time.fromisoformat(hour) for hour in hours)
    return replace(event, reading=replace(event.reading, hours=named, **more))


TODAY = "03-09 15:00"  # for which an hour alone is taken where nothing better is known


@pytest.mark.parametrize(
    ("kind", "hours", "guess", "held"),
    [
        ("reschedule", ["15:00"], [], ["03-12 15:00-16:00 confirmed"]),  # "it is now at 15:00 on the same day"
        ("reschedule", ["15:00", "14:00"], [TODAY], ["03-12 15:00-16:00 confirmed"]),  # "3 rather than 2"
        ("reschedule", ["14:00"], ["03-09 14:00"], ["03-12 14:00-15:00 confirmed"]),  # "still at 2, in another room"
        ("reschedule", ["10:00-05:00"], [], ["03-12 15:00-16:00 confirmed"]),  # "10am Eastern instead"
        ("invite", ["15:00"], [TODAY], ["03-12 15:00-16:00 tentative"]),  # "could you come at 3?"
        ("confirm", ["14:00"], ["03-09 14:00"], ["03-12 14:00-15:00 confirmed"]),  # "see you at 2"
    ],
)
def test_an_hour_alone_is_of_the_day_that_is_held(
    kind: str, hours: list[str], guess: list[str], held: list[str]
) -> None:
    fixed = agreed("03-02 16:00", "03-12 14:00-15:00", mid="<b>")
    then = timed(mail(kind, "03-09 10:00", JO, *guess, refs=("<b>",)), *hours)
    assert play(fixed, then, until="03-09 18:00").held("03-09 18:00") == held


def test_an_hour_alone_is_on_the_clock_on_which_it_was_agreed() -> None:
    pacific = Span(start=datetime(2026, 3, 12, 10, tzinfo=ZoneInfo("America/Los_Angeles")))
    fixed = agreed("03-02 16:00", mid="<b>")
    fixed = replace(fixed, reading=replace(fixed.reading, times=(pacific,)))
    push = timed(mail("reschedule", "03-12 12:00", JO, refs=("<b>",)), "11:00")  # "11am my time"
    assert play(fixed, push, until="03-12 13:00").held("03-12 13:00") == ["03-12 18:00-19:00 confirmed"]


@pytest.mark.parametrize(("hours", "thread"), [(("15:00", "14:00"), ()), (("15:00",), ("<b>",))])
def test_of_several_interviews_an_hour_alone_moves_the_one_it_speaks_of(hours: tuple[str], thread: tuple[str]) -> None:
    first, last = mail("confirm", "03-02 16:00", JO, "03-11 10:00"), mail("confirm", "03-02 17:00", JO, "03-12 14:00")
    last = replace(last, message_id="<b>")
    then = timed(mail("reschedule", "03-09 10:00", JO, refs=thread), *hours)
    held = play(first, last, then, until="03-09 11:00").held("03-09 11:00")
    assert [one[:11] for one in held] == ["03-11 10:00", "03-12 15:00"]


def test_an_hour_alone_chooses_among_what_was_offered() -> None:
    two = mail("invite", "03-02 10:00", JO, "03-11 10:00", "03-12 14:00", mid="<a>")
    it_is = timed(mail("confirm", "03-02 11:00", JO, refs=("<a>",)), "14:00")
    assert play(two, it_is, until="03-02 12:00").held("03-02 12:00") == ["03-12 14:00-15:00 confirmed"]
    wish = timed(own("03-02 11:00", JO, refs=("<a>",)), "14:00")
    assert play(two, wish, agreed(), until="03-03 12:00").held("03-03 12:00") == ["03-12 14:00-15:00 confirmed"]
    wish = timed(own("03-02 11:00", JO, refs=("<a>",)), "14:00")
    window = mail("invite", "03-02 10:00", JO, mid="<a>", windows=(span("03-12 13:00-17:00"),))
    granted = mail("confirm", "03-02 12:00", JO, refs=("<a>", wish.message_id))
    assert play(window, wish, granted, until="03-02 13:00").held("03-02 13:00") == ["03-12 14:00-15:00 confirmed"]


@pytest.mark.parametrize("refuses", [True, False])
def test_an_hour_that_the_owner_asks_for_is_of_the_only_day_there_is(refuses: bool) -> None:
    asks = timed(answer("03-02 11:00", own=OwnMail(refuses=refuses)), "15:00")  # "Thursday morning I can't. 3 o'clock?"
    fine = mail("confirm", "03-02 12:00", JO, refs=("<a>", asks.message_id))
    played = play(offer("03-12 10:00"), asks, fine, until="03-02 13:00")
    assert played.held("03-02 13:00") == ["03-12 15:00-16:00 confirmed"]


def test_the_hour_that_the_owner_asked_for_moves_what_is_fixed() -> None:
    fixed = mail("confirm", "03-02 10:00", JO, "03-12 14:00-15:00", mid="<a>")
    asks = timed(answer("03-09 11:00"), "15:30")  # "my train is late, would 3.30 be possible?"
    it_is = timed(mail("confirm", "03-09 12:00", JO, "03-09 15:30", refs=("<a>", asks.message_id)), "15:30")
    assert play(fixed, asks, it_is, until="03-09 13:00").held("03-09 13:00") == ["03-12 15:30-16:30 confirmed"]


def test_of_the_days_that_were_offered_the_one_that_is_left() -> None:
    only = mail("reschedule", "03-03 10:00", JO, refs=("<a>",), days=(date(2026, 3, 12),), reply_needed=True)
    assert play(offer(), only, until="03-03 11:00").held("03-03 11:00") == ["03-12 14:00-15:00 tentative"]


@pytest.mark.parametrize(("second", "held"), [("14:00-14:30", 2), ("14:00-15:30", 0)])
def test_talks_of_unlike_length_are_all_fixed_where_nothing_is_chosen(second: str, held: int) -> None:
    both = offer("03-11 10:00-11:30", f"03-12 {second}")
    played = play(both, answer(), mail("confirm", "03-02 16:00", JO, refs=("<a>",)), until="03-03 09:00")
    assert len([one for one in played.held("03-03 09:00") if one.endswith("confirmed")]) == held

"""One mail that is misread does little harm, where what is held and what came before say otherwise."""

from dataclasses import replace

import pytest
from tests.cases.histories import Played, invitation, mail, own, play, span

from courtesy.cases.events import Event
from courtesy.reading.reading import Why

JO = "jo.kay@acme.example"
TEN, ELEVEN = "03-10 10:00-11:00", "03-11 11:00-12:00"


def kinds(played: Played) -> list[str]:
    return [alert.kind for _, alert in played.alerts]


def offered(**more: object) -> Event:
    return mail("invite", "03-02 09:00", JO, TEN, ELEVEN, mid="<a>", **more)


def booked(**more: object) -> Event:
    return mail("confirm", "03-02 09:00", JO, TEN, mid="<a>", **more)


@pytest.mark.parametrize("kind", ["invite", "reschedule"])
def test_a_reminder_of_what_is_fixed_changes_nothing_whatever_it_is_taken_for(kind: str) -> None:
    other = mail("confirm", "03-03 09:00", JO, ELEVEN, round=2)
    reminder = mail(kind, "03-09 09:00", JO, TEN, refs=("<a>",), reply_needed=kind == "invite")
    played = play(booked(round=1), other, reminder, until="03-09 10:00")
    assert played.held("03-09 10:00") == ["03-10 10:00-11:00 confirmed", "03-11 11:00-12:00 confirmed"]
    assert kinds(played) == []


def test_the_time_that_the_owner_took_is_not_offered_anew() -> None:
    answer = own("03-02 12:00", JO, refs=("<a>",), times=("03-11 11:00",))
    again = mail("invite", "03-02 15:00", JO, ELEVEN, refs=("<a>",))
    played = play(offered(), answer, again, until="03-03 13:00")
    assert played.held("03-03 10:00") == ["03-11 11:00-12:00 confirmed"]
    assert kinds(played) == ["reply_needed"]


def test_another_time_than_the_owner_took_is_a_new_question() -> None:
    answer = own("03-02 12:00", JO, refs=("<a>",), times=("03-11 11:00",))
    again = mail("invite", "03-02 15:00", JO, TEN, refs=("<a>",))
    assert kinds(play(offered(), answer, again, until="03-02 16:00")) == ["reply_needed", "reply_needed"]


def test_an_invitation_that_gives_up_a_fixed_time_moves_it() -> None:
    moved = mail("invite", "03-04 09:00", JO, ELEVEN, "03-12 11:00", refs=("<a>",), old_times=(span(TEN),))
    assert play(booked(), moved, until="03-04 10:00").held("03-04 10:00") == [
        "03-11 11:00-12:00 tentative",
        "03-12 11:00-12:00 tentative",
    ]


@pytest.mark.parametrize("new", [[], [ELEVEN]])
def test_the_old_time_among_the_new_ones_of_a_move_is_given_up(new: list[str]) -> None:
    moved = mail("reschedule", "03-04 09:00", JO, TEN, *new, refs=("<a>",), reply_needed=True)
    held = play(booked(), moved, until="03-04 10:00").held("03-04 10:00")
    assert held == [f"{time} tentative" for time in new]


def test_all_of_several_days_on_offer_are_not_fixed_at_once() -> None:
    again = mail("confirm", "03-03 09:00", JO, TEN, ELEVEN, refs=("<a>",))
    assert play(offered(), again, until="03-03 10:00").held("03-03 10:00") == [
        "03-10 10:00-11:00 tentative",
        "03-11 11:00-12:00 tentative",
    ]
    answer = own("03-02 12:00", JO, refs=("<a>",), times=("03-11 11:00",))
    assert play(offered(), answer, again, until="03-03 10:00").held("03-03 10:00") == ["03-11 11:00-12:00 confirmed"]


def test_what_the_owner_says_of_a_mail_stands() -> None:
    said = Why(rule="you", says="invite", weight=9.0, quote="")
    reminder = mail("invite", "03-09 09:00", JO, TEN, refs=("<a>",), why=(said,))
    assert kinds(play(booked(), reminder, until="03-09 10:00")) == ["reply_needed"]


def test_an_interview_with_nobody_for_no_job_is_asked_about_and_not_held() -> None:
    lunch = mail("confirm", "03-02 09:00", "al@club.example", TEN, company=None, confidence=0.5)
    played = play(lunch, mail("confirm", "03-02 10:00", JO, TEN), until="03-02 11:00")
    assert played.held("03-02 11:00") == ["03-10 10:00-11:00 confirmed"]
    assert kinds(played) == ["question"]
    sure = replace(lunch, reading=replace(lunch.reading, confidence=0.9))
    assert play(sure, until="03-02 11:00").held("03-02 11:00") == ["03-10 10:00-11:00 confirmed"]


def test_a_doubtful_first_mail_counts_once_its_thread_is_a_job_s() -> None:
    """With its length, and with what the owner answered to it."""
    first = replace(mail("invite", "03-02 09:00", JO, "03-10 10:00-11:30", mid="<a>", unsure="invite"), doubtful=True)
    answer = own("03-02 12:00", JO, refs=("<a>",))
    moved = mail("reschedule", "03-03 09:00", JO, "03-12 13:00", refs=("<a>",), reply_needed=False)
    played = play(first, answer, moved, until="03-03 10:00")
    assert played.held("03-03 10:00") == ["03-12 13:00-14:30 confirmed"]
    assert kinds(played) == ["question"]
    news = mail("update", "03-03 09:00", JO, refs=("<a>",))
    assert kinds(play(first, answer, news, until="03-03 10:00")) == ["question"], "he has answered it"


def test_what_follows_from_a_swindler_is_no_better() -> None:
    bad = "hr.desk@gmail.com"
    first = mail("invite", "03-02 09:00", bad, company=None, scam=True)
    second = mail("confirm", "03-03 09:00", bad, TEN, company="Acme")
    real = mail("confirm", "03-03 10:00", JO, ELEVEN)
    played = play(first, second, real, until="03-03 11:00")
    assert kinds(played) == ["scam_warning", "scam_warning"]
    assert played.held("03-03 11:00") == ["03-11 11:00-12:00 confirmed"]


def test_an_older_update_that_comes_late_asks_nothing() -> None:
    def part(sequence: int, time: str) -> Event:
        return mail(
            "reschedule", f"03-03 {9 + 3 - sequence:02}:00", JO, time, calendar=(invitation("u", sequence, time),),
            reply_needed=True,
        )  # fmt: skip

    played = play(part(1, TEN), part(2, ELEVEN), until="03-03 12:00")
    assert kinds(played) == ["reply_needed"]
    assert played.held("03-03 12:00") == ["03-11 11:00-12:00 tentative"]


def test_other_times_in_the_thread_of_the_only_interview_move_it() -> None:
    again = mail("invite", "03-04 09:00", JO, ELEVEN, "03-12 11:00", refs=("<a>",))
    moved = play(booked(), again, until="03-04 10:00")
    assert moved.held("03-04 10:00") == ["03-11 11:00-12:00 tentative", "03-12 11:00-12:00 tentative"]
    assert kinds(moved) == ["reply_needed"]
    second = replace(again, reading=replace(again.reading, round=2))
    assert len(play(booked(round=1), second, until="03-04 10:00").held("03-04 10:00")) == 3


def test_a_time_that_the_owner_asked_for_is_not_offered_but_fixed() -> None:
    asked = mail("invite", "03-02 09:00", JO, mid="<a>")
    answer = own("03-02 12:00", JO, refs=("<a>",), times=("03-11 11:00",))
    again = mail("invite", "03-02 15:00", JO, ELEVEN, refs=("<a>",))
    assert play(asked, answer, again, until="03-02 16:00").held("03-02 16:00") == ["03-11 11:00-12:00 confirmed"]


def test_kind_words_after_the_owner_withdrew_invite_to_nothing() -> None:
    back = own("03-04 09:00", JO, refs=("<a>",), withdraws=True)
    words = mail("invite", "03-04 12:00", JO, refs=("<a>",), confidence=0.6)
    assert kinds(play(booked(), back, words, until="03-06 12:00")) == []
    again = mail("invite", "03-04 12:00", JO, "03-17 10:00", refs=("<a>",), confidence=0.6)
    assert kinds(play(booked(), back, again, until="03-04 13:00")) == ["reply_needed"]


@pytest.mark.parametrize(
    ("confidence", "time", "status"),
    [(0.03, TEN, "confirmed"), (0.03, "03-10 12:00", "tentative"), (0.3, TEN, "confirmed")],
)
def test_few_words_fix_the_time_that_is_held_and_no_other(confidence: float, time: str, status: str) -> None:
    """ "Ok, I ring you Tuesday 10" is anybody's mail; in the thread of an offer of just that hour it is the answer."""
    asked = mail("invite", "03-02 09:00", JO, TEN, mid="<a>")
    answer = replace(mail("confirm", "03-03 09:00", JO, time, refs=("<a>",), confidence=confidence), doubtful=True)
    assert play(asked, answer, until="03-03 10:00").held("03-03 10:00") == [f"03-10 10:00-11:00 {status}"]


@pytest.mark.parametrize("times", [(), (TEN,)])
def test_who_has_a_clash_and_asks_for_another_time_confirms_nothing(times: tuple[str, ...]) -> None:
    """ "I have a clash. When else might you be free?" is taken for a confirmation, and hardly so."""
    asks = mail("confirm", "03-04 09:00", JO, *times, refs=("<a>",), reply_needed=True, confidence=0.2)
    played = play(booked(), asks, until="03-04 10:00")
    assert played.held("03-04 09:30") == []
    assert kinds(played) == ["reply_needed"]
    for more in ({"same_time": True}, {"confidence": 0.8}, {"reply_needed": False}):  # "do bring your passport"
        plain = replace(asks, reading=replace(asks.reading, **more))
        assert play(booked(), plain, until="03-04 10:00").held("03-04 09:30") == ["03-10 10:00-11:00 confirmed"]


@pytest.mark.parametrize(
    ("when", "asks"),
    [("03-12 09:00", "say whether the proposed time suits"), ("03-10 12:00", "they want to move the interview")],
)
def test_after_an_interview_a_new_time_is_of_the_next_one_and_soon_after_of_one_that_was_missed(
    when: str, asks: str
) -> None:
    again = mail("reschedule", when, JO, "03-20 09:30", mid="<b>", refs=("<a>",), reply_needed=True)
    played = play(booked(), again, until="03-12 10:00")
    assert played.held("03-12 10:00") == ["03-20 09:30-10:30 tentative"]
    (told,) = [alert for _, alert in played.alerts if alert.kind == "reply_needed"]
    assert asks in told.text


def test_a_call_on_the_side_is_not_where_the_interview_takes_place() -> None:
    onsite = booked(place="onsite")
    aside = mail("confirm", "03-03 09:00", JO, refs=("<a>",), place="phone")  # "I will ring you the evening before"
    (hold,) = play(onsite, aside, until="03-04 09:00").holds.values()
    assert hold.place == "onsite"

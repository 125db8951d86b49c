"""A mail goes on from the mail before it, though it says so in half a word, elsewhere, or under another name."""

from dataclasses import replace
from datetime import time

import pytest
from tests.cases.histories import LONDON, OWNER, at, invitation, mail, own, play

from courtesy.cases.events import Event
from courtesy.cases.names import domain_names
from courtesy.cases.timeline import replay

MEET = "03-12 11:00-12:00"


def dated(event: Event, *days: str, **more: object) -> Event:
    """The mail with days that it names without an hour, and other keys of a reading."""
    named = tuple(at(f"{day} 12:00").astimezone(LONDON).date() for day in days)
    return replace(event, reading=replace(event.reading, days=named, **more))


def test_who_names_only_the_mail_he_answers_is_in_its_whole_thread() -> None:
    first = mail("confirm", "03-02 09:00", "jo.kay@acme.example", MEET, mid="<a>")
    answers = own("03-02 10:00", "jo.kay@acme.example", refs=("<a>",))
    again = mail("invite", "03-03 09:00", "jo.kay@acme.example", "03-13 10:00-11:00", refs=(answers.message_id,))
    assert play(first, answers, again, until="03-04 09:00").held("03-04 09:00") == ["03-13 10:00-11:00 tentative"]


def test_a_time_that_a_calendar_fixed_is_still_of_the_thread_that_offered_it() -> None:
    offer = mail("invite", "03-02 09:00", "jo.kay@acme.example", MEET, mid="<a>")
    entry = mail("confirm", "03-02 10:00", "jo.kay@acme.example", MEET, calendar=(invitation("u", 0, MEET),))
    other = mail("invite", "03-03 09:00", "jo.kay@acme.example", "03-13 10:00-11:00", refs=("<a>",))
    assert play(offer, entry, other, until="03-04 09:00").held("03-04 09:00") == ["03-13 10:00-11:00 tentative"]


def test_another_day_at_the_same_hour_moves_the_interview_whoever_is_ill() -> None:
    first = mail("confirm", "03-02 09:00", "jo.kay@acme.example", MEET, interviewers=("Jo Kay",))
    ask = mail("invite", "03-11 09:00", "jo.kay@acme.example", interviewers=("Dr. Ill",))
    played = play(first, dated(ask, "03-13", same_hour=True), until="03-11 10:00")
    assert played.held("03-11 10:00") == ["03-13 11:00-12:00 tentative"]


@pytest.mark.parametrize(("direct", "held"), [(True, ["03-12 15:00-16:00 confirmed"]), (False, [])])
def test_perfect_is_an_answer_to_the_time_that_was_asked_for(direct: bool, held: list[str]) -> None:
    before = mail("confirm", "03-02 09:00", "jo.kay@acme.example", "03-03 10:00-11:00")
    asks = mail("invite", "03-09 09:00", "jo.kay@acme.example", mid="<b>")
    wish = own("03-09 10:00", "jo.kay@acme.example", refs=("<b>",), times=("03-12 15:00",))
    perfect = mail("confirm", "03-09 11:00", "jo.kay@acme.example", refs=(wish.message_id if direct else "<b>",))
    assert play(before, asks, wish, perfect, until="03-10 09:00").held("03-10 09:00") == held


def test_see_you_on_the_day_fixes_all_its_sessions() -> None:
    day = ("03-12 10:00-10:45", "03-12 10:45-11:30", "03-12 11:45-12:30")
    plan = mail("invite", "03-02 09:00", "jo.kay@acme.example", *day)
    see_you = dated(mail("confirm", "03-03 09:00", "jo.kay@acme.example"), "03-12")
    played = play(plan, see_you, until="03-12 14:00")
    assert played.held("03-04 09:00") == [f"{session} confirmed" for session in day]
    assert [told for told in played.told() if told.startswith("debrief")] == ["debrief 03-12 12:30"]
    choice = mail("invite", "03-02 09:00", "jo.kay@acme.example", "03-12 10:00", "03-12 10:30", "03-12 11:00")
    assert all("tentative" in hold for hold in play(choice, see_you, until="03-04 09:00").held("03-04 09:00"))


def test_what_a_recruiter_arranged_his_client_enters() -> None:
    arranged = mail("confirm", "03-02 09:00", "al@agents.example", MEET, agency="Agents")
    entry = mail(
        "confirm",
        "03-02 10:00",
        "x@far.example",
        MEET,
        company=None,
        calendar=(invitation("u", 0, MEET),),
        confidence=0.9,
    )
    assert play(arranged, entry, until="03-03 09:00").held("03-03 09:00") == [f"{MEET} confirmed"]
    another = replace(entry, reading=replace(entry.reading, company="Bell"))
    assert len(play(arranged, another, until="03-03 09:00").held("03-03 09:00")) == 2, "another firm's is a clash"


def test_a_domain_may_say_the_name_last_word_first() -> None:
    assert domain_names("tools-acme.example", "Acme Tools")
    assert domain_names("jobs.toolsacme.example", "Acme Tools")
    assert not domain_names("tools-acne.example", "Acme Tools")


def test_a_name_met_in_part_is_met_and_one_in_a_doubtful_mail_is_none() -> None:
    first = mail("invite", "03-02 09:00", "al@agents.example", MEET, company="Bell", mid="<a>")
    doubt = mail("invite", "03-02 10:00", "al@agents.example", refs=("<a>",), company="Also Carter", confidence=0.3)
    again = mail("update", "03-02 11:00", "al@agents.example", refs=("<a>",), company="Bell Energy")
    case = replay([first, replace(doubt, doubtful=True), again], OWNER).cases[0]
    assert case.company == "Bell Energy"


@pytest.mark.parametrize(("confidence", "told"), [(0.05, []), (0.3, ["reply_needed 03-13 09:00"])])
def test_what_is_hardly_an_invitation_and_offers_nothing_asks_nothing(confidence: float, told: list[str]) -> None:
    first = mail("confirm", "03-02 09:00", "jo.kay@acme.example", MEET, mid="<a>")
    thanks = own("03-12 13:00", "jo.kay@acme.example", refs=("<a>",), thanks=True)
    how = mail("invite", "03-13 09:00", "jo.kay@acme.example", refs=("<a>",), confidence=confidence)
    played = play(first, thanks, replace(how, doubtful=True), until="03-13 10:00")
    assert [one for one in played.told() if one.startswith("reply")] == told


def test_perfect_needs_no_earlier_time_of_theirs() -> None:
    asks = mail("invite", "03-09 09:00", "jo.kay@acme.example", mid="<b>")
    wish = own("03-09 10:00", "jo.kay@acme.example", refs=("<b>",), times=("03-12 15:00",))
    perfect = mail("confirm", "03-09 11:00", "jo.kay@acme.example", refs=("<b>", wish.message_id))
    assert play(asks, wish, perfect, until="03-10 09:00").held("03-10 09:00") == ["03-12 15:00-16:00 confirmed"]


@pytest.mark.parametrize(("confidence", "held"), [(0.4, [f"{MEET} confirmed"]), (0.9, [])])
def test_who_hardly_moves_it_and_names_no_other_time_is_only_late(confidence: float, held: list[str]) -> None:
    first = mail("confirm", "03-02 09:00", "jo.kay@acme.example", MEET, mid="<a>")
    late = mail("reschedule", "03-12 10:40", "jo.kay@acme.example", refs=("<a>",), confidence=confidence)
    assert play(first, late, until="03-12 10:50").held("03-12 10:50") == held


def test_what_hardly_moves_and_has_nothing_to_move_is_no_interview() -> None:
    offer = mail("offer", "03-02 09:00", "jo.kay@acme.example", mid="<a>")
    limit = mail("reschedule", "03-02 10:00", "jo.kay@acme.example", "03-06 17:00", refs=("<a>",), confidence=0.2)
    assert play(offer, limit, until="03-02 11:00").held("03-02 11:00") == []


@pytest.mark.parametrize(("fixed", "asked"), [(True, []), (False, ["question 03-09 10:00"])])
def test_see_you_tomorrow_is_not_asked_about_where_that_is_fixed(fixed: bool, asked: list[str]) -> None:
    first = mail("confirm" if fixed else "update", "03-02 09:00", "jo.kay@acme.example", *[MEET] * fixed, mid="<a>")
    again = mail("update", "03-09 10:00", "jo.kay@acme.example", refs=("<a>",), unsure="confirm")
    played = play(first, again, until="03-09 11:00")
    assert [told for told in played.told() if told.startswith("question")] == asked


ASSENT = ("receipt", "update", "other")  # as which "booked", "thanks!" or a thumb may be read


@pytest.mark.parametrize("kind", ASSENT)
def test_in_answer_to_the_owner_who_took_a_time_a_word_of_assent_fixes_it(kind: str) -> None:
    offer = mail("invite", "03-02 09:00", "jo.kay@acme.example", MEET, mid="<a>")
    yes = own("03-02 10:00", "jo.kay@acme.example", refs=("<a>",))
    booked = mail(kind, "03-02 11:00", "jo.kay@acme.example", refs=("<a>", yes.message_id), agrees=True)
    booked = replace(booked, doubtful=kind == "other")
    assert play(offer, yes, booked, until="03-03 09:00").held("03-03 09:00") == [f"{MEET} confirmed"]
    aside = replace(booked, references=("<a>",))  # it answers something else
    assert play(offer, yes, aside, until="03-03 09:00").held("03-03 09:00") == [f"{MEET} tentative"]
    two = mail("invite", "03-02 09:00", "jo.kay@acme.example", MEET, "03-13 11:00-12:00", mid="<a>")
    held = play(two, yes, booked, until="03-03 09:00").held("03-03 09:00")
    assert [one[-9:] for one in held] == ["tentative", "tentative"], "he took neither"


def test_of_two_clients_in_one_thread_each_has_its_case_though_the_second_was_in_doubt() -> None:
    al, bell = "al@agents.example", {"company": "Bell", "agency": "Agents"}
    first = mail("invite", "03-02 09:00", al, MEET, mid="<a>", **bell)
    yes = own("03-02 10:00", al, refs=("<a>",), words="Bell")
    also = mail("invite", "03-02 11:00", al, refs=("<a>", yes.message_id), mid="<c>", company="Carter", confidence=0.3)
    also = replace(also, doubtful=True, reading=replace(also.reading, hours=(time(14),)))  # "the same day at 2pm"
    too = own("03-02 12:00", al, refs=("<a>", "<c>"), words="Bell")
    both = mail("confirm", "03-02 13:00", al, refs=("<a>", "<c>", too.message_id), **bell)
    no = mail("reject", "03-05 09:00", al, **bell)
    played = play(first, yes, also, too, both, no, until="03-05 10:00")
    assert played.held("03-03 12:00") == [f"{MEET} confirmed", "03-12 14:00-15:00 tentative"]
    assert played.held("03-05 10:00") == ["03-12 14:00-15:00 tentative"]
    assert not [told for told in played.told() if told.startswith("reply_overdue")]


def test_a_new_timetable_of_the_day_gives_back_the_session_that_it_lacks() -> None:
    first = mail(
        "confirm", "03-02 09:00", "jo.kay@acme.example", "03-12 13:00-13:45", "03-12 14:00-14:45", "03-12 15:00-15:30"
    )
    again = mail(
        "confirm", "03-09 09:00", "jo.kay@acme.example", "03-12 13:00-13:45", "03-12 14:00-14:45", "03-12 16:00-16:45"
    )
    played = play(first, again, until="03-12 18:00")
    assert [one[6:11] for one in played.held("03-09 10:00")] == ["13:00", "14:00", "16:00"]
    assert [told for told in played.told() if told.startswith("debrief")] == ["debrief 03-12 16:45"]
    reminder = mail("confirm", "03-09 09:00", "jo.kay@acme.example", "03-12 13:00-13:45")
    assert len(play(first, reminder, until="03-09 10:00").held("03-09 10:00")) == 3


@pytest.mark.parametrize(
    ("kind", "words", "met"),
    [
        ("reschedule", "Lucy Dan Wu", ("Tom Hale", "Dan Wu")),  # "Lucy is ill, you will meet Dan Wu instead"
        ("confirm", "Lucy Dan Wu", ("Tom Hale", "Lucy Stone", "Dan Wu")),  # "Dan Wu joins"
    ],
)
def test_who_is_met_instead_is_met(kind: str, words: str, met: tuple[str, ...]) -> None:
    first = mail(
        "confirm", "03-02 09:00", "jo.kay@acme.example", MEET, interviewers=("Tom Hale", "Lucy Stone"), mid="<a>"
    )
    then = mail(
        kind, "03-09 09:00", "jo.kay@acme.example", refs=("<a>",), interviewers=("Dan Wu", "Jo Kay"), words=words
    )
    (case,) = replay([first, replace(then, reading=replace(then.reading, same_time=True))], OWNER).cases
    assert case.interviews.slots[0].people == met


def test_more_mail_in_the_thread_of_what_is_fixed_is_not_asked_about() -> None:
    first = mail("confirm", "03-02 09:00", "jo.kay@acme.example", MEET, mid="<a>")
    bring = mail("other", "03-09 10:00", "jo.kay@acme.example", refs=("<a>",), unsure="confirm", company=None)
    for earlier, asked in ((first, []), (replace(first, message_id="<b>"), ["question 03-09 10:00"])):
        told = play(earlier, replace(bring, doubtful=True), until="03-09 11:00").told()
        assert [one for one in told if one.startswith("question")] == asked


@pytest.mark.parametrize(("company", "held"), [("Acme", [f"{MEET} confirmed"]), (None, [])])
def test_what_may_be_an_interview_is_one_where_both_agree_to_its_time(company: str | None, held: list[str]) -> None:
    more = {"company": company, "unsure": "invite", "confidence": 0.2}
    asks = mail("invite", "03-02 09:00", "jo.kay@acme.example", MEET, mid="<a>", **more)
    yes = own("03-02 10:00", "jo.kay@acme.example", refs=("<a>",))
    booked = mail(
        "other", "03-02 11:00", "jo.kay@acme.example", refs=("<a>", yes.message_id), agrees=True, company=None
    )
    asks, booked = replace(asks, doubtful=True), replace(booked, doubtful=True)
    assert play(asks, yes, booked, until="03-03 09:00").held("03-03 09:00") == held
    assert play(asks, booked, until="03-03 09:00").held("03-03 09:00") == [], "the owner said nothing"


def test_the_hour_that_was_asked_for_is_granted_in_a_mail_of_whatever_kind() -> None:
    offer = mail("invite", "03-12 08:00", "jo.kay@acme.example", "03-12 16:00", mid="<a>")
    five = own("03-12 08:20", "jo.kay@acme.example", refs=("<a>",))  # "Could do 5?"
    five = replace(five, reading=replace(five.reading, hours=(time(17),)))
    it_is = mail("reject", "03-12 08:30", "jo.kay@acme.example", refs=("<a>", five.message_id), confidence=0.1)
    it_is = replace(it_is, reading=replace(it_is.reading, hours=(time(17),)))
    assert play(offer, five, it_is, until="03-12 09:00").held("03-12 09:00") == ["03-12 17:00-18:00 confirmed"]
    assert len(play(offer, it_is, until="03-12 09:00").held("03-12 09:00")) == 1, "he asked for nothing"
    later = mail("reschedule", "03-12 10:00", "jo.kay@acme.example", refs=(five.message_id,), confidence=0.4)
    later = replace(later, reading=replace(later.reading, hours=(time(18), time(17)), reply_needed=True))
    played = play(offer, five, it_is, later, until="03-12 11:00")
    assert played.held("03-12 11:00") == ["03-12 18:00-19:00 tentative"], "six rather than five"

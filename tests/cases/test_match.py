"""Which application a mail is taken to belong to, when what is read of it is little, or wrong."""

import pytest
from tests.cases.histories import OWNER, mail, own, play

from courtesy.cases.case import Case
from courtesy.cases.events import Event
from courtesy.cases.match import first_named
from courtesy.cases.names import job_numbers
from courtesy.cases.timeline import replay

JO = "jo.kay@acme.example"
RITA = "rita.gold@agency.example"
MACHINE = "no-reply@ats.example"
TEN, ELEVEN = "03-10 10:00-11:00", "03-11 11:00-12:00"


def cases(*events: Event) -> list[Case]:
    return replay(events, OWNER).cases


def kept_apart(*events: Event) -> list[list[int]]:
    """The mails of each case, by their numbers."""
    return [[events.index(event) for event in case.events] for case in cases(*events)]


def test_two_clients_of_one_recruiter_are_told_apart_by_the_names_in_passing() -> None:
    """Whatever else their mails share: thread, sender, subject, a word of the role."""
    thread = {"subject": "Accountant roles", "role": "Accountant"}
    first = mail("invite", "03-02 09:00", RITA, TEN, company="Tanglin Freight", agency="Agency", mid="<a>", **thread)
    other = mail("invite", "03-02 10:00", RITA, ELEVEN, company="Katong Foods", refs=("<a>",), mid="<b>", **thread)
    said = "Noted Tanglin Freight confirmed Katong Foods open"
    fixed = mail("confirm", "03-03 09:00", RITA, TEN, company=None, refs=("<a>", "<b>"), words=said, **thread)
    lost = mail("reject", "03-04 09:00", RITA, company=None, refs=("<a>", "<b>"), words="Katong Tanglin", **thread)
    offer = mail("offer", "03-12 09:00", RITA, company="Agency", words="Tanglin Freight offers")
    assert kept_apart(first, other, fixed, lost, offer) == [[0, 2, 4], [1, 3]]


def test_a_recruiter_who_names_no_client_at_first_may_have_two() -> None:
    first = mail("invite", "03-02 09:00", RITA, TEN, company="Agency", agency="Agency", mid="<a>")
    other = mail("invite", "03-02 10:00", RITA, ELEVEN, company="Katong Foods", refs=("<a>",), mid="<b>")
    lost = mail("reject", "03-03 09:00", RITA, company=None, refs=("<a>", "<b>"), words="Maybe Katong Foods")
    named = mail("confirm", "03-03 10:00", RITA, TEN, company="Tanglin Freight", refs=("<a>",))
    assert kept_apart(first, other, lost, named) == [[0, 3], [1, 2]]
    assert cases(first, other, lost, named)[0].company == "Tanglin Freight"


def test_a_company_is_known_by_the_names_of_those_who_write_for_it() -> None:
    booked = mail("confirm", "03-02 09:00", "post@tracks.example", TEN, company="Ward 7")
    sender = booked.parties[0]
    booked = Event(
        **{name: getattr(booked, name) for name in Event.__slots__ if name != "parties"},
        parties=(type(sender)(name="Northwind Royal Infirmary", email=sender.email),),
    )
    off = mail("cancel", "03-05 09:00", "moira@northwind.example", TEN, company="Northwind Royal Infirmary")
    assert kept_apart(booked, off) == [[0, 1]]


@pytest.mark.parametrize(("sender", "people"), [("jo.kay@bought.example", ()), ("x@bought.example", ("Bruno Castel",))])
def test_a_changed_address_and_a_new_name_of_the_house_do_not_tear_an_interview(
    sender: str, people: tuple[str, ...]
) -> None:
    slots = mail("invite", "03-02 09:00", JO, TEN, ELEVEN, interviewers=("Bruno Castel",))
    fixed = mail("confirm", "03-03 09:00", sender, TEN, company="Bought", interviewers=people)
    played = play(slots, fixed, until="03-03 10:00")
    assert played.held("03-03 10:00") == ["03-10 10:00-11:00 confirmed"]


def test_a_name_misread_in_the_thread_of_a_job_does_not_tear_it() -> None:
    first = mail("confirm", "03-02 09:00", MACHINE, TEN, mid="<a>", role="Buyer")
    moved = mail("reschedule", "03-03 09:00", MACHINE, ELEVEN, refs=("<a>",), company="Ward 7", role="Buyer")
    assert kept_apart(first, moved) == [[0, 1]]


def test_first_the_machine_then_people() -> None:
    receipt = mail("receipt", "03-01 09:00", MACHINE, role="Buyer")
    invite = mail("invite", "03-02 09:00", "jo.kay@gmail.com", TEN, role="Buyer", mid="<a>")
    answer = own("03-02 10:00", "jo.kay@gmail.com", refs=("<a>",))
    fixed = mail("confirm", "03-03 09:00", "jo.kay@gmail.com", TEN, company=None)
    thanks = own("03-10 12:00", "jo.kay@gmail.com", thanks=True)
    rival = mail("receipt", "03-02 11:00", MACHINE, company="Rival")
    assert kept_apart(receipt, invite, answer, fixed, thanks, rival) == [[0, 1, 2, 3, 4], [5]]


def test_an_address_at_a_free_provider_is_a_person_once_the_owner_wrote_to_it() -> None:
    invite = mail("invite", "03-02 09:00", "jk84@gmail.com", TEN, mid="<a>")
    fixed = mail("confirm", "03-03 09:00", "jk84@gmail.com", TEN, company=None)
    assert kept_apart(invite, own("03-02 10:00", "jk84@gmail.com", refs=("<a>",)), fixed) == [[0, 1, 2]]


def test_two_applications_at_one_company_are_told_apart_by_the_role() -> None:
    one = mail("receipt", "03-01 09:00", MACHINE, role="Data Analyst")
    two = mail("receipt", "03-01 10:00", MACHINE, role="Office Manager")
    invite = mail("invite", "03-02 09:00", JO, TEN, role="Data Analyst (m/f)")
    lost = mail("reject", "03-03 09:00", MACHINE, role="Office Manager")
    assert kept_apart(one, two, invite, lost) == [[0, 2], [1, 3]]


def test_what_moves_or_is_called_off_was_held() -> None:
    booked = mail("confirm", "03-02 09:00", JO, TEN, role="Data Analyst")
    other = mail("receipt", "03-03 09:00", JO, role="Office Manager")
    assert kept_apart(booked, other, mail("cancel", "03-04 09:00", JO)) == [[0, 2], [1]]


def test_the_company_goes_by_its_fullest_name() -> None:
    short, full = (
        mail("receipt", "03-01 09:00", company="Awa Water"),
        mail("update", "03-02 09:00", company="Awa Water Services"),
    )
    assert cases(short, full)[0].company == "Awa Water Services"


def test_the_name_said_first() -> None:
    known = ["Tanglin Freight", "Katong Foods"]
    assert first_named(known, ("hello", "katong", "foods", "tanglin", "freight")) == "Katong Foods"
    assert first_named(known, ("katong", "tanglin", "freight")) == "Tanglin Freight"
    assert first_named(known, ("katong", "hello")) == "Katong Foods"
    assert first_named(known, ("hello",)) is None


def test_two_firms_that_offer_one_hour_are_two_whoever_writes() -> None:
    acme = mail("invite", "03-02 09:00", JO, TEN)
    other = mail("invite", "03-02 10:00", "jo.kay@hazel.example", TEN, company="Hazel Books")
    assert kept_apart(acme, other) == [[0], [1]]


def test_a_machine_s_mail_goes_to_the_company_and_the_job_that_it_names_in_passing() -> None:
    one = mail("receipt", "03-01 09:00", MACHINE, role="Data Analyst", subject="Your application (LIB0233)")
    two = mail("receipt", "03-01 10:00", MACHINE, role="Office Manager", subject="Office Manager")
    other = mail("receipt", "03-01 11:00", MACHINE, company="Rival Foods")
    by_number = mail("invite", "03-02 09:00", MACHINE, subject="Interview, LIB0233")
    by_role = mail("reject", "03-03 09:00", MACHINE, words="Office Manager Acme", company=None)
    by_name = mail("reject", "03-04 09:00", MACHINE, words="Thank Rival Foods", company=None)
    assert kept_apart(one, two, other, by_number, by_role, by_name) == [[0, 3], [1, 4], [2, 5]]


def test_the_numbers_of_jobs() -> None:
    assert job_numbers("Interview ref 118-204 (LIB0233), Tue 12.03.2026 @ 10:00 - 2026-03-12") == {"118-204", "lib0233"}


def test_a_house_is_known_by_its_initials() -> None:
    """Whether the mail or the host spells them, and whatever was misread at first."""
    lakes = "Northern Lakes Ferry Authority"
    misread = mail("confirm", "03-02 09:00", "ada.orr@nlfa.example", TEN, company="Bruno Castel")
    named = mail("update", "03-12 09:00", "ada.orr@nlfa.example", company=lakes, news_by="03-20")
    offer = mail("offer", "03-19 09:00", "post@nlfa.example", company=lakes, role="Deck Officer")
    short = mail("update", "03-20 09:00", "post@mailer.example", company="NLFA")
    assert kept_apart(misread, named, offer, short) == [[0, 1, 2, 3]]
    told = play(misread, named, offer, until="03-25 12:00").told()
    assert not [alert for alert in told if alert.startswith("follow_up_ok")]


def test_a_reminder_of_the_house_is_of_the_interview_at_that_hour() -> None:
    booked = mail("confirm", "03-02 09:00", "ada.orr@quay.example", TEN, company="Harbour Schools")
    again = mail("confirm", "03-09 09:00", "office@quay.example", "03-10 10:00", company="Reception Two")
    assert kept_apart(booked, again) == [[0, 1]]
    played = play(booked, again, until="03-10 09:00")
    assert played.held("03-09 12:00") == ["03-10 10:00-11:00 confirmed"]
    assert not played.told()


def test_a_house_that_counts_its_jobs_is_one_company_whatever_name_is_read() -> None:
    first = mail("invite", "03-02 09:00", "ada.orr@quay.example", TEN, company="Harbour Schools", subject="Job 40-1188")
    off = mail("cancel", "03-04 09:00", "office@quay.example", company="Staffing", subject="40-1188 is on hold")
    assert kept_apart(first, off) == [[0, 1]]
    agency = mail("invite", "03-02 09:00", RITA, TEN, company="Acme", agency="Agency", subject="Your CV 40-1188")
    other = mail("invite", "03-02 10:00", RITA, ELEVEN, company="Katong Foods", subject="Your CV 40-1188")
    assert kept_apart(agency, other) == [[0], [1]]


def test_a_recruiter_who_heads_his_mail_with_a_client_writes_of_him() -> None:
    first = mail("invite", "03-02 09:00", RITA, TEN, company="Tanglin Freight", agency="Agency")
    other = mail("invite", "03-02 10:00", RITA, ELEVEN, company="Katong Foods")
    word = mail("update", "03-12 09:00", RITA, company="Jurong", subject="Re: Katong - they liked you")
    assert kept_apart(first, other, word) == [[0], [1, 2]]
    third = mail("invite", "03-12 09:00", RITA, company="Bedok Tools", subject="Bedok and Katong")
    assert kept_apart(first, other, third) == [[0], [1], [2]]

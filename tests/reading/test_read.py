"""From a message to a reading: calendar parts, forwards, mail of the owner's own, and mail that is nobody's job."""

from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.corpus.build import build
from tests.job_hunts import packs

from courtesy.mail.parse import parse
from courtesy.reading import Reading
from courtesy.reading.read import read

LONDON = ZoneInfo("Europe/London")


def calendar(method: str, *, sequence: int = 0, summary: str = "Interview: Lab Technician at Orlo Labs") -> str:
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", "UID:orlo-1@orlo.example",
            f"SEQUENCE:{sequence}", f"SUMMARY:{summary}", "DTSTART:20260312T093000Z", "DTEND:20260312T101500Z",
            "ORGANIZER;CN=Ada Klein:mailto:ada@orlo.example", "END:VEVENT", "END:VCALENDAR", "",
        ]
    )  # fmt: skip


def reading(text: str, *, subject: str, ics: str = "", sent: bool = False) -> Reading:
    head = (
        f"From: Ada Klein <ada@orlo.example>\r\nTo: me@mail.example\r\nSubject: {subject}\r\n"
        "Date: Mon, 02 Mar 2026 09:00:00 +0000\r\nMessage-ID: <1@orlo.example>\r\nMIME-Version: 1.0\r\n"
    )
    plain = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    if ics:
        plain = (
            f'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n{plain}--b\r\n'
            f"Content-Type: text/calendar; charset=utf-8\r\n\r\n{ics}--b--\r\n"
        )
    message = parse((head + plain).encode(), arrived=None)
    return read(message, packs(), addresses=frozenset({"me@mail.example"}), zone=LONDON, sent=sent)


def test_a_calendar_request_gives_the_exact_time_of_the_interview() -> None:
    got = reading(
        "Dear Erik, your interview for Lab Technician is confirmed, the invitation is attached. See you then!",
        subject="Interview confirmation",
        ics=calendar("REQUEST"),
    )
    assert got.kind == "confirm"
    (span,) = got.times
    assert span.start == datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
    assert span.end == datetime(2026, 3, 12, 10, 15, tzinfo=UTC)
    assert got.calendar[0].uid == "orlo-1@orlo.example"


def test_sessions_that_the_text_names_are_the_times_of_a_stretch_that_the_calendar_holds() -> None:
    text = (
        "Your interviews for Lab Technician at Orlo Labs are confirmed for Thursday 12 March 2026:\n\n"
        "09:30 - 09:50 Interview with Ann Lee\n09:55 - 10:15 Interview with Bo Day\n"
    )
    got = reading(text, subject="Your interviews", ics=calendar("REQUEST"))
    assert [f"{span.start:%H:%M}" for span in got.times] == ["09:30", "09:55"]


def test_a_calendar_cancellation_names_the_time_that_falls() -> None:
    got = reading(
        "Dear Erik, unfortunately we have to cancel your interview on Thursday. We will be in touch.",
        subject="Canceled event: Interview: Lab Technician",
        ics=calendar("CANCEL", sequence=1),
    )
    assert got.kind == "cancel"
    assert [span.start for span in got.times] == [datetime(2026, 3, 12, 9, 30, tzinfo=UTC)]


def test_whoever_answers_the_owners_own_invitation_fixes_the_interview_or_asks_for_another_time() -> None:
    entry = "Interview: Lab Technician at Orlo Labs"
    yes = reading(
        f"Ada Klein has accepted this invitation.\n\n{entry}", subject=f"Accepted: {entry}", ics=calendar("REPLY")
    )
    assert (yes.kind, [span.start for span in yes.times]) == ("confirm", [datetime(2026, 3, 12, 9, 30, tzinfo=UTC)])
    other = reading(
        f"Ada Klein proposed a new time for this meeting.\n\n{entry}",
        subject=f"New Time Proposed: {entry}",
        ics=calendar("COUNTER"),
    )
    assert (other.kind, [span.start for span in other.times]) == (
        "reschedule",
        [datetime(2026, 3, 12, 9, 30, tzinfo=UTC)],
    )
    work = calendar("REPLY", summary="Architecture sync")
    assert (
        reading("Ada Klein has accepted this invitation.", subject="Accepted: Architecture sync", ics=work).kind
        == "other"
    )


def test_a_doctors_calendar_part_is_nothing_to_us() -> None:
    got = reading(
        "Your check-up with Dr Lind is booked. Please arrive ten minutes early and bring your insurance card.",
        subject="Your dentist appointment",
        ics=calendar("REQUEST", summary="Dentist: check-up with Dr Lind"),
    )
    assert got.kind == "other"
    assert got.times == ()


def test_another_place_is_told_from_the_same_one() -> None:
    fixed = "Your interview for the lab technician job at Orlo Labs is confirmed for Thursday 12 March at 9:30. "
    assert reading(fixed + "It will now be held at our other office, 5 Hill Road.", subject="Interview").elsewhere
    assert not reading(fixed + "It will be held at our office, 5 Hill Road.", subject="Interview").elsewhere
    assert reading(fixed + "No lift today, so let us do it by phone instead.", subject="Interview").elsewhere
    assert reading(fixed + "See you here at the lab as planned.", subject="Interview").elsewhere
    assert not reading(fixed + "See you then as planned.", subject="Interview").elsewhere


def test_of_another_room_nobody_is_asked_whether_the_interview_moves() -> None:
    mail = {
        "id": "room", "from": "Recruitment <recruitment@northmoor.gov.example>", "to": "me@mail.example",
        "subject": "Interview arrangements - Ref 4471", "date": "2026-11-16T10:11:00+00:00",
        "text": "Dear candidate\n\nDue to a burst pipe the Civic Centre is closed this week. All interviews will now "
        "take place at Northmoor Library, High Street. Times are unchanged.\n\nRecruitment Team\n",
    }  # fmt: skip
    found = read(parse(build(mail), arrived=None), packs(), addresses=frozenset({"me@mail.example"}), zone=LONDON)
    assert (found.kind, found.elsewhere, found.unsure) == ("update", True, None)


def test_of_mail_that_is_passed_over_he_is_asked_though_it_names_firm_and_job() -> None:
    text = "Dear Erik, would Thursday 12 March at 9:30 suit you for a talk about the Lab Technician job at Orlo Labs?"
    mail = f"From: Ada Klein <ada@orlo.example>\r\nTo: me@mail.example\r\nSubject: A talk\r\n\r\n{text}\r\n"
    wary = copy(packs())  # reads nothing as an interview
    lines = dict.fromkeys((name for name in packs().weights.decide if not name.startswith("ask")), 1.0)
    wary.weights = replace(packs().weights, decide=packs().weights.decide | lines)
    found = read(parse(mail.encode(), arrived=None), wary, addresses=frozenset({"me@mail.example"}), zone=LONDON)
    assert (found.kind, found.unsure) == ("other", "invite")
    assert found.perhaps is not None
    assert (found.perhaps.company, found.perhaps.role) == ("Orlo Labs", "Lab Technician")
    assert found.perhaps.unsure == "invite"


def test_mail_of_the_owners_own_hand_has_no_kind_but_says_what_it_does() -> None:
    got = reading("Dear Ada, thank you for the interview yesterday, I enjoyed our talk.", subject="Thanks", sent=True)
    assert got.kind == "other"
    assert got.own is not None
    assert got.own.thanks


def test_every_reason_quotes_the_mail() -> None:
    text = "Dear Erik, we would like to invite you to an interview. Could you do Tuesday 10 March at 2 pm?"
    got = reading(text, subject="Your application")
    assert got.kind == "invite"
    assert got.reply_needed
    quoted = [why for why in got.why if why.says == "invite" and why.quote]
    assert quoted
    assert all(why.quote in text or why.quote in "Your application" for why in quoted)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400), st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=60))
def test_no_text_breaks_it(text: str, subject: str) -> None:
    clean = text.encode("utf-8", "replace").decode("utf-8")
    got = reading(f"interview {clean}", subject=subject)
    assert 0 < got.confidence <= 1

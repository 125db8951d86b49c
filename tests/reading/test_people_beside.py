"""Who is met beside the sender or in his place, and in which round."""

from datetime import timedelta

import pytest
from tests.reading.letters import WHEN, read

from courtesy.reading.reading import CalendarEvent, Kind, Span

INES = "Ines Falk <ines.falk@saltmarshferries.com>"
SYSTEM = "Saltmarsh Ferries <no-reply@us.greenhouse-mail.io>"
CALENDAR = "Google Calendar <calendar-notification@google.com>"


def met(text: str, *, kind: Kind = "confirm", sender: str = INES, subject: str = "Interview") -> set[str]:
    return set(read(text, kind=kind, sender=sender, subject=subject).interviewers)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The interview will be conducted by Mrs P. Hartnoll and Mr D. Okello.", {"P. Hartnoll", "D. Okello"}),
        ("You will meet our General Manager, Shri. R. Thangavelu, at the office.", {"R. Thangavelu"}),
        ("Principal Aho and two teachers will see you on Tuesday.", {"Aho"}),
        ("You will meet Mr van Zyl on the first floor.", {"van Zyl"}),
        ("It is with Mr Lytton KC, for twenty minutes.", {"Lytton"}),
        ("Mr. Hollis and I should like to meet you at four.", {"Hollis", "Ines Falk"}),
        ("You present one project to Kavya Shenoy (PM), Rick Lund (research) and me.",
         {"Kavya Shenoy", "Rick Lund", "Ines Falk"}),
        ("The talk is with Dr. Lenz and the undersigned.", {"Lenz", "Ines Falk"}),
        ("My colleague Petra Vance joins me on the call.", {"Petra Vance", "Ines Falk"}),
        ("Petra Vance from Finance will join us.", {"Petra Vance", "Ines Falk"}),
        ("Zoom, you, me and Petra, for one hour.", {"Petra", "Ines Falk"}),
        ("Rick'll take you through it at ten.", {"Rick"}),
        ("Following your chat with Dermot, you will meet Petra Vance next.", {"Petra Vance"}),
        ("Thank you for booking your final interview with Petra Vance.", {"Petra Vance"}),
        ("Petra is out sick, so Olu Brant takes the design session.", {"Olu Brant"}),
        ("You meet Petra Vance. Your recruiter, Tiff Marchetti, will be around on Slack.", {"Petra Vance"}),
        ("You meet Petra Vance at our store in Yarra Valley.", {"Petra Vance"}),
    ],
)  # fmt: skip
def test_who_is_met_by_name(text: str, names: set[str]) -> None:
    letter = (
        f"Dear Nora,\n\nYour interview is on Tuesday 3 March. {text}\n\nKind regards,\nInes Falk\nSaltmarsh Ferries"
    )
    assert met(letter) == names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thursday 4 works, talk then.", "confirm"),
        ("Got you down for Tuesday 8am. Ask for me at the gate.\nInes", "confirm"),
        ("lovely, half ten tomorrow then, i'll have the kettle on", "confirm"),
        ("Hi Nora, got ten mins for a chat tomorrow? Give me a ring before 11.\nInes", "invite"),
        ("Sorry Nora, my flight is late and I can't make 4. Make it Friday?\nInes", "reschedule"),
    ],
)
def test_who_writes_shortly_and_names_nobody_is_met_himself(text: str, kind: Kind) -> None:
    assert met(text, kind=kind, subject="Re: deckhand") == {"Ines Falk"}


@pytest.mark.parametrize(
    "text",
    [
        "Please find below the details of your interview with our panel on Tuesday. They will see you in room 2.",
        "Dear Nora,\n\nThe committee has shortlisted four candidates, and will hold its interviews on Tuesday 3 March "
        "in the main building. Kindly confirm that you will attend, and please bring your papers.\n\nYours sincerely,\n"
        "Ines Falk\nRecruitment Coordinator",
    ],
)
def test_who_arranges_an_interview_for_others_is_not_met(text: str) -> None:
    assert met(text) == set()


def test_the_owner_tells_in_the_thread_whom_he_will_meet() -> None:
    reply = "On 3 Mar 2026, Nora Quill wrote:\n> Looking forward to meeting you and Marcy!"
    text = f"That works, the room is booked.\n\nInes\n\n{reply}"
    assert met(text) == {"Ines Falk", "Marcy"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("9:00 - 9:45 AM | System design | Petra Vance\n10:00 - 10:45 AM | Role play | Wojtek Lis, Olu Brant",
         {"Petra Vance", "Wojtek Lis", "Olu Brant"}),
        ("9:00 AM - 9:45 AM\nSystem design\nPetra Vance, Rick Lund\n10:00 AM - 10:45 AM\nValues\nMarco Brant",
         {"Petra Vance", "Rick Lund", "Marco Brant"}),
        ("9:30 AM - 10:15 AM   Stakeholder scenario Rick Tift, Marco Danvers", {"Rick Tift", "Marco Danvers"}),
        ("Who: Ines Falk - organizer; Marco Brant", {"Marco Brant"}),
    ],
)  # fmt: skip
def test_the_sessions_of_an_agenda_and_the_guests_of_an_event(text: str, names: set[str]) -> None:
    assert (
        met(f"Hi Nora,\n\nHere is your day, Tuesday 3 March.\n{text}\n\nSee you in the lobby.", sender=SYSTEM) == names
    )


def test_who_stands_beside_the_owner_in_the_title_of_an_appointment_is_met() -> None:
    title = "Updated invitation: Nora <> Marco @ Wed Mar 4, 2026 4pm - 4:45pm (PST)"
    assert met("This event has been updated.\nChanged: time", kind="reschedule", sender=CALENDAR, subject=title) == {
        "Marco"
    }
    assert met("This event has been updated.", sender=CALENDAR, subject="Nora x Saltmarsh Ferries @ Wed") == set()


def test_an_organizer_who_asks_nobody_else_is_met() -> None:
    event = CalendarEvent(
        method="REQUEST", uid="1", sequence=0, summary="Deckhand interview", organizer_name="Ines Falk",
        span=Span(start=WHEN, end=WHEN + timedelta(hours=1)), attendees=("Nora Quill",),
    )  # fmt: skip
    assert read("Details inside.", kind="confirm", sender=INES, calendar=(event,)).interviewers == ("Ines Falk",)


@pytest.mark.parametrize(
    ("text", "kind", "stage"),
    [
        ("Good interview on the phone. The second bit is a working morning, Tuesday or Friday?", "invite", 2),
        ("Your screen with Tyrell went well and we'd love you to meet the wider team.", "invite", 2),
        ("We want to see you again, this time with our director.", "invite", 2),
        ("Round two would be with Dr Abbas. Is the 11th doable?", "invite", 2),
        ("L1 & L2 are cleared. Next is the client round, slot 1 or slot 2?", "invite", 3),
        ("3 down, 1 to go: a talk with both founders. Tuesday or Thursday?", "invite", 99),
        ("What's left is a talk with somebody senior. Thursday or Friday?", "invite", 99),
        ("It was a pleasure speaking with you yesterday. Come to our office on Thursday at four.", "confirm", 2),
        ("You have been shortlisted and will be seen on Tuesday 3 March at ten.", "confirm", 1),
        ("The final date is fixed: Tuesday 3 March at ten.", "confirm", None),
        ("Your interview is on Tuesday. Successful candidates will be invited to a second interview.", "confirm", None),
    ],
)
def test_the_round_is_told_by_what_went_before_and_what_is_left(text: str, kind: Kind, stage: int | None) -> None:
    letter = f"Hi Nora,\n\n{text}\n\nInes"
    assert read(letter, kind=kind, sender=INES, subject="Saltmarsh").round == stage

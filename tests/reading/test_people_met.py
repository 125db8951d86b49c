"""Whom the owner will meet, told in the many ways of letters; and who is only named."""

import pytest
from tests.reading.letters import read

from courtesy.reading.reading import Kind

INES = "Ines Falk <ines.falk@saltmarshferries.com>"
SYSTEM = "Saltmarsh Ferries <no-reply@us.greenhouse-mail.io>"
BOTH = {"Petra Vance", "Olu Brant"}

NAMED = [
    "You'll be meeting:\n\nPetra Vance\nHead of Design\n\nOlu Brant\nStaff Engineer",
    "Interviewers\nPetra Vance\nOlu Brant",
    "Who you'll meet:\n1. Petra Vance (Head of Design)\n2. Olu Brant (Staff Engineer)",
    "10:00 Petra Vance (portfolio)\n10:45 Olu Brant (pairing)\n11:30 finish",
    "Portfolio review, 45 min: Petra Vance\nPairing, 60 min: Olu Brant",
    "Time | Interviewer | Topic\n09:00 | Petra Vance | Portfolio\n10:00 | Olu Brant | Pairing",
    "Tuesday 3 March, 10:00 - 10:45: Petra Vance\nWednesday 4 March, 11:00 - 11:45: Olu Brant",
    "Attendees: Petra Vance; Olu Brant",
    "On the panel will be Petra Vance and Olu Brant.",
    "The interview will be conducted by Petra Vance, Director of Design, and Olu Brant, HR Business Partner.",
    "You'll spend 45 minutes with each of Petra Vance and Olu Brant.",
    "First up is Petra Vance, then Olu Brant takes you through a pairing task.",
    "Petra Vance (Head of Design) and Olu Brant (Staff Engineer) are looking forward to meeting you.",
    "This is a working session with two engineers, Petra Vance and Olu Brant.",
]


@pytest.mark.parametrize("sender", [INES, SYSTEM])
@pytest.mark.parametrize("text", NAMED)
def test_interviewers_are_found_in_sentences_lists_and_tables(text: str, sender: str) -> None:
    signed = "Kind regards,\nInes Falk\nRecruitment Coordinator\nSaltmarsh Ferries"
    letter = f"Dear Nora,\n\nYour interview is on Tuesday.\n\n{text}\n\n{signed if sender is INES else ''}"
    assert set(read(letter, kind="confirm", sender=sender, subject="Interview").interviewers) == BOTH


@pytest.mark.parametrize(
    ("text", "kind", "met"),
    [
        ("Our founder Ingmar would like to have a call with you.", "invite", {"Ingmar"}),
        ("Works for Petra too. Same room.", "confirm", {"Petra"}),
        ("Actually Petra will see you tomorrow. Same room.", "confirm", {"Petra"}),
        ("Petra's calendar is open on Tuesday, so pick any slot.", "invite", {"Petra"}),
        ("Unfortunately Petra is unwell, so we move your interview to Thursday.", "reschedule", {"Petra"}),
        ("Due to a conflict in Petra's calendar, your interview moves to Thursday.", "reschedule", {"Petra"}),
        ("I will be interviewing you along with Olu Brant from Finance.", "confirm", {"Ines Falk", "Olu Brant"}),
        ("That works for Petra too.\n\nInes (EA to Petra Vance, CTO)", "confirm", {"Petra Vance"}),
        ("If you have any questions, contact Petra Vance on 0113 496 0000.", "confirm", set()),
        ("Petra Vance from Talent will send you the link.", "confirm", set()),
        ("You would report to Petra Vance. You come recommended by Olu Brant.", "confirm", set()),
        ("Your interview is at Kestrel House, Temple Way, Bristol, near Victoria Station.", "confirm", set()),
        ("Roads are closed, nobody is in. Your interview moves to Thursday.", "reschedule", set()),
    ],
)
def test_who_is_met_and_who_is_only_named(text: str, kind: Kind, met: set[str]) -> None:
    assert set(read(text, kind=kind, sender=INES, subject="Interview").interviewers) == met


def test_who_forwards_a_letter_is_not_its_author() -> None:
    text = (
        "Nora, see below.\nInes\n\n---------- Forwarded message ---------\n"
        "From: Petra Vance <petra@saltmarsh.example>\nDate: Tue, 3 Mar 2026 at 10:00\nSubject: Nora\n"
        "To: Ines Falk\n\nIt's me and Olu Brant on Friday at 10."
    )
    assert set(read(text, kind="confirm", sender=INES, subject="Fwd: Nora").interviewers) == BOTH


def test_a_bare_confirmation_leaves_people_to_the_thread() -> None:
    text = (
        "Lovely, see you then.\n\nInes\n\nOn 3 Mar 2026, Ines Falk wrote:\n> Could you meet Petra Vance and me at 10?"
    )
    assert set(read(text, kind="confirm", sender=INES, subject="Re: talk").interviewers) == {"Petra Vance", "Ines Falk"}


@pytest.mark.parametrize(
    ("sender", "subject", "text", "company"),
    [
        ("Cascadia Biologics <no-reply@greenhouse-mail.io>", "Interview", "Your interview is on Monday.", None),
        ("Calendly <notifications@calendly.com>", "Moved", "Odile Brandt (Fern Audio) has moved it.", "Fern Audio"),
        ("GoodTime for Larkmont Bank <no-reply@goodtime.io>", "Your times", "Pick a time.", "Larkmont Bank"),
        (
            "Ada Brandt <ada@gaertnerei-albers.example>",
            "Phone",
            "Until then.\n\nAda, Gärtnerei Albers",
            "Gärtnerei Albers",
        ),
        (
            "Ada Brandt <ada@purnellandsons.example>",
            "Joiner",
            "Until then.\n\nAda Brandt\nPurnell & Sons",
            "Purnell & Sons",
        ),
        (
            "Ada Brandt <ada@clerk.example>",
            "Talk",
            "You are with Bluff & Bluster at 2 pm. My client is keen.",
            "Bluff & Bluster",
        ),
    ],
)
def test_firms_are_named_by_machines_brackets_and_hosts(
    sender: str, subject: str, text: str, company: str | None
) -> None:
    expected = company or "Cascadia Biologics"
    assert read(text, sender=sender, subject=subject, kind="confirm").company == expected


@pytest.mark.parametrize(
    ("subject", "text", "role"),
    [
        ("Hello", "Can we move the video editor interview to Monday?", "video editor"),
        ("Hello", "Your intro call (Associate Producer) with us is on Monday.", "Associate Producer"),
        ("Interview: Nora Quill / Fraud Analytics Lead (Round 2)", "Monday at 10.", "Fraud Analytics Lead"),
        ("Hello", "Your hiring manager interview is on Monday.", None),
        ("Hello", "You will meet Professor Lise Aandahl (Head of Culture).", None),
    ],
)
def test_jobs_stand_before_interviews_and_in_brackets(subject: str, text: str, role: str | None) -> None:
    found = read(text, subject=subject, sender=INES, kind="confirm").role
    assert found == role or (role is not None and (found or "").startswith(role))


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("We'd like to invite you back for a second chat.", 2),
        ("You've passed the phone screen; next is a technical interview.", 2),
        ("This is the final stage of our process.", 99),
        ("The process: phone screen, technical interview, final interview. First up is the phone screen.", 1),
        ("After this there will be a second interview with the board.", 1),
        ("The technical interview takes an hour.", None),
        ("The third interview is with the board.", 3),
    ],
)
def test_the_round_is_the_one_that_is_offered(text: str, stage: int | None) -> None:
    letter = f"Dear Nora,\n\n{text} When are you free?\n\nKind regards,\nInes Falk"
    assert read(letter, sender=INES, subject="Saltmarsh").round == stage


def test_a_moved_interview_is_of_the_round_its_thread_says() -> None:
    text = (
        "Can we do Friday at 10 instead?\n\nInes\n\nOn 3 Mar 2026, Ines Falk wrote:\n> Your second interview is at 9."
    )
    assert read(text, kind="reschedule", sender=INES, subject="Re: talk").round == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("It is on video; I will call you on Teams.", "video"),
        ("Same link as before.", "video"),
        ("Please call 0113 496 0000 at 10.", "phone"),
        ("Vikram will dial your mobile.", "phone"),
        ("Our nearest station is Bank.", "onsite"),
        ("We'd like you to spend the morning with us.", "onsite"),
        ("Could we have a quick call on Monday at 10?", None),
    ],
)
def test_places_are_told_by_what_the_owner_is_to_do(text: str, place: str | None) -> None:
    letter = f"Dear Nora,\n\n{text}\n\nKind regards,\nInes Falk"
    assert read(letter, kind="confirm", sender=INES, subject="Saltmarsh").place == place

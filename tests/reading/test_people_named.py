"""Who is met of those whom a mail names: by what stands beside the name, in lists and agendas, and who is nobody."""

import pytest
from tests.reading.letters import read

from courtesy.reading.reading import Kind

INES = "Ines Falk <ines.falk@saltmarshferries.com>"
SYSTEM = "Saltmarsh Ferries <no-reply@us.greenhouse-mail.io>"


def named(text: str, *, kind: Kind = "confirm", sender: str = SYSTEM) -> set[str]:
    return set(read(f"Dear Nora,\n\n{text}\n", kind=kind, sender=sender, subject="Your interview").interviewers)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Quirina Vossel from our dockside crew will be on the phone with you for half an hour.", {"Quirina Vossel"}),
        ("Gazza our yard foreman will have the chat with you.", {"Gazza"}),
        ("You start with a call with our recruiter, Quirina Vossel, at nine.", {"Quirina Vossel"}),
        ("The second interview is with Department Manager Kenji Oshima.", {"Kenji Oshima"}),
        ("Ten minutes chat w Petra, then done.", {"Petra"}),
        ("You'll be met by Petra. Boots, no perfume.", {"Petra"}),
        ("Petra Vance asks you about ships, and you ask her.", {"Petra Vance"}),
        ("Please note that Petra Vance replaces Olu Brant as your interviewer.", {"Petra Vance"}),
        ("A change: Olu Brant is replaced by Petra Vance on Tuesday.", {"Petra Vance"}),
        ("We look for one of the following for a panel interview with Petra Vance.", {"Petra Vance"}),
        ("Panel Petra Vance, Head of Sails; Olu Brant, Finance", {"Petra Vance", "Olu Brant"}),
        ("Who Petra Vance and Olu Brant", {"Petra Vance", "Olu Brant"}),
        ("You'll meet:\n- Sails and ropes: Petra Vance (Head of Sails), Olu Brant\n- Values: somebody from People",
         {"Petra Vance", "Olu Brant"}),
        ("Petra Vance looks forward to seeing you on Tuesday.", {"Petra Vance"}),
        ("Tuesday at 1:30 works on Petra's side.", {"Petra"}),
        ("Petra (Gorse & Heather Garden Centre) will ring you.", {"Petra"}),
        ("It is at noon with the harbour's owner, Chief (Mrs) Quirina Vossel.", {"Quirina Vossel"}),
        ("10:30 - 11:15  Knots - now with Petra Vance in place of Olu Brant", {"Petra Vance"}),
        ("Saltmarsh Ferries, Olive St\nDeckhand\nAsk for Petra", {"Petra"}),
        ("You will meet Don Álvaro Quesada on Tuesday.", {"Álvaro Quesada"}),
        ("Mon, May 4, 2026 9:00 AM - 9:45 AM Petra Vance Teams\nMon, May 4, 2026 10:00 AM - 10:45 AM Olu Brant Teams",
         {"Petra Vance", "Olu Brant"}),
        ("9:00 - 9:45 AM Knots and ropes Petra Vance\n10:00 - 10:45 AM Working with tides Quir-na Vossel",
         {"Petra Vance", "Quir-na Vossel"}),
        ("Monday, May 4, 2026, 8:15 AM - 9:00 AM Central\nPetra Vance, Harbour Manager\nJoin Teams", {"Petra Vance"}),
    ],
)  # fmt: skip
def test_who_is_met_in_sentences_lists_and_agendas(text: str, names: set[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("You will meet Petra Vance, Night Control Manager, and Olu Brant.", {"Petra Vance", "Olu Brant"}),
        ("Panel: Petra Vance (chair), Wing Commander Brant", {"Petra Vance", "Brant"}),
        ("We ask what you want as our head chef. Landline if you have one. Petra will meet you.", {"Petra"}),
        ("Interviewer is Petra, Ops Manager. Okay? See you.", {"Petra"}),
        ("You will meet Petra Vance. Which would you prefer and I will give you a time.", {"Petra Vance"}),
        ("14 Georges Quay, Cork", set()),
        (
            "The panel liked you, and as we go on we want you to send these details at the earliest:\nCurrent CTC -",
            set(),
        ),
    ],
)
def test_offices_streets_and_first_words_are_nobody(text: str, names: set[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sorry, Quirinus is travelling on Tuesday. Can we do Thursday at 3?", {"Quirinus"}),
        ("Time changes to 4 pm as Quirinus sir is stuck at customs.", {"Quirinus"}),
        ("Note from Petra Vance: auditors landed on us, sorry. Could we do Thursday at 3?", {"Petra Vance"}),
        ("Our recruiter Petra is out on Tuesday so we moved your call to Friday.", {"Petra"}),
        ("Our client manager from Texas has a conflict so it moves to Friday.", set()),
    ],
)
def test_for_whom_an_interview_moves_is_met(text: str, names: set[str]) -> None:
    assert named(text, kind="reschedule") == names


def test_for_whom_an_interview_is_called_off_is_not_met() -> None:
    assert named("Petra can't make it on Tuesday, so there is no interview.", kind="cancel") == set()

"""An invitation is to a first talk where it answers an application or sounds like one; else its round is any."""

import pytest
from tests.reading.letters import read


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Thank you for your application. Could you come in on Tuesday at 5 or Thursday at 5?", 1),
        ("Could we have a quick call on Tuesday at 5?", 1),
        ("We liked your covering letter. Could you see us on Tuesday at 5?", 1),
        ("Interview slots are open. Please choose one by Friday.", None),
        ("The panel would like to see you on Tuesday at 5 or Thursday at 5. Which?", None),
        ("The panel would like to see you for a final interview on Tuesday at 5 or Thursday at 5.", 99),
    ],
)
def test_an_invitation_that_says_nothing_of_what_went_before_may_be_of_any_round(text: str, stage: int | None) -> None:
    assert read(f"Dear Nora,\n\n{text}\n\nJo Lind", kind="invite", subject="Tuesday").round == stage


@pytest.mark.parametrize(
    ("subject", "stage"),
    [
        ("Acme: stage 1 of 3", 1),
        ("Interview (1/2)", 1),
        ("Round 2 of 3", 2),
        ("Round 2 of 2", 99),
        ("Your second and final meeting", 99),
        ("The final loop", 99),
        ("Round 4 with Acme", 4),
    ],
)
def test_which_of_how_many(subject: str, stage: int) -> None:
    text = "Dear Nora,\n\nyour interview is on Tuesday 9 June at 10.00.\n\nJo Lind"
    assert read(text, kind="confirm", subject=subject).round == stage


@pytest.mark.parametrize(
    "text",
    [
        "Das Gespräch am Montag hat uns gut gefallen. Passt Dienstag um 10 Uhr bei uns?",
        "Nach unserem netten Telefonat würden wir Sie gern sehen: am Dienstag um 10 Uhr?",
        "Suite à notre échange téléphonique, nous aimerions vous rencontrer mardi à 10h. Cela vous convient ?",
        "Nos gustó mucho la charla del lunes. ¿Puedes venir el martes a las 10?",
        "La chiacchierata di lunedì ci è piaciuta. Va bene martedì alle 10 da noi?",
        "Ons gesprek van maandag was leuk. Kan je dinsdag om 10 uur naar ons komen?",
        "O papo de segunda foi ótimo! Pode vir na terça às 10h?",
    ],
)
def test_who_invites_after_a_talk_invites_to_a_second(text: str) -> None:
    assert read(text, kind="invite", subject="").round == 2

"""An invitation is to a first talk where it answers an application or sounds like one; else its round is any."""

import pytest
from tests.reading.test_people import read


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

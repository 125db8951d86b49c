"""Which mail is meant is asked wherever a word may mean several: nothing is corrected that was not named."""

from dataclasses import replace

import pytest
from tests.shell.test_store import EVENT

from courtesy.mail.message import Address
from courtesy.owner.which_mail import meant
from courtesy.reading import Reading

ONE = replace(
    EVENT,
    identity="facade1234567890",
    message_id="<acme-1@mail.example>",
    subject="Your interview",
    parties=(Address(name="Kim", email="kim@ridge.example"),),
    reading=Reading(kind="invite", company="Ridge"),
)
OTHER = replace(
    ONE,
    identity="20260421ffff0000",
    message_id="<2@mail.example>",
    subject="Facade cleaner, 20261234",
    reading=Reading(kind="update", company="Acme"),
)
THIRD = replace(ONE, identity="2026123456789abc", message_id="", subject="Hello", reading=Reading(kind="update"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["acme"], [OTHER]),  # the owner's word, not the beginning of a Message-ID
        (["acme-1@mail.example"], [ONE]),
        (["<acme-1@mail.example>"], [ONE]),
        (["acme-1@mail"], [ONE]),
        (["facade12"], [ONE]),
        (["FACADE12"], [ONE]),
        (["facade"], [ONE, OTHER]),  # a name of one, a word of the other
        (["20261234"], [OTHER, THIRD]),
        (["2026"], [OTHER]),  # too short for a name
        (["20260421"], [OTHER]),
        (["<>"], []),
        (["ridge", "your"], [ONE]),
        ([], [ONE, OTHER, THIRD]),
    ],
)
def test_a_name_does_not_take_the_owners_words_away(words: list[str], expected: list[object]) -> None:
    assert meant([ONE, OTHER, THIRD], words) == expected

"""A house that shortens its name to initials is found in full, by its host and by its own short name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.letters import read

from courtesy.reading.initials import abbreviates, shortened

SUBJECT, BOOKED = "Your interview", "Dear Nora,\n\nYour interview is on Tuesday 9 June at 10.\n\n"


@pytest.mark.parametrize(
    ("sender", "text", "company"),
    [
        (
            "Ada Orr <ada.orr@nlfa.example>",
            "Ada Orr\nDeck Manager\nNorthern Lakes Ferry Authority",
            "Northern Lakes Ferry Authority",
        ),
        (
            "NLFA Staffing <post@nlfa.example>",
            "Employer: Northern Lakes Ferry Authority\n\nPlease bring two references.",
            "Northern Lakes Ferry Authority",
        ),
        (
            "Bo Lund <bo@opd.example>",
            "Panel members: Bo Lund, Aline Castel\n\nOffice of Public Docks",
            "Office of Public Docks",
        ),
        ("Ada Orr <ada.orr@rvdb.example>", "Ada Orr\nRed Valley District Board", "Red Valley District Board"),
    ],
)
def test_the_name_in_full_is_told(sender: str, text: str, company: str) -> None:
    assert read(BOOKED + text, sender=sender, subject=SUBJECT, kind="confirm").company == company


def test_little_words_may_be_left_out() -> None:
    assert abbreviates("mpw", ["Ministry", "of", "Public", "Works"])
    assert abbreviates("mopw", ["Ministry", "of", "Public", "Works"])
    assert not abbreviates("mpw", ["Ministry", "of", "Public"])
    assert not abbreviates("mpw", ["Ministry", "of", "Public", "Works", "Abroad"])
    assert not abbreviates("ab", ["Acme", "Boats"])


def test_a_name_ends_at_a_stop() -> None:
    assert list(shortened("We at the Red Valley District Board, in Lee", "rvdb")) == ["Red Valley District Board"]
    assert list(shortened("Red, Valley District Board", "rvdb")) == []
    assert list(shortened("red valley district board", "rvdb")) == []


@given(st.text(max_size=300), st.text(alphabet="abcxyz", max_size=12))
def test_any_text_is_searched(text: str, short: str) -> None:
    assert all(abbreviates(short, name.split()) for name in shortened(text, short))

"""No character of a mail does more than be read."""

import unicodedata
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from tests.effects.examples import SCAM, SLOT

from courtesy.effects import words
from courtesy.mail.plain import one_line

OVERRIDES = {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
ANY = st.text(st.characters(codec=None))


@given(ANY, st.integers(1, 300))
def test_any_text_becomes_one_harmless_line_and_stays_so(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert one_line(line, limit) == line
    line.encode()
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in line)
    assert not any(unicodedata.bidirectional(c) in OVERRIDES for c in line)


@given(ANY)
def test_many_lines_keep_their_line_ends_only(text: str) -> None:
    assert all(one_line(line, 500) == line for line in words.plain_lines(text).split("\n"))


def test_honest_words_are_left_alone() -> None:
    for text in ("Gespräch bei Müller & Söhne <Köln>; 14:30, Raum 5", "日本語 면접 👩 ☎️"):
        assert one_line(text, 500) == text


def test_the_quote_of_a_scam_is_no_link() -> None:
    assert "http://" not in words.quote(SCAM)
    assert "evil.example" in words.quote(SCAM)


def test_times_are_told_in_the_owners_zone() -> None:
    zone = ZoneInfo("America/New_York")
    assert words.span(SLOT, zone) == "Mon 20 Apr 2026, 13:00-14:00"
    assert words.moment(SLOT.start + timedelta(days=14), zone) == "Mon 4 May 2026, 13:00"

"""Patterns that are compiled late and forgotten do what compiled patterns do."""

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from courtesy.reading import patterns, read
from courtesy.reading.narrow import narrow


def test_a_late_pattern_finds_what_a_compiled_one_finds_before_and_after_it_is_forgotten() -> None:
    text = "On Monday at 9, on Tuesday at 10"
    late, compiled = patterns.late(r"(?i)on (\w+)"), re2.compile(r"(?i)on (\w+)")
    for _ in range(2):
        assert late.findall(text) == compiled.findall(text) == ["Monday", "Tuesday"]
        assert late.search(text).span(1) == compiled.search(text).span(1)
        assert late.sub("x", text) == compiled.sub("x", text)
        patterns.forget()
    assert late.pattern == compiled.pattern


@given(
    pattern=st.sampled_from([r"b*", r"(a)|b", r"\bab", r"a$", r"^a", r"[^a]", "é", r"\n"]),
    text=st.text("ab é\n", max_size=12),
    start=st.integers(0, 3),
)
def test_what_stands_in_the_code_finds_what_the_wrapper_of_re2_finds(pattern: str, text: str, start: int) -> None:
    ours, theirs = patterns.sparing(pattern), re2.compile(pattern)
    start = min(start, len(text))
    for place in (text, text.encode()):
        for ask in ("search", "match"):
            found, told = (getattr(one, ask)(place, start) for one in (ours, theirs))
            assert (found is None) == (told is None)
            assert not found or (found.span(), found.groups()) == (told.span(), told.groups())
        assert [one.span() for one in ours.finditer(place)] == [one.span() for one in theirs.finditer(place)]
        assert ours.findall(place) == theirs.findall(place)
        assert ours.split(place) == theirs.split(place)
        assert ours.sub(place[:0], place) == theirs.sub(place[:0], place)


@pytest.mark.parametrize(
    "pattern", [r"a\nb", r"a\s", r"[^a]b", r"\W", "^a", "a$", "(?s).", r"[^.\n]|[^a]", "a\nb", "[a\n]", r"[$\s]"]
)
def test_what_may_hold_a_line_end_is_known(pattern: str) -> None:
    assert patterns.crosses_lines(pattern)


@pytest.mark.parametrize(
    "pattern", [r"a.b", r"[^.\n]b", r"[^\s]", r"\$ ?[0-9]", r"\S\w\b\p{L}", r"(?i)a|[ab]", "[£$€]5", "[.$]"]
)
def test_what_stays_within_a_line_is_known(pattern: str) -> None:
    assert not patterns.crosses_lines(pattern)


LETTERS = [r"(\p{Lu})\p{Ll}*", r"\p{L}{2}|–", r"[^\p{L}]", r"\x{20ac}|(\p{Lu})"]


@given(pattern=st.sampled_from(LETTERS), text=st.text("aBéÑőŁжЖ漢– €1☃", max_size=10))
def test_letters_of_all_of_unicode_are_found_though_patterns_know_but_a_few(pattern: str, text: str) -> None:
    ours, theirs = patterns.sparing(pattern), re2.compile(pattern)
    assert len(narrow(text)) == len(text)
    assert [(one.span(), one.groups()) for one in ours.finditer(text)] == [
        (one.span(), one.groups()) for one in theirs.finditer(text)
    ]
    assert ours.findall(text) == theirs.findall(text)
    assert ours.split(text) == theirs.split(text)
    by = r"<\\\1>" if theirs.groups else "x"
    assert ours.sub(by, text) == theirs.sub(by, text)


def test_every_pattern_in_the_code_can_be_compiled() -> None:
    assert callable(read.read)  # with it come all the modules that look into mail
    assert all(one.pattern for one in patterns._ALL)

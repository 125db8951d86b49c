"""Patterns that are compiled late and forgotten do what compiled patterns do."""

import re2

from courtesy.reading import patterns


def test_a_late_pattern_finds_what_a_compiled_one_finds_before_and_after_it_is_forgotten() -> None:
    text = "On Monday at 9, on Tuesday at 10"
    late, compiled = patterns.late(r"(?i)on (\w+)"), re2.compile(r"(?i)on (\w+)")
    for _ in range(2):
        assert late.findall(text) == compiled.findall(text) == ["Monday", "Tuesday"]
        assert late.search(text).span(1) == compiled.search(text).span(1)
        assert late.sub("x", text) == compiled.sub("x", text)
        patterns.forget()
    assert late.pattern == compiled.pattern

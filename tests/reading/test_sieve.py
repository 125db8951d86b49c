"""A sieve leaves out no pattern that matches, and no place where it does."""

import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.config.rulebook import load
from courtesy.config.tables import Config
from courtesy.reading.sieve import Sieve

ATOMS = ["a", "job", "call", " ", " at ", ".", "'", "é", "ſ", "\u212a", "\n", "^", "$", "(?i)", r"\b", r"\d", r"\w"]
ATOMS += [
    r"\W",
    r"\s",
    r"\.",
    r"\x{e9}",
    r"\p{Lu}",
    "[ap]",
    "[0-9]",
    "[a-c]",
    r"[^.\n]",
    r"[^\w\n]",
    r"[\w-]",
    r"[ \t]",
]
TIMES = ["?", "*", "+", "{2}", "{0,3}?", "{1,2}"]
PATTERNS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
        st.tuples(inner, st.sampled_from(TIMES)).map(lambda two: f"(?:{two[0]}){two[1]}"),
    ),
    max_leaves=8,
)
TEXTS = st.lists(st.sampled_from([*"ajobcl 10.,-'é\nſKſÉ", "job", " call ", "at", "\n", " "]), max_size=30).map("".join)


def _spans(pattern: str, octets: bytes, where: list[tuple[int, int]]) -> list[tuple[int, int]]:
    options = re2.Options()
    options.case_sensitive = False
    compiled = re2.compile(pattern, options)
    return [match.span() for span in where for match in compiled.finditer(octets, *span)]


@settings(max_examples=400, deadline=None)
@given(PATTERNS, TEXTS, st.booleans())
def test_what_is_found_in_the_likely_places_is_all_there_is(pattern: str, text: str, long: bool) -> None:
    octets = ("nothing\n" * 80 * long + text).encode()
    likely = dict(Sieve([pattern]).likely(octets))
    assert _spans(pattern, octets, likely.get(0, [])) == _spans(pattern, octets, [(0, len(octets))])


def test_few_of_the_shipped_patterns_are_likely_and_their_examples_are_found() -> None:
    rules = [rule for rule in load(Config()).rules.values() if rule.name.startswith("en/") and rule.example]
    patterns = [pattern for rule in rules for pattern in rule.any]
    sieve, share = Sieve(patterns), []
    for rule in rules:
        for example in rule.example:
            octets = example.encode()
            likely = {patterns[number] for number, _ in sieve.likely(octets)}
            assert all(pattern in likely for pattern in rule.any if _spans(pattern, octets, [(0, len(octets))]))
            share.append(len(likely) / len(patterns))
    assert sum(share) / len(share) < 0.1

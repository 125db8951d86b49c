"""The rules of one family, compiled, and what they find in a text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any

import re2

from courtesy.reading.patterns import crosses_lines, fitting
from courtesy.reading.regexp import Pattern
from courtesy.reading.rules import Rule, pattern_options
from courtesy.reading.sentences import Sentences

_FEW = 20  # patterns; the families that every mail is asked about have no more, and are given
_ROOM = 1 << 20  # octets each, with which RE2 takes its fast way
_MATCHES = 24  # of one pattern in one text; more say nothing new
_PIECE = 300  # octets, and what is left of the line; of shorter texts RE2 takes in many patterns at once no faster

_Range = tuple[int, int]  # where a piece of a text begins and ends, in octets


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A rule that matched, and the words it rests on (a sentence, at most 160 characters)."""

    rule: Rule
    where: str
    quote: str


class Family:
    """The patterns of all rules of one family; compiled when the first text comes."""

    def __init__(self) -> None:
        self.places: set[str] = set()  # that some rule looks into
        self._patterns: list[tuple[Rule, str]] = []
        self._unless: dict[str, Any] = {}  # filled as patterns are met; most never are

    def add(self, rule: Rule) -> None:
        self.places.update(rule.where)
        self._patterns += [(rule, pattern) for pattern in rule.any]

    @cached_property
    def _sieves(self) -> list["_Sieve"]:
        """One of the patterns that match within a line, one of the others."""
        room = _ROOM if len(self._patterns) < _FEW else 0
        kinds: tuple[dict[int, str], dict[int, str]] = {}, {}
        for number, (_, pattern) in enumerate(self._patterns):
            kinds[crosses_lines(pattern)][number] = pattern
        return [_Sieve(numbered, room) for numbered in kinds]

    def _likely(self, where: str, octets: bytes) -> Iterator[tuple[Rule, Pattern, list[_Range]]]:
        """The rules that may match in that place, in order, and of each its compiled pattern and where that may."""
        in_lines, across = self._sieves
        found = in_lines.likely(octets, _pieces(octets)) | across.likely(octets, [(0, len(octets))])
        for number in sorted(found):
            rule = self._patterns[number][0]
            if where in rule.where:
                yield rule, *found[number]

    def any(self, where: str, text: str) -> bool:
        octets = text.encode()
        likely = self._likely(where, octets)
        return any(next(pattern.within(octets, ranges), None) for _, pattern, ranges in likely)

    def hits(self, where: str, text: str) -> list[Hit]:
        found: dict[str, Hit] = {}
        sentences = None
        octets = text.encode()
        for rule, pattern, ranges in self._likely(where, octets):
            if rule.name in found:
                continue
            for match in islice(pattern.within(octets, ranges), _MATCHES):
                sentences = sentences or Sentences(octets)
                if not self._silenced(rule, sentences, match.start(), match.end()):
                    found[rule.name] = Hit(rule=rule, where=where, quote=sentences.quote(match.start()))
                    break
        return list(found.values())

    def _silenced(self, rule: Rule, sentences: Sentences, start: int, end: int) -> bool:
        first, last = sentences.around(start)
        sentence = sentences.octets[first : max(last, end)]
        return any(self._compile(word).search(sentence) for word in rule.unless)

    def _compile(self, pattern: str) -> Any:
        if pattern not in self._unless:
            self._unless[pattern] = Pattern(fitting(partial(re2.compile, pattern), pattern_options()))
        return self._unless[pattern]


class _Sieve:
    """Numbered patterns, compiled. Most need some word that a text does not have.

    RE2 knows these words, looks for all of them in one pass, and so only few patterns are left to be searched for.
    """

    def __init__(self, numbered: Mapping[int, str], room: int) -> None:
        self._filter = re2.Filter()
        for pattern in numbered.values():
            options = pattern_options()
            options.max_mem = max(room, options.max_mem)
            fitting(partial(self._filter.Add, pattern), options)
        if numbered:
            self._filter.Compile()
        self._patterns = [(number, Pattern(self._filter.re(at))) for at, number in enumerate(numbered)]

    def likely(self, octets: bytes, ranges: Iterable[_Range]) -> dict[int, tuple[Pattern, list[_Range]]]:
        """By number the patterns that may match in some of the `ranges` of a text, and those ranges."""
        found: dict[int, tuple[Pattern, list[_Range]]] = {}
        for start, end in ranges if self._patterns else ():
            for at in self._filter.Match(octets[start:end], potential=True) or ():
                number, pattern = self._patterns[at]
                found.setdefault(number, (pattern, []))[1].append((start, end))
        return found


def _pieces(octets: bytes) -> Iterator[_Range]:
    """Whole lines, as many as make up a piece."""
    at = 0
    while at < len(octets):
        end = octets.find(b"\n", at + _PIECE)
        end = len(octets) if end < 0 else end
        yield at, end
        at = end + 1

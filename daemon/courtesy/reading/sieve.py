"""Finds the few among many patterns that may match a text, and where, by the phrases that they cannot do without."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from courtesy.reading.phrases import least, needs, plain, weight, within_a_line

_MOST = 3  # needs looked for, of one pattern
_BEGINNING = 5  # letters by which words are looked up whose end is not known
_GRAM = 3  # letters by which words are looked up whose beginning is not known
_LONG = 600  # octets; in a longer text patterns are only searched for in the lines that say what they need
_MOST_LINES = 100  # searched singly; to begin a search takes a moment too

Span = tuple[int, int]
# A phrase, its words that are whole, whether these are all of it, and the numbers of the needs that it meets.
_Entry = tuple[bytes, frozenset[bytes], bool, tuple[int, ...]]


class Sieve:
    """What many patterns need, by the words that meet it."""

    def __init__(self, patterns: Sequence[str]) -> None:
        numbers: dict[frozenset[str], int] = {}  # many patterns need the same: a day, an hour
        self._needs = [tuple(numbers.setdefault(need, len(numbers)) for need in _told(text)) for text in patterns]
        self._in_a_line = [within_a_line(pattern) for pattern in patterns]
        self._whose: dict[int, list[int]] = {}  # the patterns by the need that tells most
        for number, wanted in enumerate(self._needs):
            self._whose.setdefault(wanted[0] if wanted else -1, []).append(number)
        self._whole: dict[bytes, list[_Entry]] = {}  # by a word of the phrase
        self._begun: dict[bytes, list[_Entry]] = {}  # by the beginning of its first word
        self._inside: dict[bytes, list[_Entry]] = {}  # by three letters that may stand anywhere in a word
        self._short: list[_Entry] = []  # these have no three letters
        self._enter(numbers)
        self._lengths = sorted({len(word) for word in self._begun})

    def _enter(self, numbers: dict[frozenset[str], int]) -> None:
        meets: dict[str, list[int]] = {}
        for need, number in numbers.items():
            for phrase in need:
                meets.setdefault(phrase, []).append(number)
        common = Counter(word for phrase in meets for word in phrase.split())
        for phrase, met in meets.items():
            words = phrase.split()
            whole = words[0 if phrase.startswith(" ") else 1 : len(words) if phrase.endswith(" ") else -1]
            entry = phrase.encode(), frozenset(map(str.encode, whole)), phrase == f" {words[0]} ", tuple(met)
            if whole:
                self._whole.setdefault(min(whole, key=common.__getitem__).encode(), []).append(entry)
            elif phrase.startswith(" "):
                self._begun.setdefault(words[0][:_BEGINNING].encode(), []).append(entry)
            elif len(word := max(words, key=len)) < _GRAM:
                self._short.append(entry)
            else:
                self._inside.setdefault(word[:_GRAM].encode(), []).append(entry)

    def likely(self, octets: bytes) -> list[tuple[int, list[Span]]]:
        """The patterns that may match in a text (UTF-8), by number and in order, each with the stretches where."""
        text = plain(octets)
        everywhere = [(0, len(octets))]
        if text is None:
            return [(number, everywhere) for number in range(len(self._needs))]
        met = self._met(text)
        found = sorted(
            number
            for need in (-1, *met)
            for number in self._whose.get(need, ())
            if all(wanted in met for wanted in self._needs[number])
        )
        if len(octets) < _LONG:
            return [(number, everywhere) for number in found]
        lines = _Lines(octets)
        spans = (
            lines.saying([met[need] for need in self._needs[number]]) if self._in_a_line[number] else everywhere
            for number in found
        )
        likely = [(number, where) for number, where in zip(found, spans, strict=True) if where]
        return [(number, where if len(where) <= _MOST_LINES else everywhere) for number, where in likely]

    def _met(self, text: bytes) -> dict[int, list[bytes]]:
        """The needs that `text` meets, and by which phrases."""
        met: dict[int, list[bytes]] = {}
        words = frozenset(text.split())
        for phrase, whole, alone, known in self._entries(words):
            if alone or (whole <= words and phrase in text):
                for need in known:
                    met.setdefault(need, []).append(phrase)
        return met

    def _entries(self, words: frozenset[bytes]) -> Iterator[_Entry]:
        """The phrases of which a word, or what is known of it, is among `words`."""
        whole, begun, lengths = self._whole, self._begun, self._lengths
        for word in words:
            if word in whole:
                yield from whole[word]
            for length in lengths:
                if word[:length] in begun:
                    yield from begun[word[:length]]
        for gram in self._inside.keys() & {word[at : at + _GRAM] for word in words for at in range(len(word) - 2)}:
            yield from self._inside[gram]
        yield from self._short


class _Lines:
    """The lines of a text, in plain form, and which of them say something."""

    def __init__(self, octets: bytes) -> None:
        self._spans: list[Span] = []
        plain_lines, start = [], 0
        for line in octets.split(b"\n"):
            self._spans.append((start, start + len(line)))
            plain_lines.append(plain(line) or b"")
            start += len(line) + 1
        self._text = b"\n".join(plain_lines)
        self._starts = [0]
        for line in plain_lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._known: dict[bytes, set[int]] = {}

    def saying(self, wanted: Iterable[Iterable[bytes]]) -> list[Span]:
        """The lines with a phrase of each of `wanted`."""
        there: set[int] | None = None
        for phrases in wanted:
            lines = set().union(*map(self._with, phrases))
            there = lines if there is None else there & lines
            if not there:
                return []
        return [(0, self._spans[-1][1])] if there is None else [self._spans[line] for line in sorted(there)]

    def _with(self, phrase: bytes) -> set[int]:
        if phrase not in self._known:
            found: set[int] = set()
            at = self._text.find(phrase)
            while at >= 0:
                line = bisect_right(self._starts, at) - 1
                found.add(line)
                at = self._text.find(phrase, self._starts[line + 1])
            self._known[phrase] = found
        return self._known[phrase]


def _told(pattern: str) -> list[frozenset[str]]:
    """The needs of a pattern that tell most, first the one that does; of each phrase the part between gaps."""
    told = [
        frozenset(max(phrase.split("*"), key=lambda part: (weight(part), part)) for phrase in phrases)
        for phrases in needs(pattern)
    ]
    return sorted((need for need in told if least(need) > 0), key=least, reverse=True)[:_MOST]

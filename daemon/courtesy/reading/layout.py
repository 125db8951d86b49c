"""Where things stand in a mail: its lines, with wrapped ones joined, and its sentences."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from courtesy.reading.patterns import late

_REACH = 400
_WRAPPED = 56  # a line at least this long was broken by a mail program, not by its writer
_LABEL = 20
_LONG = 1_000  # characters of a line
_STARTS_ANEW = late(
    r"^[ \t]*(?:[*>|-]|[0-9]{1,2}[:.h][0-9]{2}\b|\(?[0-9a-z]{1,2}[.)][ \t]|[a-z][a-z /]{1,24}(?::|  ?-)[ \t])"
)
_RUNS_ON = late(
    r"(?:,|\b(?:on|or|and|at|the|for|by|to|of|from|is|in|an?|this|next|before|after|until|either|last|our|your"
    r"|den|am|le|el|il|de))[ ]*$"
)
_STOP = late(r"[.!?]+[\"')\]]*[ \t]+|;[ \t]+|\n+")
_ABBREVIATION = late(
    r"(?:^|[ (-])(?:mr|mrs|ms|dr|prof|st|no|kl|approx|ca|e\.g|i\.e|vs|inc|ltd|jan|feb|mar|apr|jun|jul|aug|sept?"
    r"|oct|nov|dec|mon|tues?|wed|thurs?|fri|sat|sun|[a-z])$"
)
_DOTTED = late(r"[0-9]\.(?:0?[1-9]|1[0-2])$")
_DAY_NUMBER = late(r"(?:^|[^0-9.:])[0-9]{1,2}$")
_HALF_DAY = late(r"[ap]\.m$")
_ZONE = late(r"(?:[a-z]{1,4}t|utc|gmt[+0-9-]*|eastern|central|mountain|pacific|uk|us|local|bst|[a-z]+ time)\b")


def flowed(folded: str, names: Any) -> str:
    """`folded` with the line breaks that only wrap a paragraph made blanks, so that places stay where they are.

    `names` finds a weekday or month at the start of a line: such a line is a list's, unless the one above runs on.
    """
    lines = folded.split("\n")
    parts = [lines[0]]
    for before, line in pairwise(lines):
        wraps = len(before) >= _WRAPPED and line.strip() and "|" not in line and before.rstrip()[-1:] not in ".:!?;|"
        wraps = wraps and (len(line) > _LABEL or line.rstrip()[-1:] in ".,;!?)")  # "Former" stands over a time
        listed = names.search(line) is not None and _RUNS_ON.search(before) is None
        parts.append((" " if wraps and not listed and not _STARTS_ANEW.search(line) else "\n") + line)
    return "".join(parts)


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The lines of `text` and where each begins; one of thousands of characters in parts, to bound the look ahead."""
    start = 0
    for line in text.split("\n"):
        while len(line) > _LONG:
            cut = line.rfind(" ", _LONG // 2, _LONG) + 1 or _LONG
            yield start, line[:cut]
            start, line = start + cut, line[cut:]
        yield start, line
        start += len(line) + 1


class Layout:
    """The sentences and lines of one text (flowed, folded); `original` tells capitals, `names` days and months."""

    def __init__(self, text: str, original: str, names: Any) -> None:
        self.text = text
        self._names = names
        self._sentences = [0]
        self._lines = [0]
        for stop in _STOP.finditer(text.encode()):  # as many octets as characters: it is folded
            if text[stop.start()] == "\n":
                self._lines.append(stop.end())
                self._sentences.append(stop.end())
            elif self._ends(stop.start(), stop.end(), original):
                self._sentences.append(stop.end())

    def _ends(self, start: int, end: int, original: str) -> bool:
        """Whether the stop at `start` ends a sentence rather than an abbreviation."""
        following = original[end : end + 1]
        if self.text[start] != ".":
            return True
        before = self.text[max(0, start - 8) : start]
        if following.isdigit() and _DOTTED.search(before):
            return False  # "Di 18.8. 13 Uhr"
        if _DAY_NUMBER.search(before) and self._names.search(self.text[end : end + 12]):
            return False  # "3. Juni"
        if _HALF_DAY.search(before):
            after = self.text[end : end + 12]
            return following.isupper() and not _ZONE.match(after) and not self._names.search(after)  # "9 a.m. Tuesday"
        return not following.islower() and not _ABBREVIATION.search(before)

    def sentence(self, place: int) -> int:
        """The number of the sentence that holds `place`."""
        return bisect_right(self._sentences, place) - 1

    def line(self, place: int) -> int:
        return bisect_right(self._lines, place) - 1

    def bounds(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence that holds `place`."""
        at = bisect_right(self._sentences, place)
        return self._sentences[at - 1], self._sentences[at] if at < len(self._sentences) else len(self.text)

    def around(self, place: int) -> str:
        """The sentence that holds `place`, at most 400 characters of it on either side."""
        first, last = self.bounds(place)
        return self.text[max(first, place - _REACH) : min(last, place + _REACH)]

    def line_start(self, line: int) -> int:
        """Where line number `line` begins."""
        return self._lines[line]

    def line_bounds(self, place: int) -> tuple[int, int]:
        at = bisect_right(self._lines, place)
        return self._lines[at - 1], self._lines[at] if at < len(self._lines) else len(self.text)

    def listed(self, place: int) -> bool:
        """Whether a time stands in a line of its own, as in a list or a table, and not in running prose."""
        first, last = self.line_bounds(place)
        before = self.text[first:place].strip(" \t*>-")
        return len(before) < 3 or (
            last - first < 70 and (":" in before[-2:] or before[-1:].isdigit() or before[-1:] in ",/|")
        )

"""Hours that are always the same, and none of an appointment: "Mon to Fri 9-5", "Office hours: ..." in a signature."""

from collections import Counter
from collections.abc import Sequence

from courtesy.reading.binder import Bound
from courtesy.reading.layout import Layout
from courtesy.reading.tokens import Token
from courtesy.reading.words import Words

_DATED = frozenset({"date", "nth", "offset", "echo", "ordinal"})  # tokens that say one day, and not each such weekday
_LABEL = 80  # characters at the start of a line in which "Opening hours" stands
_FOOT = 1_500  # characters that a signature may have


class Habits:
    """The opening hours of one mail, whose own words begin at `first`."""

    def __init__(self, bounds: Sequence[Bound], tokens: Sequence[Token], layout: Layout, words: Words, first: int):
        self.layout, self.words = layout, words
        line = layout.line
        self._daily = {line(one.start) for one in bounds if one.day is not None and one.day.shift == "daily"}
        self._foot = self._farewell(first)
        below = [token for token in tokens if token.start >= self._foot]
        self._dated = {line(token.start) for token in below if token.kind in _DATED}
        self._named = {line(token.start) for token in below if token.kind == "day"}
        self._ranges = Counter(line(one.at.start) for one in bounds if one.at and one.at.until)

    def has(self, one: Bound) -> bool:
        """Whether `one` stands in a line of opening hours."""
        if one.at is not None and self.layout.line(one.start) in self._daily:
            return True
        if one.start >= self._foot and self._in_signature(self.layout.line(one.start)):
            return True
        opening = self.words.cues["opening_hours"]
        firsts = (self.layout.line_bounds(one.start)[0], self.layout.bounds(one.start)[0])
        return any(opening.search(self.layout.text[first : one.start][:_LABEL]) for first in firsts)

    def _farewell(self, first: int) -> int:
        """Where the words end with which the mail takes leave; the end of the text where it has none near its end."""
        text = self.layout.text
        foot = max(first, len(text) - _FOOT)
        found = len(text)
        for match in self.words.cues["farewell"].finditer(text[foot:]):
            found = foot + match.end()
        return found

    def _in_signature(self, line: int) -> bool:
        """Whether a line below the farewell holds ranges of hours and no date: two, or one without a weekday."""
        if line in self._dated or self._ranges[line] < (2 if line in self._named else 1):
            return False
        start = self.layout.line_start(line)
        return self.words.cues["postscript"].search(self.layout.text[start : start + 8]) is None

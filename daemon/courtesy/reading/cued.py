"""Asks the cues of a language about the words around a place of one text."""

from courtesy.reading.layout import Layout
from courtesy.reading.words import Words


class Cued:
    """The text of `layout` and the cues of `words`, for whoever tells by the words beside it what a time is for."""

    def __init__(self, *, layout: Layout, words: Words) -> None:
        self.layout = layout
        self.cues = words.cues

    def _has(self, cue: str, text: str) -> bool:
        pattern = self.cues.get(cue)
        return pattern is not None and pattern.search(text.encode()) is not None  # RE2 takes octets in half the time

    def _last(self, cue: str, text: str) -> tuple[int, int]:
        """Where the last match of a cue in `text` starts and ends, or (-1, -1)."""
        pattern = self.cues.get(cue)
        found = (-1, -1)
        for match in pattern.finditer(text.encode()) if pattern else ():  # folded, so octets are characters
            found = match.span()
        return found

    def _just_before(self, place: int, reach: int = 30) -> str:
        return self.layout.text[max(0, place - reach) : place]

    def _label(self, first: int) -> str:
        """The short line above, if the line at `first` continues it: "Was" over a date, "Old time:" over a time."""
        if first < 2 or self.layout.text[first - 1] != "\n":
            return ""
        above = self.layout.text[: first - 1].rstrip("\n \t")
        above = above[above.rfind("\n", max(0, len(above) - 40)) + 1 :]
        named = len(above) < 30 and above[:1].isalpha() and "|" not in above  # the heads of a table are no label
        return above.strip() + " " if named else ""

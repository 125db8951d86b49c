"""Whose turn is when: of a list of candidates the line that bears the owner's name, or the letter it begins with."""

from itertools import pairwise

from courtesy.reading.patterns import late
from courtesy.reading.words import fold

_LETTERS = late(r"(?:^|[^a-z0-9'.])([a-z])(?: ?- ?| (?:to|bis|a|ate|t/m|tot|through|thru) )([a-z])(?:[^a-z0-9'.]|$)")
_LEAST = 3  # letters of a name
_NEAR = 4  # lines between two of one list


class Turns:
    """The owner's turns among the times of one mail, in its own lines.

    `owner` is the owner's name, and after it the address with its words apart: "Ann Lee ann lee@mail example".
    """

    def __init__(self, original: str, owner: str) -> None:
        self.text = fold(original)
        before, _, _ = fold(owner).partition("@")
        words = before.replace(",", " ").replace("_", " ").split()
        self.names = frozenset(word for word in words if len(word) >= _LEAST)
        self.initial = _initial(words)

    def own(self, places: list[int]) -> list[bool]:
        """Which of the times at `places` are in the owner's lines; none where the lines are no list of candidates."""
        lines = [self.text.count("\n", 0, place) for place in places]
        nobody = [False] * len(places)
        apart = [after - before for before, after in pairwise(lines)]
        if len(set(lines)) < 2 or any(not 0 <= gap <= _NEAR for gap in apart):
            return nobody
        texts = [self._line(place) for place in places]
        named = [not self.names.isdisjoint(_words(text)) for text in texts]
        if len(set(lines)) > 2 or all(_is_row(text) for text in texts):
            once = len({line for line, is_own in zip(lines, named, strict=True) if is_own}) == 1
            if once:
                return named
        grouped = [_LETTERS.search(text) for text in texts]
        if self.initial and all(grouped):
            return [group.group(1) <= self.initial <= group.group(2) for group in grouped if group]
        return nobody

    def _line(self, place: int) -> str:
        end = self.text.find("\n", place)
        return self.text[self.text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(self.text)]


def _words(text: str) -> list[str]:
    return text.replace(",", " ").replace(".", " ").replace("|", " ").replace(":", " ").replace("-", " ").split()


def _is_row(text: str) -> bool:
    return "|" in text or "  " in text.strip()


def _initial(words: list[str]) -> str:
    """The first letter of the surname: the word of the name that the address ends with, else the one after the first.

    The words are those of "Ann Lee ann lee", of "Ann Lee al77", or of an address alone.
    """
    if len(words) > 2 and words[-1] in words[:-1]:
        return words[-1][0]
    return words[1][0] if len(words) > 1 else ""

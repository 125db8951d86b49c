"""Text made ready for rules: lines that were only wrapped flow together, and every place lies in a sentence."""

import itertools
from bisect import bisect_right

import re2

_LIMIT = 64_000  # characters looked at; nobody writes an invitation longer than this
_LOOKS = str.maketrans(
    dict(zip("\u2019\u2018\u201c\u201d\u2013\u2014\u00a0\u202f", "''\"\"--  ", strict=True))
    | dict.fromkeys("\u200b\u00ad\ufeff")
)
_SPACES = re2.compile(r"[ \t]+")
_ENDS = re2.compile(r"[.!?…]+[\"')\]]*[ \n]+|\n+")
_ABBREVIATION = re2.compile(
    r"(?i)\b(?:mr|mrs|ms|dr|prof|st|no|nr|e\.g|i\.e|approx|vs|bzw|ca|inc|ltd|co|a\.m|p\.m|[a-z])\.$"
)
_WRAPPED = 58  # a line at least this long, followed by a line that starts small, was broken by a mail program


def flow(text: str) -> str:
    """`text` (at most 64,000 characters of it) with plain quotes, dashes and spaces, and wrapped lines joined."""
    lines = [_SPACES.sub(" ", line).strip() for line in text[:_LIMIT].translate(_LOOKS).split("\n")]
    joined: list[str] = []
    previous = ""
    for line in lines:
        broken = line and len(previous) >= _WRAPPED and (line[0].islower() or previous[-1] not in ".!?:;")
        joined.append((" " if broken else "\n") + line)
        previous = line
    return "".join(joined).strip("\n")


class Sentences:
    """The sentences of one text, found once and asked often."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        for end in _ENDS.finditer(text):
            if end.group()[0] != "." or not _ABBREVIATION.search(text[max(0, end.start() - 8) : end.start() + 1]):
                self._starts.append(end.end())

    def around(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence that holds the character at `position`."""
        at = bisect_right(self._starts, position)
        end = self._starts[at] if at < len(self._starts) else len(self.text)
        return self._starts[at - 1], end

    def all(self) -> list[str]:
        """Every sentence that is not empty, in order."""
        bounds = [*self._starts, len(self.text)]
        return [part for a, b in itertools.pairwise(bounds) if (part := self.text[a:b].strip())]


def quote(text: str, start: int, end: int, around: tuple[int, int]) -> str:
    """At most 160 printable characters of the sentence `around`, with the words from `start` to `end` in sight."""
    first, last = around
    if last - first > 160:
        first = max(first, start - 60)
        last = min(last, first + 158)
    words = " ".join(text[first:last].split())
    return "".join(letter for letter in words if letter.isprintable())[:160]

"""A compiled pattern with the methods of `re.Pattern`, for RE2's own wrapper takes twice as long as RE2 itself does."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

import re2
from re2 import _re2  # the wrapper is built on this: RE2 as it is, which takes octets alone

_ANYWHERE, _HERE = _re2.RE2.Anchor.UNANCHORED, _re2.RE2.Anchor.ANCHOR_START
_ESCAPED = re2.compile(r"\\(.)")
_Text = TypeVar("_Text", str, bytes)


class Match(Generic[_Text]):
    """Where a pattern, and each group of it, was found in a text."""

    __slots__ = ("_spans", "_text")

    def __init__(self, text: _Text, spans: list[tuple[int, int]]) -> None:
        self._text: _Text = text
        self._spans = spans

    def span(self, group: int = 0) -> tuple[int, int]:
        return self._spans[group]

    def start(self, group: int = 0) -> int:
        return self._spans[group][0]

    def end(self, group: int = 0) -> int:
        return self._spans[group][1]

    def group(self, group: int = 0) -> _Text | None:
        start, end = self._spans[group]
        return self._text[start:end] if start >= 0 else None

    __getitem__ = group

    def groups(self) -> tuple[_Text | None, ...]:
        return tuple(map(self.group, range(1, len(self._spans))))


class Pattern:
    """What `re2.compile` gives; to it is left text that `encode` gives more octets than it has characters."""

    __slots__ = ("_encode", "_find", "_wrapper")

    def __init__(self, wrapper: Any, encode: Callable[[str], bytes] = str.encode) -> None:
        self._wrapper = wrapper
        self._find = wrapper._regexp.Match
        self._encode = encode

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wrapper, name)

    def search(self, text: str | bytes, start: int = 0) -> Any:
        octets = self._encode(text) if isinstance(text, str) else text
        if len(octets) != len(text):
            return self._wrapper.search(text, start)
        spans = self._find(_ANYWHERE, octets, start, len(octets))
        return None if spans[0][0] < 0 else Match(text, spans)

    def match(self, text: str | bytes, start: int = 0) -> Any:
        octets = self._encode(text) if isinstance(text, str) else text
        if len(octets) != len(text):
            return self._wrapper.match(text, start)
        spans = self._find(_HERE, octets, start, len(octets))
        return None if spans[0][0] < 0 else Match(text, spans)

    def finditer(self, text: str | bytes) -> Iterator[Any]:
        octets = self._encode(text) if isinstance(text, str) else text
        return self._each(text, octets, 0, len(octets)) if len(octets) == len(text) else self._wrapper.finditer(text)

    def within(self, octets: bytes, ranges: Iterable[tuple[int, int]]) -> Iterator[Match[bytes]]:
        """The matches that lie in one of the `ranges`; what stands beside a range is seen, as by a word's end."""
        for start, end in ranges:
            yield from self._each(octets, octets, start, end)

    def _each(self, text: Any, octets: bytes, at: int, end: int) -> Iterator[Any]:
        while at <= end:
            spans = self._find(_ANYWHERE, octets, at, end)
            first, last = spans[0]
            if first < 0:
                return
            yield Match(text, spans)
            at = last if last > at else at + 1

    def findall(self, text: Any) -> list[Any]:
        empty = text[:0]
        found = [[part or empty for part in match.groups()] or [match.group()] for match in self.finditer(text)]
        return [parts[0] if len(parts) == 1 else tuple(parts) for parts in found]

    def split(self, text: Any) -> list[Any]:
        pieces, at = [], 0
        for match in self.finditer(text):
            pieces += [text[at : match.start()], *match.groups()]
            at = match.end()
        return [*pieces, text[at:]]

    def sub(self, by: Any, text: Any) -> Any:
        """`text` with `by` in place of each match: a text, "\\1" in it being the first group, or what makes one."""
        pieces, at = [], 0
        for match in self.finditer(text):
            pieces += [text[at : match.start()], by(match) if callable(by) else _filled(by, match)]
            at = match.end()
        return text[:0].join([*pieces, text[at:]])


def _filled(template: Any, match: Match[Any]) -> Any:
    if not isinstance(template, str) or "\\" not in template:
        return template
    return _ESCAPED.sub(lambda found: (match[int(found[1])] or "") if found[1].isdigit() else found[1], template)

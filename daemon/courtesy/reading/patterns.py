"""The patterns that stand in the code: compiled when the first text comes, and forgotten with all they have learnt."""

from collections.abc import Callable
from typing import Any

import re2

from courtesy.reading.narrow import narrow
from courtesy.reading.regexp import Pattern

_MOST = 8 << 20  # octets
_BEYOND = re2.compile(r"\\x\{([0-9a-f]{3,6})\}")  # a character that Latin-1 lacks
# Speaks of line ends, or looks so, and matches none.
_IN_LINE = re2.compile(r"\[\^[^\]]*\\[ns][^\]]*\]|\[[^\]\\^\n][^\]\\\n]*\]|\\[$^]")
_CROSSES = re2.compile(r"\\[nsDWPAzx]|[$^]|\(\?[a-z]*s|\n")


def sparing(pattern: str, *, fold: bool = False, room: int = 64 << 10) -> Any:
    """`pattern`, compiled so that it and what it learns stay small; of itself RE2 takes up to 8 MB.

    `fold`: case does not matter; `room`: octets that it may take. Into less than about 600 for each instruction of its
    program RE2 fits no automaton and goes on ten times as slow. Raises re2.error.
    """
    options = re2.Options()
    options.case_sensitive = not fold
    options.log_errors = False
    options.max_mem = room
    if r"\p" not in pattern:
        return Pattern(fitting(lambda options: re2.compile(pattern, options), options))
    options.encoding = re2.Options.Encoding.LATIN1  # the letters of all of Unicode make patterns twenty times as large
    narrowed = narrow(_BEYOND.sub(lambda found: chr(int(found[1], 16)), pattern))
    return Pattern(fitting(lambda options: re2.compile(narrowed, options), options), narrow)


def fitting(compiled: Callable[[Any], Any], options: Any) -> Any:
    """What `compiled` makes of a pattern with `options`, widened where the pattern does not fit into their memory.

    Raises re2.error.
    """
    while True:
        try:
            return compiled(options)
        except re2.error:  # few compile to more than that
            if options.max_mem >= _MOST:
                raise
        options.max_mem *= 4


def crosses_lines(pattern: str) -> bool:
    """Whether a match of `pattern` may hold a line end, or depends on where the text ends; yes in doubt."""
    return _CROSSES.search(_IN_LINE.sub("", pattern)) is not None


class _Late:
    """Stands for a compiled pattern: any of its methods, once asked for, is that pattern's own."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._compiled: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = sparing(self._text)
        found = getattr(self._compiled, name)
        vars(self)[name] = found  # so that this is called once
        return found

    def forget(self) -> None:
        text = self._text
        vars(self).clear()
        self._text, self._compiled = text, None


_ALL: list[_Late] = []


def late(pattern: str) -> Any:
    """What `re2.compile(pattern)` gives, but the work is done at the first use, and done again after `forget`."""
    _ALL.append(_Late(pattern))
    return _ALL[-1]


def forget() -> None:
    """Give back what all patterns of `late` were compiled to and have learnt since, several MB after much mail."""
    for pattern in _ALL:
        pattern.forget()

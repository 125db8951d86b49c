"""Every line for people passes here, so that no mail can steer a terminal."""

import os
import re
import shutil
import sys
import textwrap
from typing import Literal, TextIO

from courtesy.mail import plain

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_WORD = re.compile(r" +|[^ ]+")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")  # between the columns of a table
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def say(text: str = "", *, stream: TextIO | None = None) -> None:
    """Write a line (or several) for people or programs on standard output and let it go at once."""
    out = stream or sys.stdout
    text = plain.harmless(text)
    out.write(_fitting(text, out) + "\n")
    out.flush()


def say_filled(text: str) -> None:
    """Write a sentence; on a terminal no word of it is broken."""
    is_shown = sys.stdout.isatty()
    say(textwrap.fill(text, shutil.get_terminal_size().columns, break_long_words=False) if is_shown else text)


def _fitting(text: str, out: TextIO) -> str:
    if not out.isatty():
        return text
    return "\n".join(folded(line, shutil.get_terminal_size().columns) for line in text.split("\n"))


def folded(line: str, width: int) -> str:
    """A row of a table that is wider than the terminal, with what does not fit below the column that it belongs to.

    Of a line without columns the indentation is kept; one without either stays as it is: the terminal breaks it too,
    and it can be copied whole.
    """
    shown = _STYLE.sub("", line)
    starts = [len(shown) - len(shown.lstrip()), *(gap.end() for gap in _GAP.finditer(shown))]
    below = max((start for start in starts if start <= width * 2 // 3), default=0)
    if len(shown) <= width or not below or line.startswith(("{", "[")):
        return line
    made, at = "", 0
    for word in _WORD.findall(line):
        room = len(_STYLE.sub("", word))
        if at > below and at + room > width and not word.isspace():
            made, at = f"{made.rstrip(' ')}\n{' ' * below}", below
        made, at = made + word, at + room
    return made


def complain(text: str) -> None:
    """Write what is wrong on standard error."""
    say(f"courtesy: {text}", stream=sys.stderr)


def colours() -> Literal["auto"] | None:
    """What rich shall paint with: where NO_COLOR is set nothing, neither in bold."""
    return None if os.environ.get("NO_COLOR") else "auto"


class Paint:
    """Colours for a stream that is a terminal; elsewhere, and where NO_COLOR is set, words stay plain."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self.on = self._stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def __call__(self, text: str, *styles: str) -> str:
        text = plain.harmless(text)
        codes = ";".join(_STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.on and codes else text

    def line(self, text: str = "") -> None:
        """Write a line made of pieces that were painted, hence cleaned, before."""
        self._stream.write(_fitting(text, self._stream) + "\n")
        self._stream.flush()

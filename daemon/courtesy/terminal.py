"""Every line for people passes here, so that no mail can steer a terminal."""

import os
import sys
from typing import TextIO

from courtesy.mail import plain

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def one_line(text: str, width: int = 200) -> str:
    """`text` made harmless, on one line of at most `width` characters."""
    return plain.one_line(text, width)


def say(text: str = "", *, stream: TextIO | None = None) -> None:
    """Write a line (or several) for people or programs on standard output and let it go at once."""
    out = stream or sys.stdout
    out.write(plain.harmless(text) + "\n")
    out.flush()


def complain(text: str) -> None:
    """Write what is wrong on standard error."""
    say(f"courtesy: {text}", stream=sys.stderr)


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
        self._stream.write(text + "\n")
        self._stream.flush()

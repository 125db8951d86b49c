"""Every line for people passes here, so that no mail can steer a terminal."""

import os
import sys
from typing import TextIO

# C0 but tab and newline, DEL and C1 move cursors and open escape sequences; the rest reorders or breaks lines.
_CONTROL = [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)]
_BIDI = [0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
_LONE_SURROGATES = range(0xD800, 0xE000)  # cannot be encoded
_DROPPED = dict.fromkeys([*_CONTROL, *_BIDI, *_LONE_SURROGATES])
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def clean(text: str) -> str:
    """`text` without control and bidirectional characters; tabs and newlines stay."""
    return text.translate(_DROPPED)


def one_line(text: str, width: int = 200) -> str:
    """`text` cleaned, its white space folded to single blanks, cut to `width` characters."""
    folded = " ".join(clean(text[: 4 * width]).split())
    return folded if len(folded) <= width else folded[: width - 1] + "…"


def say(text: str = "", *, stream: TextIO | None = None) -> None:
    """Write a line (or several) for people or programs on standard output and let it go at once."""
    out = stream or sys.stdout
    out.write(clean(text) + "\n")
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
        text = clean(text)
        codes = ";".join(_STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.on and codes else text

    def line(self, text: str = "") -> None:
        """Write a line made of pieces that were painted, hence cleaned, before."""
        self._stream.write(text + "\n")
        self._stream.flush()

"""Lines on a terminal of any width."""

import re

from hypothesis import given
from hypothesis import strategies as st

from courtesy.terminal.lines import folded

_LINES = st.lists(st.sampled_from(["Ada", "a-word", "\x1b[1mbold\x1b[0m", " ", "  ", "   ", "“so”"]), max_size=40)


def test_what_does_not_fit_stands_below_its_column() -> None:
    """Colours take no room, and a line without columns is left to the terminal, to be copied whole."""
    row = "2a9147  due in 24 h  \x1b[1mReply to Renee\x1b[0m at Ridge Health"
    assert folded(row, 40) == f"2a9147  due in 24 h  \x1b[1mReply to Renee\x1b[0m at\n{' ' * 21}Ridge Health"
    assert folded("    because it was so said", 20) == "    because it was\n    so said"
    assert folded(row, 80) == row
    for kept in ("chmod 600 /home/ada/a-long-name/of-a-file", '{"a":  1,  "b":  2,  "c":  3}'):
        assert folded(kept, 20) == kept


@given(words=_LINES, width=st.integers(10, 60))
def test_no_word_is_lost(words: list[str], width: int) -> None:
    """And a line is longer than the terminal only where a word is, or where there is no column to stand below."""
    line = "x  " + "".join(words)
    lines = folded(line, width).split("\n")
    assert "".join("".join(lines).split()) == "".join(line.split())
    for one in lines:
        shown = re.sub(r"\x1b\[[0-9;]*m", "", one).rstrip()
        assert len(shown) <= width or " " not in shown.strip() or len(lines) == 1 or shown.startswith("x ")

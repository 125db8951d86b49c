"""Tables of times whose days or zones head the columns: "| Mon 4 May | Tue 5 May |" above rows of hours."""

from collections.abc import Sequence
from itertools import groupby

from courtesy.reading.clocks import At
from courtesy.reading.layout import Layout
from courtesy.reading.patterns import late

_BORDER = late(r"[ ]*[|\x{00b7}\x{2022}][ ]*|[ ]*\t+[ ]*|[ ]{2,}")
_ROWS = 40


def columns(heads: Sequence[int], ats: Sequence[At], layout: Layout, original: str) -> dict[int, int]:
    """Under which head each clock time stands, number of the time to number of the head.

    `heads` are the places of days (or zones) in order; only two or more of them in one line without a clock time head
    a table. `original` is the text of `layout` before folding, which still has its tabs.
    """
    timed: dict[int, list[int]] = {}
    for number, at in enumerate(ats):
        timed.setdefault(layout.line(at.start), []).append(number)
    found: dict[int, int] = {}
    for line, group in groupby(range(len(heads)), key=lambda head: layout.line(heads[head])):
        numbers = list(group)
        if len(numbers) < 2 or line in timed or line + 1 not in timed:
            continue
        first, last = layout.line_bounds(heads[numbers[0]])
        borders = _borders(original, first, last)
        by_cell = {_cell(borders, heads[number]): number for number in numbers}
        if len(by_cell) == len(numbers):
            found |= _rows(by_cell, len(borders), line, timed, ats, layout, original)
    return found


def below(head: int, layout: Layout, original: str) -> list[range]:
    """The places of the cells under the one at `head`, down to the end of its table."""
    first, last = layout.line_bounds(head)
    borders = _borders(original, first, last)
    cell, cells = _cell(borders, head), list[range]()
    while last < len(original) and len(cells) < _ROWS:
        first, last = layout.line_bounds(last)
        row = _borders(original, first, last)
        label = len(row) - len(borders)
        if label not in (0, 1):
            break
        at = cell + label
        cells.append(range(row[at - 1] if at else first, row[at] if at < len(row) else last))
    return cells


def _rows(
    heads: dict[int, int],
    width: int,
    line: int,
    timed: dict[int, list[int]],
    ats: Sequence[At],
    layout: Layout,
    original: str,
) -> dict[int, int]:
    """The times of the rows below `line` that have as many cells as it, or one more in front for a label."""
    found: dict[int, int] = {}
    for row in range(line + 1, line + _ROWS):
        if row not in timed:
            break
        borders = _borders(original, *layout.line_bounds(ats[timed[row][0]].start))
        label = len(borders) - width
        if label not in (0, 1):
            break
        for number in timed[row]:
            head = heads.get(_cell(borders, ats[number].start) - label)
            if head is not None:
                found[number] = head
    return found


def _borders(original: str, first: int, last: int) -> list[int]:
    """Where the cells of the line from `first` to `last` end."""
    line = original[first:last].rstrip()
    return [first + border.start() for border in _BORDER.finditer(line) if border.start()]


def _cell(borders: list[int], place: int) -> int:
    return sum(border < place for border in borders)

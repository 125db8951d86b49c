"""Draws how far a program's confidence can be trusted: how often it is right, over how sure it says it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

SIDE, LEFT, TOP, BARS = 360, 64, 24, 70  # pixels: of the square, of the margins, of the bars below
INK, PALE, BLUE, GRAY = "#24292f", "#d8dee4", "#0969da", "#8c959f"


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """The readings whose confidence lies between two bounds."""

    low: float
    high: float
    count: int
    said: float  # their mean confidence
    right: float  # the share of them that is right

    @property
    def margin(self) -> tuple[float, float]:
        """Between what shares the truth lies, 19 times in 20 (Wilson's interval)."""
        n, z = self.count, 1.96
        middle = (self.right + z * z / (2 * n)) / (1 + z * z / n)
        reach = z / (1 + z * z / n) * sqrt(self.right * (1 - self.right) / n + z * z / (4 * n * n))
        return max(0.0, middle - reach), min(1.0, middle + reach)


def bands(answers: Sequence[tuple[float, bool]], bounds: Sequence[float]) -> list[Band]:
    """`answers` (confidence from 0 to 1, whether it was right) by confidence; a band holds its upper bound."""
    found = []
    for low, high in pairwise(bounds):
        some = [(sure, right) for sure, right in answers if low < sure <= high or sure == low == bounds[0]]
        if some:
            said, right = (sum(column) / len(some) for column in zip(*some, strict=True))
            found.append(Band(low=low, high=high, count=len(some), said=said, right=right))
    return found


def error(found: Sequence[Band]) -> float:
    """By how much what is said and what is right differ, in the mean over all readings."""
    return sum(band.count * abs(band.said - band.right) for band in found) / sum(band.count for band in found)


def draw(found: Sequence[Band]) -> str:
    """The reliability diagram of some bands as an SVG picture."""
    width, height = LEFT + SIDE + 24, TOP + SIDE + BARS + 78
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}" role="img">',
        "<title>How often readings are right, by how sure they are said to be</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_axes(),
        *(_bar(band, max(band.count for band in found)) for band in found),
        *(_point(band) for band in found),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(share: float) -> float:
    return round(LEFT + SIDE * share, 1)


def _y(share: float) -> float:
    return round(TOP + SIDE * (1 - share), 1)


def _axes() -> list[str]:
    """The square with its grid, the diagonal of perfect trust, and what the sides mean."""
    parts = []
    for tenth in range(0, 11, 2):
        at = tenth / 10
        parts += [
            f'<path d="M{_x(at)} {_y(0)}V{_y(1)}M{_x(0)} {_y(at)}H{_x(1)}" stroke="{PALE}" fill="none"/>',
            f'<text x="{_x(at)}" y="{_y(0) + BARS + 28}" text-anchor="middle">{at:.0%}</text>',
            f'<text x="{_x(0) - 8}" y="{_y(at) + 4}" text-anchor="end">{at:.0%}</text>',
        ]
    bottom, middle = _y(0) + BARS + 50, _y(0.5)
    return [
        *parts,
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="{GRAY}" stroke-dasharray="5 4" fill="none"/>',
        f'<text x="{_x(0.5)}" y="{bottom}" text-anchor="middle">confidence</text>',
        f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">right</text>',
        f'<text x="{_x(0) - 8}" y="{_y(0) + BARS / 2 + 8}" text-anchor="end">mails</text>',
    ]


def _bar(band: Band, most: int) -> str:
    """How many readings the band holds, below the square."""
    left, wide = _x(band.low), _x(band.high) - _x(band.low)
    base, tall = _y(0) + BARS + 8, round((BARS - 20) * band.count / most, 1)
    label = f'<text x="{left + wide / 2:.1f}" y="{base - tall - 3:.1f}" text-anchor="middle" font-size="10">'
    bar = f'<rect x="{left + 1:.1f}" y="{base - tall:.1f}" width="{wide - 2:.1f}" height="{tall}" fill="{PALE}"/>'
    return f"{bar}{label}{band.count}</text>"


def _point(band: Band) -> str:
    """How often the band is right, and how far that may be chance."""
    low, high = band.margin
    x, y = _x(band.said), _y(band.right)
    whisker = f'<path d="M{x} {_y(low)}V{_y(high)}M{x - 4:.1f} {_y(low)}h8M{x - 4:.1f} {_y(high)}h8" stroke="{BLUE}"/>'
    return f'{whisker}<circle cx="{x}" cy="{y}" r="4.5" fill="{BLUE}"/>'

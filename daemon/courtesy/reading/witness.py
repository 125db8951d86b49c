"""The statistical witness: hashed words and word pairs that were weighed on labelled mail, as a table of bytes."""

import itertools
import struct
from collections.abc import Iterable, Sequence
from zlib import crc32

from courtesy.reading.nameless import Nameless
from courtesy.reading.patterns import late
from courtesy.reading.reading import KINDS
from courtesy.reading.words import fold

SAYS: tuple[str, ...] = (*KINDS, "reply_needed", "scam")  # the columns of the table
_HEAD = struct.Struct("<4sBf")  # magic, log2 of the rows, what one step of a byte is worth
_MAGIC = b"CwT1"
_WORD = late(r"[a-z]+(?:'[a-z]+)?|[0-9]+|[?$@]")
_AROUND = '.,;:!()[]<>*|"-'  # stand beside words and are none
_MOST = 256  # rows summed at a time: 256 * 255 still fits a lane of 16 bits
_STEM = 5  # letters; longer words also count by their beginning, so that "interviewing" knows "interview"
WORDS = 320  # of the newest text that are looked at
QUOTED = 120  # of the text that it answers


def features(subject: str, newest: str, quoted: str, hints: Iterable[str], nameless: Nameless) -> list[int]:
    """The hashes (32 bits, unsigned, no doubles) of what the mail says, with its names taken out by `nameless`.

    `hints` are words about the mail that are not in its text, such as what system sent it.
    """
    found = dict.fromkeys(f"h:{hint}" for hint in hints)
    for prefix, text in (("s", subject), ("", newest)):
        words = nameless.words(_words(text))
        found.update((f"{prefix}:{word}", None) for word in words)
        found.update((f"{prefix}~{word[:_STEM]}", None) for word in words if len(word) > _STEM)
        found.update((f"{prefix}:{a} {b}", None) for a, b in itertools.pairwise(words))
    answered = nameless.words(_words(quoted)[:QUOTED])
    found.update((f"q:{word}", None) for word in answered)
    found.update((f"q~{word[:_STEM]}", None) for word in answered if len(word) > _STEM)
    return list(dict.fromkeys(crc32(name.encode()) for name in found))


def _words(text: str) -> list[str]:
    """The first words of `text`, folded, with every number alike."""
    words: list[str] = []
    for piece in fold(text[:6000]).split():
        bare = piece.strip(_AROUND)
        if bare.isalpha():  # most are; the pattern would say the same and take ten times as long
            words.append(bare)
        else:
            found = _WORD.findall(bare)
            words += ["0" * min(len(word), 4) if word[0].isdigit() else word for word in found]
        if len(words) >= WORDS:
            break
    return words[:WORDS]


class Witness:
    """A linear model over hashed features: one row of bytes for each hash, one column for each of SAYS."""

    def __init__(self, bits: int, step: float, bias: Sequence[float], rows: memoryview) -> None:
        self._mask = (1 << bits) - 1
        self._step = step
        self._bias = bias
        self._rows = rows

    @classmethod
    def load(cls, data: bytes | memoryview) -> "Witness":
        """The witness stored in `data`, which it goes on using; ValueError when it is none."""
        data = memoryview(data)
        magic, bits, step = _HEAD.unpack_from(data)
        biases = struct.Struct(f"<{len(SAYS)}f")
        at = _HEAD.size + biases.size
        if magic != _MAGIC or len(data) != at + (len(SAYS) << bits):
            raise ValueError("this is no model of this version; fit it again with `make fit`")
        return cls(bits, step, biases.unpack_from(data, _HEAD.size), data[at:])

    @staticmethod
    def dump(bits: int, step: float, bias: Sequence[float], rows: bytes) -> bytes:
        """The data that `load` reads; `rows` holds bytes 0-255 for -128..127 steps."""
        return _HEAD.pack(_MAGIC, bits, step) + struct.pack(f"<{len(SAYS)}f", *bias) + rows

    def score(self, hashes: Sequence[int]) -> dict[str, float]:
        """What the mail with these `features` speaks for, as log-odds by name."""
        # A row is one whole number. Every other byte of it is taken into lanes of 16 bits, where rows can be summed.
        size, rows = len(SAYS), self._rows
        lanes = int.from_bytes(b"\xff\0" * size, "little")
        sums = [0] * (2 * size)
        for begin in range(0, len(hashes), _MOST):
            even = odd = 0
            for value in hashes[begin : begin + _MOST]:
                at = (value & self._mask) * size
                row = int.from_bytes(rows[at : at + size], "little")
                even += row & lanes
                odd += row >> 8 & lanes
            found = [struct.unpack(f"<{size}H", total.to_bytes(2 * size, "little")) for total in (even, odd)]
            sums = [a + b for a, b in zip(sums, itertools.chain(*zip(*found, strict=True)), strict=True)]
        scale = self._step / max(1.0, len(hashes)) ** 0.5
        return {
            name: bias + scale * (lane - 128 * len(hashes))
            for name, bias, lane in zip(SAYS, self._bias, sums[:size], strict=True)
        }

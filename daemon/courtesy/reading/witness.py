"""The statistical witness: hashed words and word pairs that were weighed on labelled mail, as a table of bytes."""

import itertools
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from zlib import crc32

from courtesy.reading.nameless import Nameless
from courtesy.reading.patterns import late
from courtesy.reading.reading import KINDS, PLACES
from courtesy.reading.words import fold

SAYS: tuple[str, ...] = (*KINDS, "reply_needed", "scam", *PLACES)  # the columns of the table
SURE = 8.0  # what is said for a kind or place that there is no doubt of
_HEAD = struct.Struct(f"<4sIf{len(SAYS)}f")  # magic, count of the rows, what one step of a byte is worth, the bias
_MAGIC = b"CwT2"
_KEY = 4  # bytes of a hash, the least telling first
_LITTLE = array("I", (1,)).tobytes()[0] == 1  # whether this machine has them in that order too
_NO_MODEL = "this is no model of this version; fit it again with `make fit`"
_TOP, _REST = 10, 22  # the first bits of a hash, and the others
_WORD = late(r"[a-z]+(?:'[a-z]+)?|[0-9]+|[?$@]")
_AROUND = '.,;:!()[]<>*|"-'  # stand beside words and are none
_STEM = 5  # letters; longer words also count by their beginning, so that "interviewing" knows "interview"
WORDS = 320  # of the newest text that are looked at
EARLY, LATE = 25, 20  # the first and last of them, which also count by their place: mails begin with what they are for
QUOTED = 120  # of the text that it answers


def features(subject: str, newest: str, quoted: str, hints: Iterable[str], nameless: Nameless) -> list[int]:
    """The hashes (32 bits, unsigned, no doubles) of what the mail says, with its names taken out by `nameless`.

    `hints` are words about the mail that are not in its text, such as what system sent it.
    """
    found = dict.fromkeys(f"h:{hint}" for hint in hints)
    said = nameless.words(_words(newest))
    for prefix, words in (("s", nameless.words(_words(subject))), ("", said)):
        found.update((f"{prefix}:{word}", None) for word in words)
        found.update((f"{prefix}~{word[:_STEM]}", None) for word in words if len(word) > _STEM)
        found.update((f"{prefix}:{a} {b}", None) for a, b in itertools.pairwise(words))
    found.update((f"e:{word}", None) for word in said[:EARLY])
    if len(said) > EARLY:
        found.update((f"l:{word}", None) for word in said[-LATE:])
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
    """A linear model over hashed features: one row of bytes for each hash it knows, one column for each of SAYS."""

    def __init__(self, step: float, bias: Sequence[float], known: Sequence[int], rows: memoryview) -> None:
        self._step = step
        self._bias = bias
        self._known = known
        # Where those with the same first bits begin: so most of the search is done beforehand.
        self._begins = [bisect_left(known, top << _REST) for top in range((1 << _TOP) + 1)]
        self._rows = rows

    @classmethod
    def load(cls, data: bytes | memoryview) -> "Witness":
        """The witness stored in `data`, which it goes on using; ValueError when it is none."""
        data = memoryview(data)
        if len(data) < _HEAD.size:
            raise ValueError(_NO_MODEL)
        magic, count, step, *bias = _HEAD.unpack_from(data)
        keys_end = _HEAD.size + _KEY * count
        if magic != _MAGIC or len(data) != keys_end + len(SAYS) * count:
            raise ValueError(_NO_MODEL)
        known = array("I", data[_HEAD.size : keys_end].tobytes())
        if not _LITTLE:
            known.byteswap()
        return cls(step, bias, known, data[keys_end:])

    @staticmethod
    def dump(step: float, bias: Sequence[float], known: Sequence[int], rows: bytes) -> bytes:
        """The data that `load` reads: the hashes `known`, ascending, and of each its row.

        `rows` holds bytes 0-255 for -128..127 steps.
        """
        return _HEAD.pack(_MAGIC, len(known), step, *bias) + struct.pack(f"<{len(known)}I", *known) + rows

    def score(self, hashes: Sequence[int]) -> dict[str, float]:
        """What the mail with these `features` speaks for, by name: SURE for what is certain, about 0 for what is not.

        Features that the labelled mail does not have say nothing, but water down what the others say.
        """
        size, rows = len(SAYS), self._rows
        at = self._at(hashes)
        said = b"".join([rows[number * size : (number + 1) * size] for number in at])
        scale = self._step / max(1.0, len(hashes)) ** 0.5
        return {
            name: bias + scale * (sum(said[column::size]) - 128 * len(at))
            for column, (name, bias) in enumerate(zip(SAYS, self._bias, strict=True))
        }

    def _at(self, hashes: Iterable[int]) -> list[int]:
        """The numbers of the rows of those `hashes` that are known."""
        known, count, begins = self._known, len(self._known), self._begins
        found = []
        for value in hashes:
            top = value >> _REST
            number = bisect_left(known, value, begins[top], begins[top + 1])
            if number < count and known[number] == value:
                found.append(number)
        return found

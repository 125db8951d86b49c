"""How names are spelt: in an address otherwise than under a letter, in other alphabets, with accents or without."""

import re
import unicodedata
from functools import lru_cache

_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")  # Latin, Greek, Cyrillic; Hebrew; Arabic
_APOSTROPHES = "'\u2019\u02bc\u02b9"
_KEYS = "абвгґдеєжзиіїклмнопрстуфчшъыьэђјљњћџαβγδεζηθικλμνξοπρσςτυφχψωøłđðþæœı"
_SAID = (
    "a b v g g d e ie zh z i i i k l m n o p r s t u f ch sh - y - e dj j lj nj c dz "
    "a v g d e z i th i k l m n x o p r s s t y f ch ps o "
    "o l d d th ae oe i"
)
_ALIKE = {letter: said.strip("-") for letter, said in zip(_KEYS, _SAID.split(), strict=True)}
_WAYS = tuple(  # passports spell otherwise than their owners, and Germans otherwise than their neighbours
    str.maketrans(_ALIKE | dict(zip("йёхцщюяäöüåø", said.split(), strict=True)))
    for said in (
        "i e kh ts shch iu ia a o u a o",
        "y yo h c sch yu ya ae oe ue aa oe",
        "j e h ts sch ju ja ae oe ue aa oe",
    )
)
_LONGEST = 60  # characters of a name
_LEAST = 8  # letters of a name that may stand amid others


def folded(text: str) -> str:
    """The text in small letters without accents; what is no letter, mark or digit is a blank.

    Marks that write vowels, as in Hindi or Thai, belong to their word.
    """
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c if _is_of_a_word(c) else "" if c in _APOSTROPHES else " " for c in plain)


def _is_of_a_word(c: str) -> bool:
    return c.isalnum() or unicodedata.category(c).startswith("M")


@lru_cache(maxsize=8192)
def spells(local: str, name: str) -> bool:
    """True where the part of an address before the @ is a person's name: dana.okoye, okoyedana7, d.okoye.

    It must be made of its words, and not only of their letters: dan.lima is no "An Li".
    """
    pieces = re.findall(r"[a-z]+", local.lower())
    run = "".join(pieces)
    return any(_is_spelt(pieces, run, words) for words in _spellings(name[:_LONGEST]))


def _is_spelt(pieces: list[str], run: str, words: tuple[str, ...]) -> bool:
    first, last = words[0], words[-1]
    if {first, last} <= set(pieces):
        return True
    whole = (first + last, last + first, "".join(words))
    short = (first[0] + last, last + first[0], first + last[0])
    return run in (*whole, *short) or any(len(one) >= _LEAST and one in run for one in whole)


def _spellings(name: str) -> set[tuple[str, ...]]:
    """The words of the name as ASCII may write them; none of a name of one word, or of letters that it cannot write."""
    written = unicodedata.normalize("NFC", name).casefold().replace("ου", "ou")
    found = {tuple(folded(written.translate(way)).replace("ii", "i").split()) for way in _WAYS}
    return {words for words in found if len(words) > 1 and all(word.isascii() and word.isalpha() for word in words)}

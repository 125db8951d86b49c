"""Full stops that end no sentence: those of titles before a name, and of initials."""

from typing import Any, cast

from courtesy.reading.names import plain
from courtesy.reading.patterns import late
from courtesy.reading.things import Things

_ABBREVIATED = late(
    r"\b(Mr|Mrs|Ms|Dr|Prof|St|Sr|Capt|Lt|Col|Hon|Rev|Fr|Messrs|Eng|Br|Shri|Smt|Sgt|Maj|Gen|Supt|Insp|Cllr|Cmdr)\.[ ]?"
)
_INITIALS = late(r"(?:^|[ (])(?:\p{Lu}\. ){1,3}\p{Lu}\p{L}")  # in "P. Hartnoll"; "at 4 P.M. Jane" is none


def unstopped(line: str, things: Things) -> str:
    """The line without the full stops that end no sentence: those of "Mr.", of "Dipl.-Ing." and of initials."""
    if "." not in line:
        return line
    words = [_short(word, things) if word.endswith(".") else word for word in line.split(" ")]
    line = " ".join(words)
    return cast(str, _INITIALS.sub(_bound, _ABBREVIATED.sub(r"\1 ", line)))


def _short(word: str, things: Things) -> str:
    """A title without its full stop, "Dr" and "dott"; but "our head chef." ends there."""
    title = plain(word)
    short = things.has("honorific", title) and (word[0].isupper() or not things.has("role_head", title))
    return word[:-1] if short else word


def _bound(match: Any) -> str:
    return cast(str, match.group()).replace(". ", ".\u00a0")

"""Whether an answer does nothing but agree: "Perfect, thanks", "Booked", a thumb."""

from collections.abc import Sequence

from courtesy.reading.patterns import late
from courtesy.reading.words import Words, fold

_LONGEST = 240  # characters of an answer in half a word, with greeting and name
_CLAUSES = late(r"[.!,;…\n]+|(?: [-–—] )")
_THUMBS = late("[👍👌🙌🎉✅✔🤝🙏😊🙂😀😃🥳]")
_NAME = late(r"^(?:\p{Lu}[\p{L}'’.-]*[ ]?){1,3}$")
_FACES = late(r"[:;]-?[)DP]|\bx+$|[\p{So}\p{Sk}\x{fe0f}\x{200d}]+")
_TELLS_MORE = late(r"\?|\d ?(?:[:.]\d|am\b|pm\b|uhr\b|h\b)|\b(?:but|check|let you know|come back to|get back to)\b")


def agrees(newest: str, spoken: Sequence[Words]) -> bool:
    """Whether `newest`, the sender's own words in an answer, holds assent and nothing else.

    What says that the matter is settled may be followed by more, if that neither asks nor turns anything down.
    `spoken` are the tables of the languages that it may be in.
    """
    text = newest.strip()
    if not text or len(text) > _LONGEST or _TELLS_MORE.search(text.lower()):
        return False
    plain = _FACES.sub(", ", text)
    clauses = [clause.strip(" \"'()") for clause in _CLAUSES.split(plain)]
    clauses = [clause for clause in clauses if clause]
    if not clauses:
        return _THUMBS.search(text) is not None
    said = [_says(clause, spoken) for clause in clauses]
    if "settled" in said[:3]:
        return not any(words.cues["turns_down"].search(fold(text)) for words in spoken)
    rest = [clause for clause, one in zip(clauses, said, strict=True) if not one]
    agreed = _THUMBS.search(text) is not None or any(said[:2])
    return agreed and all(_is_a_name(clause, spoken) for clause in rest)


def _says(clause: str, spoken: Sequence[Words]) -> str:
    found, last = fold(clause), clause.rpartition(" ")
    found = fold(last[0]) if last[0] and _NAME.search(last[2]) else found  # "thanks Mara"
    return next((cue for words in spoken for cue in ("settled", "agrees") if words.cues[cue].search(found)), "")


def _is_a_name(clause: str, spoken: Sequence[Words]) -> bool:
    """Whether it is a greeting, a name, or what stands above one."""
    return _NAME.search(clause) is not None or any(words.cues["bows"].search(fold(clause)) for words in spoken)

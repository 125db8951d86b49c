"""Which times suit the owner, by a mail of his own: all but those in a sentence that turns something down."""

from collections.abc import Sequence

from courtesy.reading.patterns import late
from courtesy.reading.words import Words, fold

_END = late(r"[.!?…][\"')\]]*\s+|\n+|;\s|,\s+(?:¿|but\b)")


def suiting(text: str, spoken: Sequence[Words]) -> str:
    """`text` without the sentences that turn something down; each leaves an empty line.

    `spoken` are the tables of the languages that it may be in. What is left out in doubt is only not known.
    """
    kept: list[str] = []
    start = 0
    for end in [*(found.end() for found in _END.finditer(text)), len(text)]:
        sentence = text[start:end]
        kept.append("\n\n" if _turns_down(fold(sentence), spoken) else sentence)
        start = end
    return "".join(kept)


def _turns_down(sentence: str, spoken: Sequence[Words]) -> bool:
    for words in spoken:
        sentence = words.cues["no_trouble"].sub("", sentence)
    return any(words.cues["turns_down"].search(sentence) for words in spoken)

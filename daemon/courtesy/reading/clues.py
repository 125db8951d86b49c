"""Clues: what the rules find in a mail, each with its weight and the words it rests on."""

from dataclasses import dataclass
from typing import Any

from courtesy.reading.letter import Letter
from courtesy.reading.patterns import late
from courtesy.reading.reading import Why
from courtesy.reading.sentences import clip, in_whole_words
from courtesy.reading.things import Things

_STOP = late(r"[.!?][ ]|\n")
_CONTROL = late(r"[\x00-\x1f\x7f-\x{9f}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Clue:
    """One piece of evidence for an answer."""

    value: str
    weight: float
    rule: str
    quote: str


def reason(fact: str, clue: Clue) -> Why:
    """The clue as it is shown to people."""
    return Why(rule=clue.rule, says=fact, weight=round(clue.weight, 2), quote=clip(_CONTROL.sub(" ", clue.quote)))


def clues(fact: str, letter: Letter, things: Things, most: int = 12) -> list[Clue]:
    """What the rules for `fact` find, each rule at most `most` times in a part."""
    found = []
    for rule in things.rules.get(fact, ()):
        if rule.kinds and letter.kind not in rule.kinds:
            continue
        for part in rule.where:
            text = letter.parts.get(part, "")
            if not text:
                continue
            for count, match in enumerate(rule.pattern.finditer(text)):
                if count == most:
                    break
                if rule.unless and rule.unless.search(_sentence(text, match.start(), match.end())):
                    continue
                value = rule.value or _beside(text, match, rule.takes)
                start, end = match.span()
                quote = in_whole_words(text, max(0, start - 50), start, end, end + 60)
                found.append(Clue(value=value, weight=rule.weight, rule=rule.name, quote=quote))
    return found


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a match, at most 240 characters to either side."""
    before = _STOP.split(text[max(0, start - 240) : start])[-1]
    return f"{before}{text[start:end]}{_STOP.split(text[end : end + 240])[0]}"


def _beside(text: str, match: Any, takes: str) -> str:
    """The words before or after a match, at most to the end of the line."""
    if takes == "after":
        return text[match.end() : match.end() + 220].partition("\n")[0]
    return text[max(0, match.start() - 120) : match.start()].rpartition("\n")[2]

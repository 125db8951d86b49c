"""Firms in headlines: the segments of a subject, of a calendar summary, of an "Event:" line."""

from collections.abc import Callable, Iterable

import re2

from courtesy.reading.clues import Clue
from courtesy.reading.firm_words import first_name, last_name, may_be_firm
from courtesy.reading.letter import Letter
from courtesy.reading.names import plain
from courtesy.reading.things import Things

_SEPARATOR = re2.compile(r"[ ]*(?:[,|•·;/:()\[\]!?»]|[ ](?:[–—-]+|<>|x|×|@)[ ])[ ]*")
_HEAD = re2.compile(r"(?i)^(?:event|event name|event type|topic|what|meeting|appointment) ?: ?(\S.*)$")
_ANSWER = re2.compile(r"(?i)^(?:(?:re|fwd?|aw|wg|sv|tr|rv|antw|canceled|cancelled)(?: event)? ?: ?)+")
_OF_SYSTEMS = 1.4  # whose mails name the employer in the headline, and often nowhere else
_KNOWN, _LONE, _PART = 1.2, 0.5, 0.4  # "Fjord & Fern", "Orrery", the start of "Murmur Audio interview"


def headlined(letter: Letter, things: Things, *, by_agency: bool) -> Iterable[Clue]:
    """Names in the headlines; an agency's subject of one word ("Orrery") names its client."""
    by_system = things.is_system(letter.message.sender.domain)
    lines = [letter.parts["subject"]]
    if by_system or letter.calendar:
        lines += [event.summary[:300] for event in letter.calendar[:2]]
        lines += [match.group(1) for line in letter.lines[:40] if (match := _HEAD.match(line[:200]))]
    share = _OF_SYSTEMS if by_system or by_agency else 1.0
    for line in lines:
        segments = [segment for segment in _SEPARATOR.split(_ANSWER.sub("", line)) if segment][:10]
        alone = len(segments) < 2 and not by_agency
        for segment in segments:
            for name, weight in _names(segment, letter, things, lambda words: may_be_firm(words, letter, things)):
                if name and not (alone and weight > _PART):
                    weight = weight if weight >= _KNOWN else weight * share
                    yield Clue(value=name, weight=weight, rule="company.subject", quote=line)


def _names(segment: str, letter: Letter, things: Things, firm: Callable[[str], bool]) -> Iterable[tuple[str, float]]:
    """The names that a segment may be, or begin or end with."""
    bare = _without_ordinary(segment, things)
    if bare and firm(bare):
        strong = "&" in bare or any(things.has("org", word) for word in plain(bare).split())
        lone = " " not in bare
        yield bare, _KNOWN if strong and not lone else _LONE if lone else 0.8
    yield first_name(segment), _PART
    yield last_name(segment), _PART


def _without_ordinary(segment: str, things: Things) -> str:
    """ "Murmur Audio interview" without its last word, "Panel interview with Stonecrop" without its first three."""
    words = segment.split()[:14]
    while words and words[-1].islower() and things.has("not_firm", plain(words[-1])):
        words.pop()
    return " ".join(words)

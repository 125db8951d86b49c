"""Firms in headlines: the segments of a subject, of a calendar summary, of an "Event:" line."""

from collections.abc import Iterable

from courtesy.reading.clues import Clue
from courtesy.reading.firm_words import first_name, last_name, may_be_firm
from courtesy.reading.letter import Letter
from courtesy.reading.names import plain
from courtesy.reading.patterns import late
from courtesy.reading.things import Things

_SEPARATOR = late(r"[ ]*(?:[,|•·;/:()\[\]!?»]|[ ](?:[–—-]+|<>|x|×|@)[ ])[ ]*")
HEAD = late(r"(?i)^(?:event|event name|event type|topic|what|meeting|appointment) ?: ?(\S.*)$")
_STAGE = late(r"^[LR]?\d$")  # "Oakmere Mobility L1"
_ANSWER = late(r"(?i)^(?:(?:re|fwd?|aw|wg|sv|tr|rv|antw|canceled|cancelled)(?: event)? ?: ?)+")
_OF_SYSTEMS = 1.4  # whose mails name the employer in the headline, and often nowhere else
_FIRST = 0.55  # what it adds that an agency's subject begins with a name
_PAIRED = 1.1  # a name beside the owner's ("Nora x Orrery")
_KNOWN, _LONE, _PART = 1.2, 0.5, 0.4  # "Fjord & Fern", "Orrery", the start of "Murmur Audio interview"


def headlined(letter: Letter, things: Things, *, by_agency: bool, by_system: bool) -> Iterable[Clue]:
    """Names in the headlines; an agency's subject of one word ("Orrery") names its client."""
    lines = [letter.parts["subject"]]
    if by_system or letter.calendar:
        lines += [event.summary[:300] for event in letter.calendar[:2]]
        lines += [match.group(1) for line in letter.lines[:40] if ":" in line and (match := HEAD.match(line[:200]))]
    share = _OF_SYSTEMS if by_system or by_agency else 1.0
    for line in lines:
        segments = [segment for segment in _SEPARATOR.split(_ANSWER.sub("", line)) if segment][:10]
        told = by_agency or (by_system and any(things.is_org(word) for word in plain(line).split()))
        paired = any(set(plain(segment).split()) <= letter.owner for segment in segments if plain(segment))
        single = len(segments) < 2 and not told
        for number, segment in enumerate(_told(segments, things)):
            kept = _without_ordinary(segment, things)
            alone = single and not (by_system and 0 < len(kept) < len(segment.strip()))
            kept = kept if kept and may_be_firm(kept, letter, things) else ""
            for name, weight in _names(segment, kept, things):
                if name and not (alone and weight > _PART):
                    first = (
                        by_agency and letter.kind != "outreach" and not number and kept == name and not name.isupper()
                    )
                    weight = weight * share if " " in name and weight < _KNOWN else weight
                    weight += _FIRST if first and weight < 1.0 else 0.0
                    if kept == name and paired and not name.isupper():
                        weight = weight if things.has("given", plain(name).split()[0]) else max(weight, _PAIRED)
                    yield Clue(value=name, weight=weight, rule="company.subject", quote=line)


def _told(segments: list[str], things: Things) -> list[str]:
    """The segments without the ordinary words before them: "Booked: Cartwheel" begins with a name."""
    at = 0
    while at < len(segments) - 1 and all(things.has("not_firm", word) for word in plain(segments[at]).split()):
        at += 1
    return segments[at:]


def _names(segment: str, kept: str, things: Things) -> Iterable[tuple[str, float]]:
    """The names that a segment may be (`kept`, "" for none), or begin or end with."""
    if kept and not (kept.isupper() and len(kept) > 4):  # "DON'T TRAVEL"
        strong = "&" in kept or any(things.is_org(word) for word in plain(kept).split())
        lone = " " not in kept
        yield kept, _KNOWN if strong and not lone else _LONE if lone else 0.8
    yield first_name(segment), _PART
    yield last_name(segment), _PART


def _without_ordinary(segment: str, things: Things) -> str:
    """The segment without the ordinary words it ends with: "Murmur Audio interview" loses the last."""
    words = segment.split()[:14]
    while words and ((words[-1].islower() and _is_ordinary(words[-1], things)) or _STAGE.match(words[-1])):
        words.pop()
    while len(words) > 1 and (things.has("not_first", plain(words[0])) or _is_ordinary(words[0], things)):
        words.pop(0)
    return " ".join(words)


def _is_ordinary(word: str, things: Things) -> bool:
    return things.has("not_firm", plain(word)) or things.has("not_firm", plain(word).removesuffix("s"))

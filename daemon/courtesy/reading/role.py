"""Which job a mail is about: the title as it is named, from set phrases, tables and the subject."""

from collections import defaultdict

import re2

from courtesy.reading.letter import Clue, Letter, clues, plain
from courtesy.reading.things import Things

ENOUGH = 1.0
_SEPARATOR = re2.compile(r"[ ]*(?:[|•·:;]|[ ][–—-][ ]|[–—]|,[ ])[ ]*")
_END = re2.compile(r"[.!?][ ]|[;!?\n\t]|[:][ ]|[ ][–—-][ ]|[.,][ ]*$")
_MARKS = re2.compile(r"(?i)^(?:(?:re|fw|fwd|aw|wg|tr|sv|rv|antw)[ ]?(?:\[\d+\])?[ ]?:[ ]*|\[[^\]]{1,40}\][ ]*)+")


def find_role(letter: Letter, company: str, things: Things) -> Clue | None:
    """The best supported job title, or None; `company` ("" when unknown) is no part of a title."""
    found = [*_told(letter, things), *_subject(letter, things)]
    ranked: dict[str, dict[str, Clue]] = defaultdict(dict)
    for clue in found:
        value = _cleaned(clue.value, letter, company, things)
        if value:
            weight = clue.weight + _headed(value, things)
            known = ranked[plain(value)].get(clue.rule)
            if known is None or known.weight < weight:
                ranked[plain(value)][clue.rule] = Clue(value=value, weight=weight, rule=clue.rule, quote=clue.quote)
    best: Clue | None = None
    for name, rules in list(ranked.items())[:60]:
        loudest = max(rules.values(), key=lambda clue: clue.weight)
        support = sum(
            0.4 * max(c.weight for c in spoken.values())
            for other, spoken in ranked.items()
            if other != name and (f" {other} " in f" {name} " or f" {name} " in f" {other} ")
        )
        weight = loudest.weight + 0.4 * (len(rules) - 1) + min(support, 1.5)
        if best is None or (weight, len(loudest.value)) > (best.weight, len(best.value)):
            best = Clue(value=loudest.value, weight=weight, rule=loudest.rule, quote=loudest.quote)
    return best if best and best.weight >= ENOUGH else None


def _told(letter: Letter, things: Things) -> list[Clue]:
    """Titles beside set phrases: from the phrase to the next stop, or back to the article before it."""
    sides = {rule.name: rule.takes for rule in things.rules.get("role", ())}
    found = []
    for clue in clues("role", letter, things):
        value = _back_to_article(clue.value, things) if sides[clue.rule] == "before" else _END.split(clue.value)[0]
        if value:
            found.append(Clue(value=value, weight=clue.weight, rule=clue.rule, quote=clue.quote))
    return found


def _back_to_article(text: str, things: Things) -> str:
    words = _END.split(text)[-1].split()[-11:]
    for at in range(len(words) - 1, -1, -1):
        if things.has("article", words[at]):
            return " ".join(words[at + 1 :])
    return " ".join(words) if words and len(words) < 7 and words[0][:1].isupper() else ""


def _subject(letter: Letter, things: Things) -> list[Clue]:
    """Segments of the subject and of calendar summaries that are headed by the word for a job."""
    found = []
    for line, weight in [(letter.parts["subject"], 1.0), *((event.summary, 0.9) for event in letter.calendar[:2])]:
        for segment in _SEPARATOR.split(_MARKS.sub("", line[:300]))[:8]:
            found.append(Clue(value=segment, weight=weight - 0.4, rule="role.subject", quote=line))
    return found


def _headed(value: str, things: Things) -> float:
    """What it is worth that a title holds the word for a job ("engineer"), and costs that it holds none."""
    words = plain(value).split()
    if any(things.has("role_head", word) for word in words):
        return 0.8
    if any(word.endswith(("er", "ist", "ant", "or", "man", "ian")) and len(word) > 5 for word in words):
        return 0.2
    return -0.3


def _cleaned(value: str, letter: Letter, company: str, things: Things) -> str:
    words = re2.sub(r"\s+", " ", value).strip(" .,;:!?*\"'“”").split()
    while words and (things.has("not_role_first", plain(words[0])) or not plain(words[0])):
        words.pop(0)
    for at, word in enumerate(words):
        if at and things.has("role_breaks", plain(word)):
            words = words[:at]
            break
    while words and (things.has("not_role_last", plain(words[-1])) or not plain(words[-1])):
        words.pop()
    value = " ".join(words).strip(" .,;:!?*-–—\"'“”")
    if value.count("(") > value.count(")"):
        value = value.rpartition("(")[0].strip(" ,-–") or ""
    bare = plain(value)
    if not bare or len(bare) < 2 or len(bare) > 90 or len(words) > 11 or bare.replace(" ", "").isdigit():
        return ""
    pieces = bare.split()
    if bare == plain(company) or all(things.has("not_role", word) or word.isdigit() for word in pieces):
        return ""
    if set(pieces) <= letter.owner or bare == plain(letter.sender):
        return ""
    return value

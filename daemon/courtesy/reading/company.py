"""Which company is hiring, and which agency stands between: of all candidates the best supported wins."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import re2

from courtesy.reading.clues import Clue
from courtesy.reading.firm_names import JOINT, candidates
from courtesy.reading.letter import Letter
from courtesy.reading.names import looks_personal, plain
from courtesy.reading.spelling import squeezed, under
from courtesy.reading.things import Things

ENOUGH = 1.0  # of weight, below which no company is better than a doubtful one
_PERSONAL = frozenset(
    (
        "en/company.interview-with",
        "en/company.acts",
        "en/company.from",
        "company.again",
        "company.subject",
        "company.signature",
    )
)
_CLOCK = re2.compile(r"(?i)^\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|h|hrs|noon)?$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Firms:
    """The hiring company and the agency, each with the clue that spoke loudest for it, or None."""

    company: Clue | None = None
    agency: Clue | None = None


def find_firms(letter: Letter, things: Things) -> Firms:
    """The firms behind a letter; the agency is the company when no client is named."""
    found = [clue for clue in (_cleaned(clue, letter, things) for clue in candidates(letter, things)) if clue]
    found += _again(found, letter)
    ranked = _ranked(found, things)
    own = _own_labels(letter, things)
    agencies = [clue for clue in ranked if is_agency(clue.value, things) or squeezed(clue.value) in own]
    clients = [clue for clue in ranked if clue not in agencies and not _part_of(clue, agencies)]
    agency = agencies[0] if agencies and agencies[0].weight >= ENOUGH else None
    company = clients[0] if clients and clients[0].weight >= ENOUGH else None
    return Firms(company=company or agency, agency=agency)


def _again(found: list[Clue], letter: Letter) -> Iterable[Clue]:
    """What speaks for a candidate besides its own place: it is named again, or a link's address spells it."""
    text = f" {plain(letter.parts['subject'])} {plain(letter.parts['body'])} {plain(letter.parts['quoted'])} "
    urls = squeezed(" ".join(link.url[:120] for link in letter.message.links[:30]))
    for value in list({plain(clue.value): clue.value for clue in found}.values())[:40]:
        if text.count(f" {plain(value)} ") > 1:
            yield Clue(value=value, weight=0.3, rule="company.again", quote=value)
        if len(squeezed(value)) > 4 and squeezed(value) in urls:
            yield Clue(value=value, weight=0.6, rule="company.link", quote=value)


def _own_labels(letter: Letter, things: Things) -> set[str]:
    """How an agency that writes spells itself: its host's label, whole and without the word that gives it away."""
    label = squeezed((under(letter.message.sender.domain) or [""])[0])
    stems = [stem for stem in things.words.get("agency_stem", ()) if stem in label and stem != label]
    client = any(rule.pattern.search(letter.parts["body"]) for rule in things.rules.get("agency", ()))
    if not stems and not client:
        return set()
    return {
        label,
        *(label.partition(stem)[0] for stem in stems),
        *(label[:-cut] for cut in range(1, 4) if client and len(label) - cut > 4),
    }


def _part_of(clue: Clue, agencies: list[Clue]) -> bool:
    return any(f" {plain(clue.value)} " in f" {plain(agency.value)} " for agency in agencies)


def is_agency(name: str, things: Things) -> bool:
    """Whether a firm's name says that it finds people for others."""
    return any(things.has("agency", word) for word in plain(name).split())


def _cleaned(clue: Clue, letter: Letter, things: Things) -> Clue | None:
    """The clue with team words and stray words cut off its value; None when nothing of a name is left."""
    value = clue.value.strip(" .,;:!?*_-–—'\"()\n") + (")" if clue.value.endswith(")") and "(" in clue.value else "")
    if things.has("system_name", plain(value)):
        return None
    label = squeezed((under(letter.message.sender.domain) or [""])[0])
    value = value if squeezed(value) == label else _trimmed(value.split(), things)
    bare = plain(value)
    if (
        not _is_name(bare, things)
        or _is_common(value, clue, letter)
        or bare == plain(letter.sender)
        or bare in letter.owner
    ):
        return None
    if set(bare.split()) <= letter.owner or (
        letter.sender and set(bare.split()) < set(plain(letter.sender).split()) and clue.rule != "company.domain"
    ):
        return None
    return Clue(value=value, weight=clue.weight, rule=clue.rule, quote=clue.quote)


def _trimmed(words: list[str], things: Things) -> str:
    """Words without what leads away from a name ("... will contact you"), and without "the" and "Hiring Team"."""
    cut = next((at for at, word in enumerate(words) if at and things.has("breaks", plain(word))), len(words))
    words = words[:cut]
    while words and (things.has("team", plain(words[-1])) or JOINT.match(words[-1]) or not plain(words[-1])):
        words.pop()
    while words and (things.has("not_first", plain(words[0])) or not plain(words[0])):
        words.pop(0)
    return " ".join(words).strip(" .,;:-–—'’")


def _is_common(value: str, clue: Clue, letter: Letter) -> bool:
    """Whether a single word is an ordinary one: it also stands in the mail without its capital."""
    if " " in value or clue.rule in ("company.domain", "company.from", "company.signature"):
        return False
    return value.lower() in letter.small


def _is_name(bare: str, things: Things) -> bool:
    words = bare.split()
    if not words or len(words) > 9 or len(bare) < 2 or bare.replace(" ", "").isdigit():
        return False
    if things.has("system_name", bare) or things.has("not_firm", bare) or _CLOCK.match(words[0]):
        return False
    core = [word for word in words if not things.has("suffix", word)]
    if things.has("system_name", " ".join(core)):
        return False
    if things.has("role_head", words[-1]) and not any(things.has("org", word) for word in words):
        return False
    return not all(
        things.has("not_firm", word)
        or things.has("team", word)
        or things.has("title", word)
        or things.has("role_head", word)
        for word in words
    )


def _ranked(found: list[Clue], things: Things) -> list[Clue]:
    """One clue for each name, strongest first; a name also profits from what speaks for a part of it."""
    best: dict[str, dict[str, Clue]] = defaultdict(dict)
    for clue in found:
        rules = best[plain(clue.value)]
        if clue.rule not in rules or rules[clue.rule].weight < clue.weight:
            rules[clue.rule] = clue
    ranked = []
    for name, rules in list(best.items())[:60]:
        total: dict[str, float] = {}
        for other, spoken in best.items():
            if other == name or f" {other} " in f" {name} " or f" {name} " in f" {other} ":
                share = 1.0 if other == name else 0.7
                for rule, clue in spoken.items():
                    total[rule] = max(total.get(rule, 0.0), clue.weight * share)
        loudest = max(rules.values(), key=lambda clue: clue.weight)
        doubt = 0.5 if set(total) <= _PERSONAL and looks_personal(loudest.value, things) else 1.0
        weight = sum(total.values()) * doubt
        ranked.append(Clue(value=loudest.value, weight=weight, rule=loudest.rule, quote=loudest.quote))
    return sorted(ranked, key=lambda clue: (-clue.weight, len(clue.value)))

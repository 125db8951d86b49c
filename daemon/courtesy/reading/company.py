"""Which company is hiring, and which agency stands between: of all candidates the best supported wins."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from courtesy.reading.agencies import go_between, is_agency, spoken_of
from courtesy.reading.clues import Clue
from courtesy.reading.firm_checks import cleaned
from courtesy.reading.firm_names import candidates
from courtesy.reading.firm_words import in_passing
from courtesy.reading.initials import abbreviates
from courtesy.reading.letter import Letter
from courtesy.reading.names import has_given_name, is_a_house, looks_personal, plain
from courtesy.reading.patterns import late
from courtesy.reading.relay import known_system, speaks_for_another
from courtesy.reading.spelling import squeezed
from courtesy.reading.things import Things

ENOUGH = 1.0  # of weight, below which no company is better than a doubtful one
_PERSONAL = frozenset(
    (
        "/company.interview-with",
        "/company.acts",
        "/company.from",
        "company.again",
        "company.subject",
        "company.signature",
    )
)
_OF_THE_SENDER = ("company.signature", "company.domain", "company.from", "company.line", "company.title-line")
_HOUR = late(r"(?i)\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?(?:am|pm)\b|\b(?:interview|video chat|see you|meet you)\b")
_IN_FULL = 0.1  # by which a long name is better than its initials
_UNDER_A_TITLE = 1.5  # the weight of a signature's line that follows a job title: "Recruiter, Fernwork"


@dataclass(frozen=True, kw_only=True, slots=True)
class Firms:
    """The hiring company and the agency, each with the clue that spoke loudest for it, or None."""

    company: Clue | None = None
    agency: Clue | None = None


def find_firms(letter: Letter, things: Things) -> Firms:
    """The firms behind a letter; the agency is the company when no client is named."""
    between = go_between(letter, things)
    own = between.labels
    by_system = known_system(letter, things)
    if by_system and not has_given_name(letter.sender, things):
        letter = replace(letter, sender="")  # "Ruska", which signs what a system sends, is the house
    found = _candidates(letter, things, by_agency=bool(own), by_system=by_system)
    if not by_system and not own and speaks_for_another(found, letter, things):
        by_system = True
        found = _candidates(letter, things, by_agency=False, by_system=True)
    if not by_system and not own and (own := spoken_of(found, letter, things)):
        found = _candidates(letter, things, by_agency=True, by_system=False)
    found += _again(found, letter)
    ranked = everyone = _ranked(found, things, _PERSONAL, by_system=by_system)
    agencies = [clue for clue in ranked if is_agency(clue.value, things) or squeezed(clue.value) in own]
    agency = agencies[0] if agencies and agencies[0].weight >= ENOUGH else None
    if own:  # its signature, host and From are about itself, never about its client
        rest = [clue for clue in found if clue.rule not in _OF_THE_SENDER]
        ranked = _ranked(rest, things, _PERSONAL - {"company.subject"}, by_system=True)
    clients = [clue for clue in ranked if not _stands_for(clue, agencies, own, things)]
    company = clients[0] if clients and clients[0].weight >= ENOUGH else None
    if not company and (between.sure or not (letter.sender or own)):
        company = _only_one(letter, agencies, own, things)
    if not company and not agency:
        company = next((clue for clue in everyone if clue.weight >= ENOUGH and clue not in agencies), None)
    return Firms(company=company or agency, agency=agency)


def _candidates(letter: Letter, things: Things, *, by_agency: bool, by_system: bool) -> list[Clue]:
    rough = candidates(letter, things, by_agency=by_agency, by_system=by_system)
    return [clue for clue in (cleaned(clue, letter, things) for clue in rough) if clue]


def _only_one(letter: Letter, agencies: list[Clue], own: frozenset[str], things: Things) -> Clue | None:
    """The firm that is named in passing, where the text of an agency or a machine names just one."""
    named: dict[str, Clue] = {}
    closing = letter.signed()
    for line in letter.lines[:300]:
        for name in in_passing(line, things) if line not in closing else ():
            rough = Clue(value=name, weight=ENOUGH, rule="company.passing", quote=line)
            clue = cleaned(rough, letter, things)
            if clue and " " in clue.value and not _stands_for(clue, agencies, own, things):
                named.setdefault(plain(clue.value), clue)
    timed = [clue for clue in named.values() if _HOUR.search(clue.quote)]  # of two clients, the one that sets a time
    for clues in (list(named.values()), timed):
        if len(clues) == 1:
            return clues[0]
    return None


def _stands_for(clue: Clue, agencies: list[Clue], own: frozenset[str], things: Things) -> bool:
    """Whether a name is an agency's, or a part of its name."""
    if is_agency(clue.value, things) or squeezed(clue.value) in own:
        return True
    return any(f" {plain(clue.value)} " in f" {plain(agency.value)} " for agency in agencies)


def _again(found: list[Clue], letter: Letter) -> Iterable[Clue]:
    """What speaks for a candidate besides its own place: it is named again, or a link's address spells it."""
    text = f" {plain(letter.parts['subject'])} {plain(letter.parts['body'])} {plain(letter.parts['quoted'])} "
    urls = squeezed(" ".join(link.url[:120] for link in letter.message.links[:30]))
    for value in list({plain(clue.value): clue.value for clue in found}.values())[:40]:
        if text.count(f" {plain(value)} ") + text.count(f" {plain(value)}s ") > 1:
            yield Clue(value=value, weight=0.3, rule="company.again", quote=value)
        if len(squeezed(value)) > 4 and squeezed(value) in urls:
            yield Clue(value=value, weight=0.6, rule="company.link", quote=value)


def _may_be_human(name: str, things: Things, *, sure: bool) -> bool:
    """Whether a name may as well be a person's; "Bluefin CRM" and four words are none.

    Where people are named rarely, or firms often (`sure`), only what begins as people are called is one.
    """
    words = name.split()
    if any(things.has("suffix", plain(word)) for word in words[1:]) or is_a_house(name, things):
        return False
    if sure and not things.has("given", plain(words[0])):
        return False
    shouted = len(words) > 1 and any(word.isupper() and len(word) > 1 for word in words)
    return len(words) < 4 and not shouted and looks_personal(name, things)


def _ranked(found: list[Clue], things: Things, personal: frozenset[str], *, by_system: bool) -> list[Clue]:
    """One clue for each name, strongest first; a name also profits from what speaks for a part of it.

    Where nothing but the rules in `personal` speaks for a name that could be a person's, it counts half.
    """
    best: dict[str, dict[str, Clue]] = defaultdict(dict)
    for clue in found:
        rules = best[plain(clue.value)]
        if clue.rule not in rules or rules[clue.rule].weight < clue.weight:
            rules[clue.rule] = clue
    ranked = []
    for name, rules in list(best.items())[:60]:
        total: dict[str, float] = {}
        for other, spoken in best.items():
            in_full = " " not in other and abbreviates(other, name.split())  # the long name of a short one
            if other == name or in_full or f" {other} " in f" {name} " or f" {name} " in f" {other} ":
                share = 1.0 if other == name or in_full else 0.7
                total |= {"company.initials": _IN_FULL} if in_full else {}
                for rule, clue in spoken.items():
                    total[rule] = max(total.get(rule, min(clue.weight, 0.0)), clue.weight * share)
        loudest = max(rules.values(), key=lambda clue: clue.weight)
        signature = rules.get("company.signature")
        signed = signature is not None and (" " in name or signature.weight > _UNDER_A_TITLE)
        spoken_by = {rule[2:] if rule[2:3] == "/" else rule for rule in total}  # whatever the language
        human = spoken_by <= personal and _may_be_human(loudest.value, things, sure=by_system or signed)
        part = things.has("unit", name.split()[0]) and any(
            name not in other and any(things.has("whole", word) for word in other.split()) for other in best
        )
        weight = sum(total.values()) * (0.5 if human else 1.0) * (0.5 if part else 1.0)
        ranked.append(Clue(value=loudest.value, weight=weight, rule=loudest.rule, quote=loudest.quote))
    return sorted(ranked, key=lambda clue: (-clue.weight, len(clue.value)))

"""Which company is hiring, and which agency stands between: candidates are named by evidence, the best supported wins."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import re2

from courtesy.reading.letter import Clue, Letter, clues, looks_personal, names_a_firm, person_shown, plain
from courtesy.reading.spelling import Spelling, squeezed, under
from courtesy.reading.things import Things

ENOUGH = 1.0  # of weight, below which no company is better than a doubtful one
_SEPARATOR = re2.compile(r"[ ]*(?:[,|•·;/]|[ ][–—-][ ]|[ ]@[ ])[ ]*")
_TITLE_AT = re2.compile(r"(?i)^(.{2,40}?) (?:at|to|of|for|@) (?:the )?(.{2,60})$")
_BESIDE = re2.compile(r"(?i)(?: (?:at|from|@|with|of|-|–|\||·) |, | ?\()")
_AT_FIRM = re2.compile(r"(?i)^(.{1,50}?)(?: (?:at|from|@|with|of|-|–|\||·) |, | ?\()(.{2,60}?)\)?$")
_VIA = re2.compile(r"(?i) ?[(]?\bvia [^)]*[)]?$")
_SHOWN_PARTS = re2.compile(r" (?:-|–|\||@|·) |: |, ")
_NOT_NAME = re2.compile(r"[^\p{L}\d'’&.\- ]")
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
_ADDRESS = re2.compile(r"\S+@\S+|https?://\S+|\bwww\.\S+")
_CLOCK = re2.compile(r"(?i)^\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|h|hrs|noon)?$")
_JOINTS = (
    "(?:of the|at the|of|and|&|the|for|de la|de|du|des|la|le|les|van|von|der|den|del|di|da|do|dos|y|e|et|und|en|an|na)"
)
_JOINT = re2.compile(f"(?i)^{_JOINTS}$")
_CAPITAL = r"[\p{Lu}\d](?:[\p{L}\d'’&+/-]|\.[\p{L}\d])*"
_RUN = re2.compile(rf"^{_CAPITAL}(?:[ ](?:{_JOINTS}[ ])?(?:{_CAPITAL}|&)){{0,7}}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Firms:
    """The hiring company and the agency, each with the clue that spoke loudest for it, or None."""

    company: Clue | None = None
    agency: Clue | None = None


def find_firms(letter: Letter, things: Things) -> Firms:
    """The firms behind a letter; the agency is the company when no client is named."""
    found = [*_told(letter, things), *_signed(letter, things), *_shown(letter, things), *_domains(letter, things)]
    found = [clue for clue in (_cleaned(clue, letter, things) for clue in found) if clue]
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


def _told(letter: Letter, things: Things) -> Iterable[Clue]:
    """Names beside set phrases ("your application to ..."), and the segments of the subject."""
    sides = {rule.name: rule.takes for rule in things.rules.get("company", ())}
    for clue in clues("company", letter, things):
        name = last_name(clue.value) if sides[clue.rule] == "before" else first_name(clue.value)
        if name:
            weak = (
                " " not in name
                if sides[clue.rule] == "before"
                else clue.rule.endswith("-with") and looks_personal(name, things)
            )
            yield Clue(value=name, weight=clue.weight * (0.6 if weak else 1.0), rule=clue.rule, quote=clue.quote)
    segments = [segment for segment in _SEPARATOR.split(letter.parts["subject"].replace(":", " - ")) if segment]
    for segment in segments[:8]:
        whole = len(segments) > 1 and _may_be_firm(segment, letter, things)
        strong = "&" in segment or any(things.has("org", word) for word in plain(segment).split())
        for name, weight in (
            (segment, 1.2 if strong else 0.8 if " " in segment else 0.5),
            (first_name(segment), 0.4),
            (last_name(segment), 0.4),
        ):
            if name and (whole or weight < 0.5):
                yield Clue(value=name, weight=weight, rule="company.subject", quote=letter.parts["subject"])


def first_name(text: str) -> str:
    """The run of capitalised words that `text` begins with ("Caer Hedd Hospice, Ffordd"), joined by "of", "and" ..."""
    match = _RUN.match(text[:160])
    return match.group() if match else ""


def last_name(text: str) -> str:
    """The run of capitalised words that `text` ends with."""
    words = _NOT_NAME.split(text)[-1].rstrip().split(" ")
    taken: list[str] = []
    for word in reversed(words[-10:]):
        if (
            not word
            or word.endswith((".", "-"))
            or not (word[0].isupper() or word[0].isdigit() or word == "&" or (taken and _JOINT.match(word)))
        ):
            break
        taken.append(word)
    while taken and _JOINT.match(taken[-1]) and not taken[-1][0].isupper():
        taken.pop()
    return " ".join(reversed(taken))


def _signed(letter: Letter, things: Things) -> Iterable[Clue]:
    """Names in the signature: "Senior Recruiter, Brightwater Analytics", or a line of its own under the title."""
    titled = False
    for number, line in enumerate(letter.closing):
        if len(line) < 120 and not _of_a_system(line, things):
            for segment, follows in _segments(line, letter, things, titled):
                weight = (1.7 if follows else 0.9) if number <= 4 else 0.7
                org = any(things.has("org", word) for word in plain(segment).split())
                yield Clue(value=segment, weight=weight + (0.4 if org else 0.0), rule="company.signature", quote=line)
        titled = number < 3 and (titled or _is_title(line, things)) and len(line) < 80
    for line in letter.lines[:200]:
        if (
            len(line) < 70
            and first_name(line) == line
            and " " in line
            and any(things.has("strong_org", word) for word in plain(line).split())
        ):
            yield Clue(value=line, weight=1.0, rule="company.line", quote=line)
        if (
            len(line) < 90
            and line not in letter.closing
            and not line.endswith((".", "?", "!"))
            and _is_title(line, things)
        ):
            for segment, follows in _segments(line, letter, things, False):
                if follows:
                    yield Clue(value=segment, weight=1.1, rule="company.title-line", quote=line)


def _segments(line: str, letter: Letter, things: Things, titled: bool) -> Iterable[tuple[str, bool]]:
    """The parts of a signature line that may be a firm, and whether a job title stands before."""
    for segment in [part.strip(" .*_-–") for part in _SEPARATOR.split(line) if part.strip(" .*_-–")][:6]:
        match = _TITLE_AT.match(segment)
        if (
            match
            and _is_title(match.group(1), things)
            and match.group(2)[:1].isupper()
            and _at_a_firm(segment, match.group(2), things)
        ):
            yield match.group(2), True
            return
        if any(character.isdigit() for character in segment) and not _may_be_firm(segment, letter, things):
            return  # an address or a telephone number: what follows is a town
        if _may_be_firm(segment, letter, things):
            yield segment, titled
            if titled:
                return
        titled = titled or _is_title(segment, things)


def _at_a_firm(segment: str, name: str, things: Things) -> bool:
    """Whether "Clerk to Upper Thorne Parish Council" names a firm, which "Head of Audience" does not."""
    joined = segment[: -len(name)].rstrip().lower()
    return joined.endswith((" at", "@")) or any(things.has("strong_org", word) for word in plain(name).split())


def _of_a_system(line: str, things: Things) -> bool:
    words = plain(line).split()
    return (
        "://" in line
        or any(
            things.has("system_name", word)
            for word in words
            if word not in ("google", "zoom", "teams", "seek", "lever", "indeed")
        )
        or (bool(words) and things.has("system_name", words[0]))
    )


def _shown(letter: Letter, things: Things) -> Iterable[Clue]:
    """Names in the From header: "Ridgeline Recruiting", "Jane at Ridgeline", "Jane (Ridgeline)"."""
    name = _VIA.sub("", letter.parts["from"].strip(' "'))
    if letter.sender and plain(letter.sender) == plain(person_shown(name, things)) and not _BESIDE.search(name):
        return
    beside = _AT_FIRM.match(name)
    if (
        beside
        and looks_personal(beside.group(1), things)
        and not (
            ", " in name
            and looks_personal(beside.group(2), things)
            and plain(beside.group(2)) not in letter.message.sender.domain.replace("-", " ")
        )
    ):
        yield Clue(value=beside.group(2), weight=1.8, rule="company.from", quote=name)
    elif (
        name
        and "@" not in name
        and not _is_person(name, letter, things)
        and not (letter.sender and plain(letter.sender) == plain(name))
    ):
        for segment in _SHOWN_PARTS.split(name)[:3]:
            yield Clue(value=segment, weight=1.8, rule="company.from", quote=name)


def _is_person(name: str, letter: Letter, things: Things) -> bool:
    return bool(person_shown(name, things)) and not names_a_firm(letter.message, name, things)


def _domains(letter: Letter, things: Things) -> Iterable[Clue]:
    """Words of the mail that spell the sender's domain (or its place at a recruiting system)."""
    labels = sender_labels(letter, things)
    text = "\n".join(
        (
            letter.parts["subject"],
            letter.parts["from"],
            *letter.closing,
            letter.parts["body"],
            letter.parts["quoted"],
            letter.parts["calendar"],
        )
    )
    if "@" in text or "://" in text:
        text = _ADDRESS.sub(" ", text)
    spelling = Spelling(text)
    for label, weight in labels:
        for name, share in spelling.spelled(label, things.words.get("affix", frozenset())):
            yield Clue(
                value=name,
                weight=weight * share,
                rule="company.domain",
                quote=f"{name} ({letter.message.sender.domain})",
            )


def sender_labels(letter: Letter, things: Things) -> list[tuple[str, float]]:
    """Parts of addresses that may be a squeezed company name, with what a match is worth."""
    labels: list[tuple[str, float]] = []
    addresses = [letter.message.sender.email, *(address.email for address in letter.message.reply_to)]
    addresses += [event.organizer for event in letter.calendar[:2]]
    for number, email in enumerate(addresses):
        local, _, host = email.lower().rpartition("@")
        if not host or things.on("free", host):
            continue
        worth = 2.6 if number == 0 else 1.6
        if things.is_system(host):
            known = [label for label in under(host) if not things.has("affix", label)][1:]
            labels += [
                (label, worth) for label in (local.partition("+")[0].partition(".")[0].partition("_")[0], *known)
            ]
        else:
            labels += [(label, worth) for label in under(host)[:1]]
    for link in letter.message.links[:40]:
        host = link.host
        if host and not things.on("free", host):
            labels += [(label, 0.7) for label in (under(host)[1:2] if things.is_system(host) else under(host)[:1])]
    unique = {label: worth for label, worth in reversed(labels) if len(label) > 2}
    return list(unique.items())[:12]


def _is_title(segment: str, things: Things) -> bool:
    return any(things.has("title", word) or things.has("team", word) for word in plain(segment).split())


def _may_be_firm(segment: str, letter: Letter, things: Things) -> bool:
    words = segment.split()
    if not 0 < len(words) <= 9 or not (segment[0].isupper() or segment[0].isdigit()):
        return False
    bare = plain(segment).split()
    if not bare or any(character in "@:!?" for character in segment) or sum(c.isdigit() for c in segment) > 2:
        return False
    if any(word in letter.owner for word in bare) and len(bare) < 3:
        return False
    if any(things.has("org", word) for word in bare):
        return True
    if any(things.has("title", word) or things.has("street", word) or things.has("not_firm", word) for word in bare):
        return False
    return plain(segment) != plain(letter.sender) and bool(segment[0].isupper()) and _mostly_capital(words)


def _mostly_capital(words: list[str]) -> bool:
    return all(word[0].isupper() or word[0].isdigit() or word == "&" or _JOINT.match(word) for word in words)


def _cleaned(clue: Clue, letter: Letter, things: Things) -> Clue | None:
    """The clue with team words and stray words cut off its value; None when nothing of a name is left."""
    value = clue.value.strip(" .,;:!?*_-–—'\"()\n") + (")" if clue.value.endswith(")") and "(" in clue.value else "")
    if things.has("system_name", plain(value)):
        return None
    words = value.split()
    for at, word in enumerate(words):
        if at and things.has("breaks", plain(word)):
            words = words[:at]
            break
    while words and (things.has("team", plain(words[-1])) or _JOINT.match(words[-1]) or not plain(words[-1])):
        words.pop()
    while words and (things.has("not_first", plain(words[0])) or not plain(words[0])):
        words.pop(0)
    value = " ".join(words).strip(" .,;:-–—'’")
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

"""Where a mail may name a firm: phrases, subject, signature, From header, host names."""

from collections.abc import Iterable

from courtesy.reading.clues import Clue, clues
from courtesy.reading.firm_words import first_name, last_name, may_be_firm
from courtesy.reading.headlines import headlined
from courtesy.reading.initials import shortened
from courtesy.reading.letter import Letter
from courtesy.reading.machines import by_machine
from courtesy.reading.names import has_given_name, is_a_desk, looks_personal, names_a_firm, person_shown, plain
from courtesy.reading.patterns import late
from courtesy.reading.relay import begins_as
from courtesy.reading.signed_firms import is_human, signed
from courtesy.reading.spelling import Spelling, squeezed, under
from courtesy.reading.things import Things

_BESIDE = late(r"(?i)(?: (?:at|from|@|with|of|-|–|\||·) |, | ?\()")
_AT_FIRM = late(r"(?i)^(.{1,50}?)(?: (?:at|from|@|with|of|-|–|\||·) |, | ?\()(.{2,60}?)\)?$")
_ON_BEHALF = late(r"(?i)^.{2,30}? (?:for|on behalf of) (.{2,60})$")
_VIA = late(r"(?i) ?[(]?\bvia [^)]*[)]?$")
_DESK = 2.6  # what a name is worth behind that of a desk: "Careers at Ridgeline"
_LATER = 0.2  # what it costs to stand behind another name in From: "City of York, Unit 3"
_BRACKETED = late(r"(\p{Lu}\p{Ll}+ \p{Lu}[\p{L}'’-]+) \(([^()]{3,50})\)")
_SHOWN_PARTS = late(r" (?:-|–|\||@|·) |: |, ")
_INITIALS = 0.8  # what a name is worth whose initials the host is, of one that it spells
_OF_SYSTEMS = 1.2  # "your interview with ..." in the mail of a system, which seldom goes on with a person
_PLACES = ("office", "branch", "plant", "depot", "campus", "airport", "station")
_WITH = late(r"(?i)^\W*(?:with|host|organi[sz]er) ?:")
_ADDRESS = late(r"\S+@\S+|https?://\S+|\bwww\.\S+")


def candidates(letter: Letter, things: Things, *, by_agency: bool, by_system: bool) -> Iterable[Clue]:
    """Everything in the mail that may be the name of a firm, not yet cleaned."""
    yield from _told(letter, things, by_system=by_system)
    yield from headlined(letter, things, by_agency=by_agency, by_system=by_system)
    yield from signed(letter, things, by_system=by_system)
    if by_system:
        yield from _beside(letter, things)
    yield from _shown(letter, things, by_system=by_system)
    yield from _domains(letter, things, by_system=by_system)


def _told(letter: Letter, things: Things, *, by_system: bool) -> Iterable[Clue]:
    """Names beside set phrases ("your application to ...")."""
    sides = {rule.name: rule.takes for rule in things.rules.get("company", ())}
    for clue in clues("company", letter, things):
        name = last_name(clue.value) if sides[clue.rule] == "before" else first_name(clue.value)
        single = " " not in name
        a_town = single and clue.rule.endswith("/company.post-in")  # "an opening in Doha"
        if name and not a_town and not _is_beside(name, clue.value, sides[clue.rule], things):
            person = clue.rule.endswith("-with") and looks_personal(name, things) and not (single and by_system)
            weak = single and not by_system if sides[clue.rule] == "before" else person
            share = 0.6 if weak else _OF_SYSTEMS if by_system and clue.rule.endswith("-with") else 1.0
            if person and not has_given_name(name, things):
                share = _OF_SYSTEMS if by_system else 0.8
            yield Clue(value=name, weight=clue.weight * share, rule=clue.rule, quote=clue.quote)


def _beside(letter: Letter, things: Things) -> Iterable[Clue]:
    """What a system puts in brackets after a person's name: "Odile Brandt (Fern Audio) has moved your meeting"."""
    for line in letter.lines[:30]:
        for match in list(_BRACKETED.finditer(line[:300]))[:3] if " (" in line else ():
            met = is_human(match.group(1), things) or (_WITH.match(line) and looks_personal(match.group(1), things))
            if met and may_be_firm(match.group(2), letter, things):
                yield Clue(value=match.group(2), weight=1.5, rule="company.brackets", quote=line)
                yield Clue(value=match.group(1), weight=-3.0, rule="company.person", quote=line)


def _is_beside(name: str, text: str, side: str, things: Things) -> bool:
    """Whether a name of `text` is a town's, by what follows it ("at Hyderabad office"), or somebody's with a title."""
    if side == "after":
        return text[len(name) :].strip(" ").lower().startswith(_PLACES)
    before = text.rstrip()[: -len(name)].split()
    return bool(before) and things.has("honorific", plain(before[-1]))


def _shown(letter: Letter, things: Things, *, by_system: bool) -> Iterable[Clue]:
    """Names in the From header: "Ridgeline Recruiting", "Jane at Ridgeline", "Jane (Ridgeline)"."""
    name = _VIA.sub("", letter.parts["from"].strip(' "'))
    if letter.sender and plain(letter.sender) == plain(person_shown(name, things)) and not _BESIDE.search(name):
        return
    behalf = _ON_BEHALF.match(name)
    if behalf and _is_the_system(name, letter, things, by_system=by_system):
        yield Clue(value=behalf.group(1), weight=1.8, rule="company.from", quote=name)
        return
    beside = _AT_FIRM.match(name)
    if beside and things.has("system_name", plain(beside.group(2))):
        yield Clue(value=beside.group(1), weight=1.8, rule="company.from", quote=name)
        return
    desk = beside and f"{beside.group(1)} at " in name and is_a_desk(beside.group(1), things)
    if (
        beside
        and (looks_personal(beside.group(1), things) or desk)
        and not (
            ", " in name
            and looks_personal(beside.group(2), things)
            and plain(beside.group(2)) not in letter.message.sender.domain.replace("-", " ")
        )
    ):
        yield Clue(value=beside.group(2), weight=_DESK if desk else 1.8, rule="company.from", quote=name)
    elif (
        name
        and "@" not in name
        and not _is_the_system(name, letter, things, by_system=by_system)
        and not _is_person(name, letter, things, by_system=by_system)
        and not (letter.sender and plain(letter.sender) == plain(name))
    ):
        for number, segment in enumerate(_SHOWN_PARTS.split(name)[:3]):
            yield Clue(value=segment, weight=1.8 - _LATER * number, rule="company.from", quote=name)


def _is_the_system(name: str, letter: Letter, things: Things, *, by_system: bool) -> bool:
    """Whether From shows the system that sends: "Indeed Employer", "Cronofy Scheduler"."""
    words = plain(name).split()
    if not words or not by_system:
        return False
    host = letter.message.sender.domain
    if things.has("system_name", words[0]) or not things.is_system(host):
        return things.has("system_name", words[0]) or begins_as(name, host)
    own = squeezed(name)
    return len(own) > 4 and any(label.startswith(own) for label in under(host)[:1])


def _is_person(name: str, letter: Letter, things: Things, *, by_system: bool) -> bool:
    if by_system and not has_given_name(name, things) and not things.is_system(letter.message.sender.domain):
        return False
    return bool(person_shown(name, things)) and not names_a_firm(letter.message, name, things)


def _domains(letter: Letter, things: Things, *, by_system: bool) -> Iterable[Clue]:
    """Words of the mail that spell the sender's domain (or its place at a recruiting system)."""
    labels = sender_labels(letter, things, by_system=by_system)
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
                quote=name,
            )
        for name in dict.fromkeys(shortened(text, label)):
            yield Clue(value=name, weight=weight * _INITIALS, rule="company.domain", quote=name)


def sender_labels(letter: Letter, things: Things, *, by_system: bool) -> list[tuple[str, float]]:
    """Parts of addresses that may be a squeezed company name, with what a match is worth."""
    labels: list[tuple[str, float]] = []
    addresses = [letter.message.sender.email, *(address.email for address in letter.message.reply_to)]
    addresses += [event.organizer for event in letter.calendar[:2]]
    for number, email in enumerate(addresses):
        local, _, host = email.lower().rpartition("@")
        if not host or things.on("free", host):
            continue
        worth = 2.6 if number == 0 and not _shows_another(letter) else 1.6
        if things.is_system(host) or (by_system and number == 0):
            known = [label for label in under(host) if not things.has("affix", label)][1:]
            labels += [
                (label, worth) for label in (local.partition("+")[0].partition(".")[0].partition("_")[0], *known)
            ]
        else:
            labels += [(label, worth) for label in under(host)[:1]]
    own = under(letter.message.sender.domain)[:1]
    for link in letter.message.links[:40]:
        host = link.host
        if host and not things.on("free", host):
            below = [label for label in under(host)[1:4] if not things.has("affix", label)]
            systems = things.is_system(host) or (by_system and under(host)[:1] == own)
            labels += [(label, 0.7) for label in (below if systems else under(host)[:1])]
    unique = {label: worth for label, worth in reversed(labels) if len(label) > 2}
    return list(unique.items())[:12]


def _shows_another(letter: Letter) -> bool:
    """Whether a machine shows a name that is not its host's: "Sierra Unified" <no-reply@edhire.example>."""
    sender = letter.message.sender
    return bool(" " in sender.name.strip() and by_machine(sender.email)) and not begins_as(sender.name, sender.domain)

"""Where a mail may name a firm: phrases, subject, signature, From header, host names."""

from collections.abc import Iterable

from courtesy.reading.clues import Clue, clues
from courtesy.reading.firm_words import first_name, last_name, may_be_firm
from courtesy.reading.headlines import headlined
from courtesy.reading.initials import shortened
from courtesy.reading.letter import Letter
from courtesy.reading.machines import by_machine
from courtesy.reading.names import has_given_name, looks_personal, names_a_firm, person_shown, plain
from courtesy.reading.patterns import late
from courtesy.reading.relay import begins_as
from courtesy.reading.spelling import Spelling, squeezed, under
from courtesy.reading.things import Things

_SEPARATOR = late(r"[ ]*(?:[,|•·;/]|[ ][–—-][ ]|[ ]@[ ])[ ]*")
_TITLE_AT = late(r"(?i)^(.{2,40}?) (?:at|to|of|for|@) (?:the )?(.{2,60})$")
_BESIDE = late(r"(?i)(?: (?:at|from|@|with|of|-|–|\||·) |, | ?\()")
_AT_FIRM = late(r"(?i)^(.{1,50}?)(?: (?:at|from|@|with|of|-|–|\||·) |, | ?\()(.{2,60}?)\)?$")
_ON_BEHALF = late(r"(?i)^.{2,30}? (?:for|on behalf of) (.{2,60})$")
_VIA = late(r"(?i) ?[(]?\bvia [^)]*[)]?$")
_LATER = 0.2  # what it costs to stand behind another name in From: "City of York, Unit 3"
_BRACKETED = late(r"(\p{Lu}\p{Ll}+ \p{Lu}[\p{L}'’-]+) \(([^()]{3,50})\)")
_SHOWN_PARTS = late(r" (?:-|–|\||@|·) |: |, ")
_INITIALS = 0.8  # what a name is worth whose initials the host is, of one that it spells
_OF_SYSTEMS = 1.2  # "your interview with ..." in the mail of a system, which seldom goes on with a person
_SIGNED_ALONE = 0.6  # what it adds that a system's mail ends with a name alone
_BUTTON = 0.5  # what a word alone in a line is worth in a system's mail
_BULLETS = tuple("•-*–✓✅")
_PLACES = ("office", "branch", "plant", "depot", "campus", "airport", "station")
_ADDRESS = late(r"\S+@\S+|https?://\S+|\bwww\.\S+")


def candidates(letter: Letter, things: Things, *, by_agency: bool, by_system: bool) -> Iterable[Clue]:
    """Everything in the mail that may be the name of a firm, not yet cleaned."""
    yield from _told(letter, things, by_system=by_system)
    yield from headlined(letter, things, by_agency=by_agency, by_system=by_system)
    yield from _signed(letter, things, by_system=by_system)
    if by_system:
        yield from _beside(letter, things)
    yield from _shown(letter, things, by_system=by_system)
    yield from _domains(letter, things, by_system=by_system)


def _told(letter: Letter, things: Things, *, by_system: bool) -> Iterable[Clue]:
    """Names beside set phrases ("your application to ...")."""
    sides = {rule.name: rule.takes for rule in things.rules.get("company", ())}
    for clue in clues("company", letter, things):
        name = last_name(clue.value) if sides[clue.rule] == "before" else first_name(clue.value)
        if name and not _is_a_place(clue.value[len(name) :], sides[clue.rule]):
            single = " " not in name
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
            if _is_human(match.group(1), things) and may_be_firm(match.group(2), letter, things):
                yield Clue(value=match.group(2), weight=1.5, rule="company.brackets", quote=line)
                yield Clue(value=match.group(1), weight=-3.0, rule="company.person", quote=line)


def _is_a_place(rest: str, side: str) -> bool:
    """Whether what follows a name after "at" says that it is a town: "at Hyderabad office"."""
    return side == "after" and rest.strip(" ").lower().startswith(_PLACES)


def _signed(letter: Letter, things: Things, *, by_system: bool) -> Iterable[Clue]:
    """Names in the signature: "Senior Recruiter, Brightwater Analytics", or a line of its own under the title."""
    titled = False
    for number, line in enumerate(letter.closing):
        if len(line) < 120 and line[:1] not in _BULLETS and not _of_a_system(line, things):
            for segment, follows in _segments(line, letter, things, titled):
                weight = (1.7 if follows else 0.9) if number <= 4 else 0.7
                weight += _beside_a_name(line, segment, number, letter, things)
                if by_system and segment == line:
                    ends = _ends_with(segment, number, letter)
                    weight = weight + _SIGNED_ALONE if ends else weight if " " in segment else min(weight, _BUTTON)
                org = "&" in segment or any(things.is_org(word) for word in plain(segment).split())
                yield Clue(value=segment, weight=weight + (0.4 if org else 0.0), rule="company.signature", quote=line)
        titled = number < 3 and (titled or _is_title(line, things)) and len(line) < 80
    for line in letter.lines[:200]:
        if (
            len(line) < 70
            and first_name(line) == line
            and " " in line
            and any(things.has("strong_org", word) or things.has("suffix", word) for word in plain(line).split())
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


def _beside_a_name(line: str, segment: str, number: int, letter: Letter, things: Things) -> float:
    """What it adds to a part of a signature that a person stands before it: in its line, or in the one above."""
    own = line.partition(segment)[0].strip(" ,-–—|·*/")
    before = own or (letter.closing[number - 1] if number else "")
    sender = plain(letter.sender)
    signs = bool(own) and plain(own) in (sender, sender.partition(" ")[0])  # "Vera, Plexworks"
    return 0.3 if signs else 0.2 if before and " " in segment and _is_human(before, things) else 0.0


def _ends_with(name: str, number: int, letter: Letter) -> bool:
    """Whether a name ends the mail in the line `number` of its closing; one word may be a button's."""
    return number + 3 > len(letter.closing) and (" " in name or name in letter.parts["subject"])


def _segments(line: str, letter: Letter, things: Things, titled: bool) -> Iterable[tuple[str, bool]]:
    """The parts of a signature line that may be a firm, and whether a job title stands before."""
    label = line.count(" | ") == 1 and " " not in line.partition(" | ")[0].strip("* ")  # "Reason | Federal holiday"
    for segment in [part.strip(" .*_-–") for part in _SEPARATOR.split(line) if part.strip(" .*_-–")][label:6]:
        match = _TITLE_AT.match(segment)
        if (
            match
            and _is_title(match.group(1), things)
            and match.group(2)[:1].isupper()
            and _at_a_firm(segment, match.group(2), things)
        ):
            yield match.group(2), True
            return
        if any(character.isdigit() for character in segment) and not may_be_firm(segment, letter, things):
            return  # an address or a telephone number: what follows is a town
        if may_be_firm(segment, letter, things):
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
        or " Time - " in line  # "Central European Time - Oslo"
        or "intended for" in line
        or any(
            things.has("system_name", word)
            for word in words
            if word not in ("google", "zoom", "teams", "seek", "lever", "indeed")
        )
        or (bool(words) and things.has("system_name", words[0]))
    )


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


def _is_human(line: str, things: Things) -> bool:
    """Whether a line is a person's name and nothing else."""
    return looks_personal(line, things) and things.has("given", plain(line).split()[0])


def _is_title(segment: str, things: Things) -> bool:
    return any(things.has("title", word) or things.has("team", word) for word in plain(segment).split())

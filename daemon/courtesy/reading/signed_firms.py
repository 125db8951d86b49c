"""Firms in the signature of a mail, under the title of who signs, and in lines that name a job and a house."""

from collections.abc import Iterable

from courtesy.reading.clues import Clue
from courtesy.reading.firm_words import first_name, may_be_firm
from courtesy.reading.letter import Letter
from courtesy.reading.names import looks_personal, plain
from courtesy.reading.patterns import late
from courtesy.reading.spelling import squeezed, under
from courtesy.reading.things import Things

_SEPARATOR = late(r"[ ]*(?:[,|•·;/]|[ ][–—-][ ]|[ ]@[ ])[ ]*")
_TITLE_AT = late(r"(?i)^(.{2,40}?) (?:at|to|of|for|@) (?:the )?(.{2,60})$")
_SIGNED_ALONE = 0.6  # what it adds that a system's mail ends with a name alone
_BUTTON = 0.5  # what a word alone in a line is worth in a system's mail
_OF_THE_HOST = 1.2  # what it adds to a line of the signature that the host begins with it
_BULLETS = tuple("•-*–✓✅")
_REFERENCE = late(r"^(?:\p{L}+ ?:? |\p{L}[\p{L}-]*)\d{3,}[\p{L}\d/-]*$")  # "Vacancy: 398114", "GS-0560-11"
_WHERE = late(r"(?i)^\W*(?:venue|where|location|place|address|reporting) ?[:|]")


def signed(letter: Letter, things: Things, *, by_system: bool) -> Iterable[Clue]:
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
                weight += _OF_THE_HOST if _begins_the_host(segment, letter, things) else 0.0
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
            and not _WHERE.match(line)
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
    return 0.3 if signs else 0.2 if before and " " in segment and is_human(before, things) else 0.0


def _begins_the_host(segment: str, letter: Letter, things: Things) -> bool:
    """Whether "Sorrel" under a name is the house that writes from sorrelkitchens.example."""
    host = letter.message.sender.domain
    own = squeezed(segment)
    return (
        bool(letter.sender)
        and len(own) > 3
        and not things.is_system(host)
        and (under(host) or [""])[0].replace("-", "").startswith(own)
    )


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
        if _REFERENCE.match(segment):
            continue
        if any(character.isdigit() for character in segment) and not may_be_firm(segment, letter, things):
            return  # an address or a telephone number: what follows is a town
        segment = _house_before(segment, things)
        if may_be_firm(segment, letter, things):
            yield segment, titled
            if titled:
                return
        titled = titled or _is_title(segment, things)


def _house_before(segment: str, things: Things) -> str:
    """ "Saguaro Middle School front office" without its small words, where a house is named before them."""
    name = first_name(segment)
    house = len(name) < len(segment) and " " in name and things.is_org(plain(name.split()[-1]))
    return name if house else segment


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


def is_human(line: str, things: Things) -> bool:
    """Whether a line is a person's name and nothing else."""
    return looks_personal(line, things) and things.has("given", plain(line).split()[0])


def _is_title(segment: str, things: Things) -> bool:
    return any(things.has("title", word) or things.has("team", word) for word in plain(segment).split())

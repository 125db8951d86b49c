"""Whether a mail is an agency's, who finds people for others, and how that agency spells itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from courtesy.reading.clues import Clue
from courtesy.reading.letter import Letter
from courtesy.reading.machines import by_machine
from courtesy.reading.names import has_given_name, looks_personal, plain
from courtesy.reading.patterns import late
from courtesy.reading.relay import is_spelt
from courtesy.reading.spelling import squeezed, under
from courtesy.reading.things import Things

_OF_EMPLOYERS = ("careers", "assessments")
_OF_OTHERS = ("/company.they-want", "/company.client", "/company.for-whom")  # who says so is not the house itself
_ENOUGH = 1.0
_SEPARATOR = late(r"[ ]*[,|•·;:(]|[ ][–—-][ ]")


def is_agency(name: str, things: Things) -> bool:
    """Whether a firm's name says that it finds people for others."""
    words = plain(name).split()
    return any(things.has("agency", word) for word in words if word != "supply" or word == words[-1])


@dataclass(frozen=True, kw_only=True, slots=True)
class GoBetween:
    """Whether the sender finds people for others, and how he spells himself (his host's label, and parts of it)."""

    labels: frozenset[str] = frozenset()  # empty: nothing says that he does
    sure: bool = False  # said by his name or by "our client", not only by "they would like you"


def go_between(letter: Letter, things: Things) -> GoBetween:
    """What says that the sender is an agency: his host, his signature after the name that the host spells
    ("Birch & Rowe Recruitment"), and how he speaks of the firm."""
    host = letter.message.sender.domain
    label = squeezed((under(host) or [""])[0])
    if not label or things.is_system(host) or things.on("free", host):
        return GoBetween()
    pieces = (under(host) or [""])[0].split("-")
    stems = [stem for stem in things.words.get("agency_stem", ()) if stem != label and _ends(pieces, stem)]
    texts = (letter.parts["body"], letter.parts["subject"])
    rules = things.rules.get("agency", ())
    spoken = {rule.name for rule in rules for text in texts if rule.pattern.search(text)}
    client = any(name.endswith(".client") for name in spoken)
    email = letter.message.sender.email
    if (by_machine(email) or squeezed(email.partition("@")[0]) in _OF_EMPLOYERS) and not client:
        return GoBetween()  # the agency writes by hand; "talent" and "recruit" in a machine's host are the employer's
    sure = bool(stems or client) or _signed_so(letter, label, things)
    if not sure and not spoken:
        return GoBetween()
    labels = {label, label.replace("and", ""), *(label.partition(stem)[0] for stem in stems)}
    if client:
        labels |= {label[:-cut] for cut in range(1, 4) if len(label) - cut > 4}
    return GoBetween(labels=frozenset(labels - {""}), sure=sure)


def _ends(pieces: list[str], stem: str) -> bool:
    """Whether a piece of a host's label begins or ends with a stem: "fastlane-staffing", "hirewell"."""
    return any(piece.startswith(stem) or piece.endswith(stem) for piece in pieces)


def _signed_so(letter: Letter, label: str, things: Things) -> bool:
    for line in letter.closing[:5]:
        for piece in _SEPARATOR.split(line[:120])[:3]:
            words = plain(piece).split()
            if len(words) > 1 and things.has("agency_sign", words[-1]):
                name = squeezed("".join(words[:-1]))
                if len(name) > 3 and name in (label, label.replace("and", "")):
                    return True
    return False


def spoken_of(found: Iterable[Clue], letter: Letter, things: Things) -> frozenset[str]:
    """How the sender spells himself, where he speaks of another house as of one that hires; else nothing."""
    host = letter.message.sender.domain
    label = squeezed((under(host) or [""])[0])
    if not label or things.is_system(host) or things.on("free", host):
        return frozenset()
    own = [clue for clue in found if "/" in clue.rule and is_spelt(clue.value, label)]
    if any(clue.weight >= _ENOUGH and not clue.rule.endswith("/company.team") for clue in own):
        return frozenset()
    for clue in found:
        human = has_given_name(clue.value, things) and looks_personal(clue.value, things)
        if clue.rule.endswith(_OF_OTHERS) and clue.weight >= _ENOUGH and not human and not is_spelt(clue.value, label):
            return frozenset({label, label.replace("and", "")})
    return frozenset()

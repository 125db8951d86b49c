"""Whether a mail is sent by a system in a house's name: by a known one, or by one that speaks of another house."""

from collections import defaultdict
from collections.abc import Iterable

from courtesy.reading.clues import Clue
from courtesy.reading.letter import Letter
from courtesy.reading.machines import by_machine
from courtesy.reading.names import has_given_name, looks_personal, plain
from courtesy.reading.patterns import late
from courtesy.reading.spelling import squeezed, under
from courtesy.reading.things import Things

_ITS_OWN = ("company.from", "company.domain", "company.link")  # what speaks for a system as it does for a house
_OF_OTHERS = ("/company.acts", "/company.they-want", "/company.sent-to", "/company.table")  # what a house does or is
_ADDRESS = late(r"://|@")
_TOLD = 1.2  # the weight from which a phrase names another house
_HEARD = 0.9  # the same in a machine's mail
_SAID = 0.7  # the same where the sender's name says that it is a system
_FOOTER = 6  # words from which a line that names the sender is about its service: "You received this through Willo"


def known_system(letter: Letter, things: Things) -> bool:
    """Whether the sender is a system that is known, by its host or by the name that it shows."""
    sender = letter.message.sender
    if things.is_system(sender.domain):
        return True
    _, via, system = plain(sender.name).rpartition(" via ")
    return (by_machine(sender.email) and things.has("system_name", system)) or bool(
        via and begins_as(system, sender.domain)
    )


def speaks_for_another(found: Iterable[Clue], letter: Letter, things: Things) -> bool:
    """Whether an unknown sender shows nobody but itself, and all that the mail says is said of another house.

    `found` are the names in it that may be houses; a house that writes of itself names itself in its text too.
    """
    sender = letter.message.sender
    label = squeezed((under(sender.domain) or [""])[0])
    if has_given_name(letter.sender, things) or not label or things.on("free", sender.domain):
        return False
    if sender.name and not begins_as(sender.name, sender.domain):
        return False
    machine = by_machine(sender.email)
    so_called = _calls_itself_so(sender.name, label, things)
    if not so_called and ("&" in sender.name or any(things.is_org(word) for word in plain(sender.name).split())):
        return False  # "Quayside Stores"
    said: dict[str, dict[str, float]] = defaultdict(dict)
    for clue in found:
        if clue.rule not in (_ITS_OWN if machine else (*_ITS_OWN, "company.signature", "company.line")):
            rules = said[plain(clue.value)]
            rules[clue.rule] = max(clue.weight, rules.get(clue.rule, 0.0))
    if _is_told_of(label, said):
        return False
    others = [
        rules
        for name, rules in said.items()
        if not is_spelt(name, label) and not (has_given_name(name, things) and looks_personal(name.title(), things))
    ]
    acts = any(rule.endswith(_OF_OTHERS) and rules[rule] >= _TOLD for rules in others for rule in rules)
    if not (machine and (acts or so_called)) and _names_itself(letter, label, sentences=not machine):
        return False
    most = max((max(rules.values()) + 0.2 * (len(rules) - 1) for rules in others), default=0.0)
    return most >= (_SAID if machine and so_called else _HEARD if machine else _TOLD)


def begins_as(name: str, host: str) -> bool:
    """Whether a host begins as a name shown in From, or a word of it: "Cronofy Scheduler" of cronofy.example."""
    label = squeezed((under(host) or [""])[0])
    words = plain(name).split()
    initials = "".join(word[0] for word in words)
    short = len(initials) > 2 and label.startswith(initials)  # "Smart Recruit Online" of sro-mail.example
    return short or label.startswith(squeezed(name)) or bool(_first_of(label, words))


def _first_of(label: str, words: list[str]) -> str:
    """The word that a host's label begins with, "" when none of `words` does."""
    return next((word for word in words if len(word) > 3 and label.startswith(squeezed(word))), "")


def is_spelt(name: str, label: str) -> bool:
    """Whether a name spells a host's label, or a part of it, or holds it."""
    own = squeezed(name)
    return own in label or label in own


def _calls_itself_so(name: str, label: str, things: Things) -> bool:
    """Whether a sender's name says that it is a system for hiring, tests or appointments: "Hirewell", "Codetests"."""
    stems = tuple(things.words.get("system_stem", ()))
    own = squeezed("".join(word for word in plain(name).split() if not things.has("team", word))) or label
    return own.startswith(stems) or own.endswith(stems)


def _is_told_of(label: str, said: dict[str, dict[str, float]]) -> bool:
    """Whether a phrase speaks of the house that the host spells."""
    return any(
        is_spelt(name, label) and any("/" in rule and weight >= _SAID for rule, weight in rules.items())
        for name, rules in said.items()
    )


def _names_itself(letter: Letter, label: str, *, sentences: bool) -> bool:
    """Whether the subject or a line of its own names the house that the host spells.

    Where a machine writes, a sentence may name the service that it is: "You receive this because of Hirewell".
    """
    word = _first_of(label, plain(letter.message.sender.name).split())
    first = f" {word}" if word and word not in letter.small else ""
    for line in (letter.parts["subject"], *letter.lines[:200]):
        bare = plain(line)
        named = (first and first in f" {bare}") or label in squeezed(bare)
        if named and not _ADDRESS.search(line) and (sentences or bare.count(" ") < _FOOTER):
            return True
    return False

"""Whether who writes a mail is the one whom the owner meets, where nobody else is named."""

from collections.abc import Iterable

from courtesy.reading.clues import Clue, clues
from courtesy.reading.letter import Letter
from courtesy.reading.names import person_shown, plain
from courtesy.reading.things import Things

_SIGNED = 4  # lines of the signature that say what somebody does


def writer(letter: Letter, found: list[Clue], things: Things) -> Iterable[Clue]:
    """The sender, when `found` names nobody surely, the mail speaks of a meeting with him, and nothing of others."""
    if not letter.author or any(clue.weight >= 1.0 for clue in found):
        return
    if not (clues("self", letter, things, 1) or _invites(letter, things)) or clues("others", letter, things, 1):
        return
    signed = " ".join(letter.closing[:_SIGNED])
    if not any(things.has("arranges", word) for word in plain(signed).split()):
        yield Clue(value=letter.author, weight=1.0, rule="interviewer.writer", quote=signed)


def _invites(letter: Letter, things: Things) -> bool:
    """Whether the sender himself is the organizer of the appointment in the mail, and nobody else is asked to it."""
    for event in letter.calendar[:1] if letter.kind in ("confirm", "reschedule") else ():
        guests = {plain(guest) for guest in event.attendees if "@" not in guest}
        others = [guest for guest in guests if guest != plain(letter.author) and not letter.is_the_owner(guest)]
        return not others and plain(person_shown(event.organizer_name, things)) == plain(letter.author)
    return False

"""Whether who writes a mail is the one whom the owner meets, where nobody else is named."""

from collections.abc import Iterable

from courtesy.reading.clues import Clue, clues
from courtesy.reading.letter import Letter
from courtesy.reading.names import person_shown, plain
from courtesy.reading.things import Things

# Log-odds, as those of the rules "takes-part": fitted to mails in which nobody else is named, and rounded.
ENOUGH = 1.1
_SPEAKS = 1.1  # the mail speaks of a talk with the sender,
_PLAINLY = 0.3  # and neither of others nor of an office that arranges talks
_SHORT = (160, 0.9)  # characters: who arranges meetings for others writes more
_SMALL = 0.5  # it begins without a capital
_ASKED = 1.1  # it brings an appointment, and
_BOOKED = 0.6  # a link with the sender's own name in it
_ARRANGES = -0.4  # the signature says so
_CALLED_OFF = -1.0
_SIGNED = 4  # lines of the signature that say what somebody does


def writer(letter: Letter, found: list[Clue], things: Things) -> Iterable[Clue]:
    """The sender, when `found` names nobody surely and the words and the looks of the mail make him take part."""
    if not letter.author or any(clue.weight >= 1.0 for clue in found):
        return
    signed = " ".join(letter.closing[:_SIGNED])
    arranges = any(things.has("arranges", word) for word in plain(signed).split())
    speaks = bool(clues("self", letter, things, 1)) or _invites(letter, things)
    plainly = speaks and not arranges and not clues("others", letter, things, 1)
    looks = _looks(letter, speaks=speaks, arranges=arranges) + (_PLAINLY if plainly else 0.0)
    if looks + _words(letter, things) >= ENOUGH:
        yield Clue(value=letter.author, weight=1.0, rule="interviewer.writer", quote=signed)


def _words(letter: Letter, things: Things) -> float:
    return sum(clue.weight for fact in ("takes-part", "trial") for clue in clues(fact, letter, things, 1))


def _looks(letter: Letter, *, speaks: bool, arranges: bool) -> float:
    """What speaks for the sender beside the words of the mail."""
    body, first = letter.parts["body"], plain(letter.author).split()[0]
    signs = [
        (_SPEAKS, speaks),
        (_SHORT[1], len(body) < _SHORT[0]),
        (_SMALL, body[:1].islower()),
        (_ASKED, bool(letter.calendar) and letter.kind != "cancel"),
        (_BOOKED, len(first) > 2 and any(first in link.url.lower() for link in letter.message.links[:10])),
        (_ARRANGES, arranges),
        (_CALLED_OFF, letter.kind == "cancel"),
    ]
    return sum(weight for weight, there in signs if there)


def _invites(letter: Letter, things: Things) -> bool:
    """Whether the sender himself is the organizer of the appointment in the mail, and nobody else is asked to it."""
    for event in letter.calendar[:1] if letter.kind in ("confirm", "reschedule") else ():
        guests = {plain(guest) for guest in event.attendees if "@" not in guest}
        others = [guest for guest in guests if guest != plain(letter.author) and not letter.is_the_owner(guest)]
        return not others and plain(person_shown(event.organizer_name, things)) == plain(letter.author)
    mark = f"{letter.author} - organi".lower()
    return any(line.lower().startswith(mark) for line in letter.lines[:60])

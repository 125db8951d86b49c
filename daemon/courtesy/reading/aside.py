"""What a mail asks on the side: whether it leaves the time of an interview as it is, and changes only where it is."""

from collections.abc import Collection, Mapping

from courtesy.reading.packs import Packs
from courtesy.reading.reading import Kind
from courtesy.reading.sentences import flow

_OTHER_TIME, _SAME_TIME = "en/aside.other-time", "en/aside.same-time"  # rules are weighed by their English names
_MOVES = "en/moves."
_LOOSE = "en/moves.disregard"  # "can you be there early tomorrow"
_ASKS_WHEN = frozenset(
    f"en/invite.{name}"
    for name in ("ask-availability", "book-a-slot", "either-or-times", "would-like-to-invite", "through-to-round")
)
_READ = 4000  # characters of a mail
_PLAIN = 0.9  # share of belief from which it moves or calls off an interview in whatever words


def asks_aside(hits: Collection[str], shares: Mapping[Kind, float]) -> bool:
    """True where nothing among the rules that hit speaks of another time, or of calling off.

    `hits` are their names, `shares` the belief in each kind. What plainly asks for another time wins over "same link,
    same place", and that over the many small words that are found in moves too, such as "instead".
    """
    if _OTHER_TIME in hits:
        return False
    if _SAME_TIME in hits:
        return True
    speaks = any(name in _ASKS_WHEN or (name.startswith(_MOVES) and name != _LOOSE) for name in hits)
    return not speaks and shares["reschedule"] + shares["cancel"] < _PLAIN


def says_elsewhere(newest: str, packs: Packs) -> bool:
    """Whether the sender's own words say that an interview takes place elsewhere than was said."""
    return bool(packs.hits({"newest": flow(newest[:_READ])}, family="elsewhere"))

"""Events as JSON and back: what an event says is stored in full, so that cases can be replayed from it."""

from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import Any, get_type_hints

import msgspec

from courtesy.cases.events import Event
from courtesy.errors import CourtesyError
from courtesy.reading import Reading


def _shape(fact: type, **other: Any) -> type[msgspec.Struct]:
    """A struct with the fields of the dataclass `fact`, but with `other` types for some of them."""
    hints = get_type_hints(fact) | other
    known = [(field.name, hints[field.name], _default(field.default)) for field in fields(fact)]
    return msgspec.defstruct(fact.__name__, known, kw_only=True)


def _default(default: Any) -> Any:
    return msgspec.NODEFAULT if default is MISSING else default


# A day and a moment look alike to msgspec, so a deadline passes as text; all else is decoded as it is declared.
_READING = _shape(Reading, deadline=str | None, perhaps=None)
_DECODER = msgspec.json.Decoder(_shape(Event, reading=_READING))


def encode(event: Event) -> bytes:
    """`event` as JSON."""
    return msgspec.json.encode(event)


def decode(body: bytes) -> Event:
    """The event in `body`. Raises CourtesyError when it was written by a program with other ideas."""
    try:
        stored = msgspec.structs.asdict(_DECODER.decode(body))
        reading = msgspec.structs.asdict(stored.pop("reading"))
        deadline = _deadline(reading.pop("deadline"))
        return Event(**stored, reading=Reading(**reading, deadline=deadline))
    except (msgspec.MsgspecError, ValueError) as error:
        raise CourtesyError(
            f"the state holds an event of another version of courtesy ({error}); install the newest one, "
            "or move the state folder away to have the mailbox read anew"
        ) from error


def _deadline(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)

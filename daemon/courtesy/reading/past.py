"""Whether the words around a time say that it has been: "thank you for coming on Tuesday at ten"."""

from typing import Any

from courtesy.reading.patterns import late

# A clause of its own, after which a time is another: "thank you for applying, we can see you on Tuesday at ten".
_GOES_ON = late(r"(?:[,;:]| -) (?:\S+ ){3}|\b(?:and|und|et|y|e|en) (?:\S+ ){3}")


def is_past(cue: Any, lead: str, tail: str) -> bool:
    """Whether a time between the words `lead` and `tail` is one of what the pattern `cue` says that it has been."""
    end = max((found.end() for found in cue.finditer(lead)), default=-1)
    return not _GOES_ON.search(lead[end:]) if end >= 0 else cue.search(lead + tail) is not None

"""What of a calendar entry is still as we wrote it, and what the owner has made his own.

An entry carries a mark: a short hash of each property as we wrote it last. A property that still says so is ours to
change; one that the owner has changed, added or taken away stays his. When and whether the interview takes place
are facts, and ours to say whenever they change.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MARK = "X-COURTESY-DIGEST"  # the property of an iCalendar entry that is its mark

Digests = Mapping[str, str]  # property -> a hash of what it says; what is not there has none


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """The properties of an entry to set anew, and the digests of its new mark."""

    names: frozenset[str]
    mark: Digests


def correction(
    *, wrote: Digests, says: Digests, wanted: Digests, facts: Iterable[str], others: Iterable[str], has_changed: bool
) -> Correction | None:
    """What brings an entry up to date that `says` this, where we last `wrote` that; None when it is right as it is.

    `facts` and `others` name the properties that may be ours. Whether the facts have changed since the entry was
    written is told by its mark; `has_changed` counts where some program has thrown that away.
    """
    facts = frozenset(facts)
    if wrote:
        has_changed = not same(wrote, wanted, facts)
    ours = {name for name in (*facts, *others) if says.get(name) == wrote.get(name)}
    ours.update(facts if has_changed else ())
    if same(says, wanted, ours):
        return None
    kept = {name: digest for name, digest in wrote.items() if name not in ours}
    return Correction(names=frozenset(ours), mark=kept | {name: wanted[name] for name in ours if name in wanted})


def same(one: Digests, other: Digests, names: Iterable[str]) -> bool:
    """Whether both say the same of all `names`."""
    return all(one.get(name) == other.get(name) for name in names)


def digest(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:8]


def as_text(digests: Digests) -> str:
    """A mark as one line of ASCII, for `from_text`."""
    return " ".join(f"{name}:{digest}" for name, digest in sorted(digests.items()))


def from_text(text: str) -> dict[str, str]:
    """The digests of a mark; none of what is no mark."""
    pairs = (part.partition(":") for part in text.split())
    return {name: digest for name, _, digest in pairs}

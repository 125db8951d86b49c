"""Which labels are watched: an owner calls them by name, the Gmail API by id."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from courtesy.errors import GiveUp

ALL = "*"
_NEVER = frozenset(["DRAFT", "CHAT", "TRASH"])  # not mail that came in or was sent
_ARRIVING = frozenset(["INBOX", "SENT"])  # what a mail gets that comes back from spam or trash


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """The ids of the labels that are watched, and "*" where all mail is."""

    ids: frozenset[str]

    @property
    def searched(self) -> tuple[str | None, ...]:
        """The labels to search under; None is all mail but spam and trash."""
        if ALL not in self.ids:
            return tuple(sorted(self.ids))
        return (None, "SPAM") if "SPAM" in self.ids else (None,)

    def bears(self, labels: Collection[str]) -> bool:
        """Whether mail with these labels is watched."""
        named = not self.ids.isdisjoint(labels)
        return not self.bars(labels) and (named or ALL in self.ids)

    def bars(self, labels: Collection[str]) -> bool:
        """Whether mail with these labels is left out, whatever other labels it has."""
        return not _NEVER.isdisjoint(labels) or ("SPAM" in labels and "SPAM" not in self.ids)

    def gains(self, added: Iterable[str]) -> bool:
        """Whether mail that was given these labels may be watched from then on."""
        return not (self.ids | (_ARRIVING if ALL in self.ids else frozenset())).isdisjoint(added)


def watched(names: Sequence[str], labels: Mapping[str, str], whose: str) -> Watched:
    """The labels of these `names` ("*" is all), and that of sent mail; `labels` are id -> name, as Gmail tells them.

    Raises GiveUp for a name that no label has, naming the nearest one.
    """
    ids = {name.casefold(): id for id, name in labels.items()}
    found = {"SENT"}
    for name in names:
        if name != ALL and ids.get(name.casefold(), "TRASH") in _NEVER:
            raise GiveUp(f"{whose}: {_fault(name, ids, labels)}", key="labels")
        found.add(ALL if name == ALL else ids[name.casefold()])
    return Watched(ids=frozenset(found))


def _fault(name: str, ids: Mapping[str, str], labels: Mapping[str, str]) -> str:
    if name.casefold() in ids:
        return f"the label {name!r} cannot be watched; drafts, chats and trash are no mail that came in"
    near = get_close_matches(name.casefold(), ids, n=1, cutoff=0.5)
    if near:
        return f"Gmail has no label {name!r}; did you mean {labels[ids[near[0]]]!r}?"
    own = ", ".join(repr(one) for id, one in sorted(labels.items()) if id not in _NEVER)[:500]
    return f"Gmail has no label {name!r}; correct labels: it has {own}"

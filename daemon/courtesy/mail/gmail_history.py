"""What the history of a Gmail mailbox says of new mail."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courtesy.mail.gmail_cursor import is_later
from courtesy.mail.gmail_labels import Watched


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """A mail that came into a watched label."""

    id: str
    aged: bool  # it was given the label, and may have arrived long ago
    reached: str  # the history id after which to go on, once this mail and those before it are done with


def news(
    records: Sequence[Mapping[str, Any]], start: str, end: str, labels: Watched, met: Collection[str]
) -> list[News]:
    """The mails that `records` tell of, each once, but for those `met` before.

    The records follow the history id `start`, and `end` follows them all.

    A record may tell of many mails: it is done with when all of them are.
    """
    found: list[News] = []
    known = set(met)
    reached = start
    for record in records:
        told = {id: aged for id, aged in _mails(record, labels) if id not in known}
        found += [News(id=id, aged=aged, reached=reached) for id, aged in told.items()]
        known |= told.keys()
        reached = str(record["id"])
        if told:
            found[-1] = News(id=found[-1].id, aged=found[-1].aged, reached=reached)
    if found:
        found[-1] = News(id=found[-1].id, aged=found[-1].aged, reached=reached if is_later(reached, end) else end)
    return found


def _mails(record: Mapping[str, Any], labels: Watched) -> Iterator[tuple[str, bool]]:
    """The ids of the mails in a record that are watched, and whether they may be old."""
    for added in record.get("messagesAdded", ()):
        mail = added["message"]
        if "labelIds" not in mail or labels.bears(mail["labelIds"]):
            yield mail["id"], False
    for labelled in record.get("labelsAdded", ()):
        if labels.gains(labelled.get("labelIds", ())):
            yield labelled["message"]["id"], True

"""What the history of a Gmail mailbox says of new mail."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from courtesy.mail.gmail_cursor import is_later
from courtesy.mail.gmail_labels import Watched


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """A mail that came into a watched label."""

    id: str
    sure: bool  # its labels were told, and one of them is watched
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
        told = {mail.id: mail for mail in _mails(record, labels, reached) if mail.id not in known}
        found += told.values()
        known |= told.keys()
        reached = str(record["id"])
        if told:
            found[-1] = replace(found[-1], reached=reached)
    if found:
        found[-1] = replace(found[-1], reached=reached if is_later(reached, end) else end)
    return found


def _mails(record: Mapping[str, Any], labels: Watched, reached: str) -> Iterator[News]:
    """The mails in a record that are watched, or may be."""
    for added in record.get("messagesAdded", ()):
        mail = added["message"]
        sure = "labelIds" in mail
        if not sure or labels.bears(mail["labelIds"]):
            yield News(id=mail["id"], sure=sure, aged=False, reached=reached)
    for labelled in record.get("labelsAdded", ()):
        if labels.gains(labelled.get("labelIds", ())):
            yield News(id=labelled["message"]["id"], sure=True, aged=True, reached=reached)

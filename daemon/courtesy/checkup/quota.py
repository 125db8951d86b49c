"""How full a mailbox is: into one that is full no invitation comes (QUOTA, RFC 9208)."""

from collections.abc import Iterator

from courtesy.checkup import Finding, ok, wrong
from courtesy.mail.imap_wire import Client

_FULL = 0.95  # of what it may hold
_WHAT = {"STORAGE": "its space", "MESSAGE": "the number of its mails"}


def look_at(client: Client, about: str) -> Iterator[Finding]:
    """Each limit of the inbox, where the server has any. Raises what `client` raises."""
    if not client.has_capability("QUOTA"):
        return
    _, limits = client.get_quota_root("INBOX")
    for limit in limits:
        what = _WHAT.get(limit.resource.upper())
        if what is None or limit.limit <= 0:
            continue
        share = limit.usage / limit.limit
        said = f"{share:.0%} of {what} is used"
        if share < _FULL:
            yield ok(about, "quota", said)
        else:
            yield wrong(about, "quota", f"{said}: soon mail to you goes back", "delete old mail, or get more space")

"""Mail comes in through a source: a mailbox that is only ever read.

A source is `imap`, `gmail` or `maildir`; what each is made of begins with its name: `imap_session` opens the mailbox,
with the `imap_library` over `imap_wire`; `imap_folders` are there, `imap_cursor` is how far they are read, `imap_fetch`
brings mail, of a big one what `imap_structure` names, and `imap_idle` waits. `gmail_api` is what is asked, at a
`gmail_pace`; `gmail_labels`, `gmail_history` and `gmail_cursor` say what is new, `gmail_fetch` brings it, of a big one
the `gmail_parts`; `smaller` is the mail that is made of these. `maildir_folders` and `maildir_files` are what they say.
`sent_folder` knows the owner's own mail.

Of its octets `parse` makes a `message`: the `header`, the `mime` parts and of these the `body`, in which `html_text` is
text too, with its `links`; `charsets` makes letters of octets, and `plain` takes out what could harm where it is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

Folder = Literal["INBOX", "Sent"]
"""What a folder is to us: mail that came in (INBOX and whatever else is watched), or the owner's own mail."""

BATCH_OCTETS, BATCH_MAILS = 1 << 20, 200
"""What a batch holds at the most, as octets and as mails, unless a single mail is larger."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """One mail as it lies in the mailbox, not yet looked into."""

    raw: bytes  # RFC 5322 octets; of a big mail only the header and the text, HTML and calendar parts
    folder: Folder
    arrived: datetime  # when the mailbox received it (IMAP INTERNALDATE, maildir_files.dated), aware UTC
    where: str  # for messages to the owner: "INBOX, uid 17", "cur/1760000000.M1P1.host:2,S"


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Some new mail, and the cursor that says "everything up to here has been seen"."""

    mails: tuple[Incoming, ...]
    cursor: str  # opaque to everybody but its source; stored when the mails are filed
    left: int  # mails still to come after this batch, for progress bars
    skipped: tuple[str, ...] = ()  # mails that could not be fetched: where each lies, and why


class Source(Protocol):
    """A mailbox. Raises TryLater when out of reach and GiveUp when the owner must act; never retries by itself.

    A source is used by one thread at a time, except for `wake`, which any thread may call.
    """

    name: str

    def fetch(self, cursor: str | None, since: datetime) -> Iterator[Batch]:
        """Yield what is new after `cursor`, in batches of bounded bytes; with no cursor, all mail since `since` (UTC).

        A lost or foreign cursor (UIDVALIDITY changed) is no error: mail since `since` is fetched again,
        and the caller recognises what it has met before.
        """
        ...

    def wait(self, seconds: float) -> None:
        """Return when new mail may have come, after `seconds`, or at `wake`, whichever is first."""
        ...

    def wake(self) -> None:
        """Make `wait` return now, from any thread."""
        ...

    def close(self) -> None:
        """Leave the mailbox; never raises."""
        ...


@runtime_checkable
class Remarking(Protocol):
    """A source with something to say to the owner that is no fault; a source may be one too."""

    notes: tuple[str, ...]  # one line each, known after a fetch: that there is no folder of sent mail, for one

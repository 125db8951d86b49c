"""Drafts in the drafts folder of an IMAP mailbox: appended, and nothing else is done there.

At least once, and once in effect: before it is appended the draft is looked for by its Message-ID. There is one case
left: we were killed after the server took it and before that was noted, and by the next start the owner has sent,
changed or deleted it; then it lies there a second time.
"""

import imaplib
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from courtesy.cases.actions import Action, Draft
from courtesy.effects.draft_mail import compose
from courtesy.effects.drafts_folder import find_drafts
from courtesy.errors import GiveUp
from courtesy.mail import imap_session as session
from courtesy.mail.imap_folders import list_folders
from courtesy.mail.imap_session import ImapAccount
from courtesy.mail.imap_wire import Client

_Result = TypeVar("_Result")


class ImapDrafts:
    """An effect that puts drafts into the mailbox of `account`, over a connection of its own.

    The folder is `folder`, or "" to find it.
    """

    def __init__(self, account: ImapAccount, *, folder: str = "") -> None:
        self.name = f"drafts in {account.name}"
        self._account = account
        self._folder = folder

    def perform(self, action: Action) -> None:
        """Append a draft that is not there yet. Raises TryLater, or GiveUp when the owner must act."""
        if isinstance(action, Draft):
            self._connected(lambda client: self._keep(client, action))

    def find(self) -> str:
        """The folder to which drafts go. Raises as `perform` does."""
        return self._connected(self._open)

    def close(self) -> None:
        """No connection outlives a draft."""

    def _connected(self, do: Callable[[Client], _Result]) -> _Result:
        try:
            client = session.connect(self._account)
            try:
                return do(client)
            finally:
                session.hang_up(client)
        except (OSError, imaplib.IMAP4.error, ValueError) as error:
            raise session.fault(self._account, error) from error

    def _open(self, client: Client) -> str:
        """The folder, opened so that nothing in it can be changed."""
        folder = self._folder or find_drafts(list_folders(client))
        if folder is None:
            raise GiveUp(f"{self.name}: there is no folder of drafts; set folder of [drafts] to the name of yours")
        try:
            client.select_folder(folder, readonly=True)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise self._refused(f"opens no folder {folder!r}", error) from None
        return folder

    def _keep(self, client: Client, draft: Draft) -> None:
        folder = self._open(client)
        if client.search(["HEADER", "Message-ID", draft.message_id]):
            return
        try:
            client.append(folder, compose(draft), (b"\\Draft", b"\\Seen"), _whole(draft.date))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise self._refused(f"takes no draft into {folder!r}", error) from None

    def _refused(self, what: str, error: imaplib.IMAP4.error) -> Exception:
        """The server's no: only for now, if it says so."""
        if session.waiting_time(str(error)) is not None:
            return session.fault(self._account, error)
        return GiveUp(f"{self.name}: the server {what} ({session.words(error)}); correct folder of [drafts]")


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)

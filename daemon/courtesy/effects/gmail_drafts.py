"""Drafts at Gmail: made through its API, in the conversation of the mail that they answer.

At least once, and once in effect: before it is made the draft is looked for by its Message-ID, in the trash too. There
is one case left, as in imap_drafts.py.
"""

import base64
import re
from typing import Any

from courtesy.cases.actions import Action, Draft
from courtesy.effects.draft_mail import compose
from courtesy.errors import GiveUp, TryLater
from courtesy.google.account import Account
from courtesy.google.calls import Refused, call

_PLAIN = re.compile(r"<[\w.!#$%&*+/=?^`|~@:-]{1,250}>", re.ASCII)  # an id in which a search sees nothing but an id


class GmailDrafts:
    """An effect that makes drafts in the mailbox of `account`, which `mailbox` names."""

    def __init__(self, account: Account, *, mailbox: str) -> None:
        self.name = f"drafts in {mailbox}"
        self._account = account
        self._service: Any = None

    def perform(self, action: Action) -> None:
        """Make a draft that is not there yet. Raises TryLater, or GiveUp when the owner must act."""
        if not isinstance(action, Draft):
            return
        try:
            if self._found(action.message_id) is None:
                self._make(action)
        except Refused as error:
            raise GiveUp(f"{self.name}: Google takes no draft ({error.status} {error.message})") from None
        except TryLater:
            self.close()  # the next one begins with a new connection
            raise

    def close(self) -> None:
        """Hang up."""
        service, self._service = self._service, None
        if service is not None:
            service.close()

    def _make(self, draft: Draft) -> None:
        message = {"raw": base64.urlsafe_b64encode(compose(draft)).decode()}
        thread = self._found(draft.in_reply_to) if _PLAIN.fullmatch(draft.in_reply_to) else None
        try:
            self._create(message | ({"threadId": thread} if thread else {}))
        except Refused as error:
            if thread is None or error.status not in (400, 404):
                raise
            self._create(message)  # the conversation is gone, or is none for Google; References tell where it belongs

    def _create(self, message: dict[str, str]) -> None:
        request = self._users.drafts().create(userId="me", body={"message": message}, fields="id")
        call(request, self.name)

    def _found(self, message_id: str) -> str | None:
        """The conversation of the mail with that Message-ID, wherever it lies."""
        query = f"rfc822msgid:{message_id.strip('<>')}"
        asked = self._users.messages().list(
            userId="me", q=query, includeSpamTrash=True, maxResults=1, fields="messages/threadId"
        )
        found = call(asked, self.name).get("messages", ())
        return str(found[0]["threadId"]) if found else None

    @property
    def _users(self) -> Any:
        if self._service is None:
            self._service = self._account.gmail()
        return self._service.users()

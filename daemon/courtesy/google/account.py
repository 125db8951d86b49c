"""The owner's account at Google, as far as he has let us in."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courtesy.google.scopes import OWN_CALENDAR, READ_MAIL
from courtesy.google.token import Vault


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoints:
    """Where Google is; the first two addresses end in "/"."""

    gmail_api: str = "https://gmail.googleapis.com/"
    calendar_api: str = "https://www.googleapis.com/calendar/v3/"
    auth_uri: str = "https://accounts.google.com/o/oauth2/v2/auth"
    token_uri: str = "https://oauth2.googleapis.com/token"
    ca_file: str = ""  # "" trusts the system's authorities


class Account:
    """Opens Google's APIs in the owner's name. May be used by several threads; what it opens, by one at a time."""

    def __init__(
        self,
        *,
        user: str,
        client_file: Path,
        token_file: Path,
        endpoints: Endpoints,
        scopes: frozenset[str],
        vault: Vault | None = None,
    ) -> None:
        """`user` is the owner's address there; `scopes` are those that the configuration makes needful.

        `vault` keeps the secret part of the token, instead of the file.
        """
        self.user = user
        self.client_file = client_file
        self.token_file = token_file
        self.endpoints = endpoints
        self.token_uri = endpoints.token_uri
        self.scopes = scopes
        self.vault = vault
        self.name = f"Google account {user}"
        self.batch_uri = f"{endpoints.gmail_api}batch/gmail/v1"  # googleapiclient would dial Google itself
        self._end: tuple[tuple[int, int, int], str] = ((0, 0, 0), "")

    def gmail(self) -> Any:
        """The Gmail API, version 1, as a googleapiclient Resource (userId "me").

        Whether the owner is signed in shows at the first call, that he has signed in again at the next one. Raises
        GiveUp for a bad ca_file. To be closed with its `close()`.
        """
        return self._open("gmail", "v1", self.endpoints.gmail_api, READ_MAIL)

    def calendar(self) -> Any:
        """The Calendar API, version 3; else as `gmail`."""
        return self._open("calendar", "v3", self.endpoints.calendar_api, OWN_CALENDAR)

    def seen(self) -> tuple[int, int, int]:
        """What changes when the owner signs in again; zeros while he is not signed in."""
        try:
            status = self.token_file.stat()
        except OSError:
            return 0, 0, 0
        return status.st_mtime_ns, status.st_ino, status.st_size

    def note_end(self, seen: tuple[int, int, int], said: str) -> None:
        """Remember why the sign-in that was `seen` has ended; "" when it has not."""
        self._end = (seen, said)

    @property
    def ended(self) -> str:
        """Why the owner must sign in again, as the last call found; "" when it found no reason, or he has done so."""
        seen, said = self._end
        return said if seen == self.seen() else ""

    def _open(self, api: str, version: str, endpoint: str, need: str) -> Any:
        from googleapiclient.discovery import build

        from courtesy.google.access import Access
        from courtesy.google.reach import pool
        from courtesy.google.transport import SignedIn

        logging.getLogger("googleapiclient").setLevel(logging.ERROR)  # it would warn of each 403
        connections = pool(self.endpoints.ca_file, self.name)
        return build(
            api,
            version,
            http=SignedIn(connections, Access(self, connections, need), self.name),
            client_options={"api_endpoint": endpoint},
            static_discovery=True,
            cache_discovery=False,
        )

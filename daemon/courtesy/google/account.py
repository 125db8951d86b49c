"""The owner's account at Google, as far as he has let us in."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from courtesy.errors import GiveUp
from courtesy.google import token as tokens
from courtesy.google.client import client_of
from courtesy.google.scopes import meant

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoints:
    """Where Google is; each address ends in "/" but the last two."""

    gmail_api: str = "https://gmail.googleapis.com/"
    calendar_api: str = "https://www.googleapis.com/calendar/v3/"
    auth_uri: str = "https://accounts.google.com/o/oauth2/v2/auth"
    token_uri: str = "https://oauth2.googleapis.com/token"
    ca_file: str = ""  # "" trusts the system's authorities


class Account:
    """Opens Google's APIs in the owner's name. May be used by several threads; what it opens, by one at a time."""

    def __init__(
        self, *, user: str, client_file: Path, token_file: Path, endpoints: Endpoints, scopes: frozenset[str]
    ) -> None:
        """`user` is the owner's address there; `scopes` are those that the configuration makes needful."""
        self.user = user
        self.client_file = client_file
        self.token_file = token_file
        self.endpoints = endpoints
        self.scopes = scopes
        self.name = f"Google account {user}"
        self.batch_uri = f"{endpoints.gmail_api}batch/gmail/v1"  # googleapiclient would dial Google itself

    def gmail(self) -> Any:
        """The Gmail API, version 1, as a googleapiclient Resource (userId "me"). Raises GiveUp for a bad ca_file.

        Whether the owner is signed in shows at the first call; that he signed in again, at the next one.
        """
        return self._resource("gmail", "v1", self.endpoints.gmail_api)

    def calendar(self) -> Any:
        """The Calendar API, version 3; else as `gmail`."""
        return self._resource("calendar", "v3", self.endpoints.calendar_api)

    def token(self) -> tokens.Token:
        """What the owner's sign-in gave. Raises GiveUp when there is none, or it allows less than is needed."""
        found = tokens.load(self.token_file)
        lacking = [meant(scope) for scope in sorted(self.scopes - found.scopes)]
        if lacking:
            raise GiveUp(
                f"{self.name}: you have not allowed Courtesy to {' or '.join(lacking)}; "
                f"sign in again: {tokens.SIGN_IN}",
                key="token",
            )
        return found

    def _resource(self, api: str, version: str, endpoint: str) -> Any:
        from googleapiclient.discovery import build

        from courtesy.google.transport import SignedIn, pool

        http = SignedIn(pool(self.endpoints.ca_file, self.name), _Credentials(self), self.name)
        return build(
            api,
            version,
            http=http,
            client_options={"api_endpoint": endpoint},
            static_discovery=True,
            cache_discovery=False,
        )


class _Credentials:
    """The credentials of an account, made anew when the owner has signed in again: that may be while we run."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._made: Credentials | None = None
        self._seen = (0, 0, 0)

    def __call__(self) -> "Credentials":
        seen = _seen(self._account.token_file)
        if self._made is None or seen != self._seen:
            self._made, self._seen = _made(self._account), seen
        return self._made


def _seen(path: Path) -> tuple[int, int, int]:
    """What changes when a file is written anew."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0
    return status.st_mtime_ns, status.st_ino, status.st_size


def _made(account: Account) -> "Credentials":
    from google.oauth2.credentials import Credentials

    token, client = account.token(), client_of(account.client_file)
    if token.client_id != client.id:
        raise GiveUp(
            f"{account.name}: you signed in with another client than that of {account.client_file}; "
            f"sign in again: {tokens.SIGN_IN}",
            key="token",
        )
    return Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=token.refresh_token,
        token_uri=account.endpoints.token_uri,
        client_id=client.id,
        client_secret=client.secret,
    )

"""The right to call Google in the owner's name: asked for with the token of his sign-in, an hour at a time."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import urllib3

from courtesy.errors import CourtesyError, GiveUp, SignInEnded, TryLater
from courtesy.google.client import HOW, client_of
from courtesy.google.reach import unreached
from courtesy.google.token import SIGN_IN, Vault, lacking, load

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials

_UNKNOWN_CLIENT = ("invalid_client", "unauthorized_client", "deleted_client")


class SignedInAt(Protocol):
    """What of an account.Account is needed here."""

    name: str
    client_file: Path
    token_file: Path
    token_uri: str
    vault: Vault | None

    def seen(self) -> tuple[int, int, int]: ...
    def note_end(self, seen: tuple[int, int, int], said: str) -> None: ...


class Access:
    """Access tokens for one user of an account. Begun anew when the owner has signed in again, also while we run."""

    def __init__(self, account: SignedInAt, pool: urllib3.PoolManager, need: str) -> None:
        """`need` is the scope without which nothing works here."""
        self._account = account
        self._pool = pool
        self._need = need
        self._credentials: Credentials | None = None
        self._seen = (0, 0, 0)

    def token(self, *, new: bool = False) -> str:
        """An access token; `new`: the last one was refused before its hour was over.

        Raises SignInEnded when the owner must sign in again, GiveUp when the client is at fault, else TryLater.
        """
        seen = self._account.seen()
        if seen != self._seen:
            self._credentials, self._seen = None, seen
        try:
            token = self._token(new=new)
        except SignInEnded as error:
            self._account.note_end(seen, str(error))
            raise
        return token

    def refused(self) -> SignInEnded:
        """What it is that access which was given just now is not accepted."""
        error = SignInEnded(f"your sign-in at Google is not accepted any more; {SIGN_IN}")
        self._account.note_end(self._seen, str(error))
        return error

    def _token(self, *, new: bool) -> str:
        if self._credentials is None:
            self._credentials = self._begin()
        credentials: Any = self._credentials
        if new or not credentials.valid:
            self._renew(credentials)
        return str(credentials.token)

    def _begin(self) -> "Credentials":
        from google.oauth2.credentials import Credentials

        account = self._account
        token, client = load(account.token_file), client_of(account.client_file)
        if token.client_id != client.id:
            raise SignInEnded(f"you signed in with another client than that of {account.client_file}; {SIGN_IN}")
        if self._need not in token.scopes:
            raise SignInEnded(f"{lacking([self._need])}; {SIGN_IN}")
        secret = token.refresh_token or (account.vault.get() if account.vault else None)
        if not secret:
            raise SignInEnded(f"your sign-in at Google is no longer where it was kept; {SIGN_IN}")
        return Credentials(  # type: ignore[no-untyped-call]
            None,
            refresh_token=secret,
            token_uri=account.token_uri,
            client_id=client.id,
            client_secret=client.secret,
        )

    def _renew(self, credentials: Any) -> None:
        from google.auth.exceptions import RefreshError, TransportError
        from google.auth.transport.urllib3 import Request

        try:
            credentials.refresh(Request(self._pool))  # type: ignore[no-untyped-call]
            self._account.note_end(self._seen, "")  # only what Google says now counts: old access may outlive a sign-in
        except RefreshError as error:
            raise self._refused(error) from None  # its words hold what Google answered
        except TransportError as error:
            raise unreached(error, self._account.name) from None

    def _refused(self, error: Any) -> CourtesyError:
        """Why no access was given; google-auth puts Google's answer second."""
        name = self._account.name
        if error.retryable:
            return TryLater(f"{name}: Google cannot give access now; it will be tried again")
        answer = error.args[1] if len(error.args) > 1 else None
        said = answer.get("error") if isinstance(answer, dict) else None
        if said in _UNKNOWN_CLIENT:
            file = self._account.client_file
            return GiveUp(f"{name}: Google does not know the client of {file} any more; {HOW}", key="client_file")
        if said == "invalid_grant" or "Reauthentication" in str(error):  # this, where a company wants it now and then
            return SignInEnded(f"your sign-in at Google has ended; {SIGN_IN}")
        return TryLater(f"{name}: Google gives no access, and does not say why; it will be tried again")

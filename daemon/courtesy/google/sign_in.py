"""Signing in at Google, as a program of the owner's own: he consents in a browser, and a token comes back.

RFC 8252 and RFC 7636 (PKCE), by google-auth-oauthlib.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.google.account import Account
from courtesy.google.client import HOW, Client, client_of
from courtesy.google.redirect import Redirect
from courtesy.google.token import Token, lacking
from courtesy.tls import tls_context

PATIENCE = 15 * 60.0  # seconds, to find the password and the second factor


class SignIn:
    """One attempt. `address` is for the owner's browser, on whatever computer; `close` ends it."""

    def __init__(self, account: Account) -> None:
        """Raises GiveUp when the client file cannot be used."""
        self._account = account
        self._client = client_of(account.client_file)
        self._redirect = Redirect()
        self._flow = _flow(account, self._client, self._redirect.uri)
        with _oauthlib_allowed(account):  # prompt=consent: only then a second sign-in gives a token too
            self.address, self._state = self._flow.authorization_url(prompt="consent", login_hint=account.user)

    def token(self, terminal: int | None, complain: Callable[[str], None], now: Callable[[], datetime]) -> Token:
        """Wait for the owner's consent, and exchange it; for `terminal` and `complain` see Redirect.wait.

        Raises CourtesyError when he did not give it, or not all of it, or took too long.
        """
        came = self._redirect.wait(self._state, PATIENCE, terminal, complain)
        if not came:
            raise CourtesyError("nobody came back from the browser; try again: courtesy login google")
        with _said_in_our_words(self._account):
            given = self._exchange(f"https://127.0.0.1/?{urlsplit(came).query}")  # oauthlib wants https, whatever it is
        return self._checked(given, now())

    def close(self) -> None:
        """Wait no longer."""
        self._redirect.close()

    def _exchange(self, came: str) -> dict[str, Any]:
        session, ca_file = self._flow.oauth2session, self._account.endpoints.ca_file
        session.mount("https://", _adapter(ca_file, self._account.name))
        session.trust_env = False  # else REQUESTS_CA_BUNDLE and ~/.netrc would have a word
        session.verify = os.path.expanduser(ca_file) if ca_file else True
        with _oauthlib_allowed(self._account):
            given = self._flow.fetch_token(authorization_response=came, timeout=30)
        return dict(given)

    def _checked(self, given: dict[str, Any], now: datetime) -> Token:
        scope = given.get("scope", ())
        allowed = frozenset(scope.split() if isinstance(scope, str) else scope)
        if missing := self._account.scopes - allowed:
            raise CourtesyError(f"{lacking(missing)}; sign in once more and tick all boxes: courtesy login google")
        if not given.get("refresh_token"):
            raise TryLater("Google gave no lasting token; try again: courtesy login google")
        lives = given.get("refresh_token_expires_in")
        return Token(
            refresh_token=str(given["refresh_token"]),
            client_id=self._client.id,
            scopes=allowed,
            made=now,
            lives=timedelta(seconds=lives) if isinstance(lives, int) and lives > 0 else None,
        )


def _flow(account: Account, client: Client, redirect_uri: str) -> Any:
    """Google's own flow. The addresses in the client file are not used: those of the configuration count."""
    from google_auth_oauthlib.flow import Flow

    facts = {
        "client_id": client.id,
        "client_secret": client.secret,
        "auth_uri": account.endpoints.auth_uri,
        "token_uri": account.token_uri,
    }
    return Flow.from_client_config({"installed": facts}, sorted(account.scopes), redirect_uri=redirect_uri)


def _adapter(ca_file: str, whose: str) -> Any:
    """What makes requests speak TLS as the rest of the program does."""
    from requests.adapters import HTTPAdapter

    class OurTls(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs, ssl_context=tls_context(ca_file, whose))

    return OurTls()


@contextmanager
def _said_in_our_words(account: Account) -> Iterator[None]:
    """Turn what the libraries raise into CourtesyError; their own words may hold what is secret."""
    from oauthlib.oauth2.rfc6749.errors import OAuth2Error
    from requests.exceptions import RequestException, SSLError

    try:
        yield
    except OAuth2Error as error:
        raise _refused(error.error, account) from None
    except SSLError:
        raise GiveUp(
            f"{account.name}: the certificate of Google is not trusted; for an own one set ca_file", key="ca_file"
        ) from None
    except (RequestException, ValueError) as error:
        raise TryLater(
            f"{account.name}: Google cannot be reached ({type(error).__name__}); try again: courtesy login google"
        ) from None


def _refused(said: str, account: Account) -> CourtesyError:
    if said == "access_denied":
        return CourtesyError("you did not allow it, so nothing has changed; try again: courtesy login google")
    if said in ("invalid_client", "unauthorized_client", "deleted_client"):
        return GiveUp(
            f"{account.name}: Google does not know the client of {account.client_file}; {HOW}", key="client_file"
        )
    return CourtesyError(f"Google did not accept it ({said}); try again: courtesy login google")


@contextmanager
def _oauthlib_allowed(account: Account) -> Iterator[None]:
    """oauthlib is told by the environment only that it may do without https, and be content with fewer scopes.

    http is for loopback: the configuration lets no other pass. That the owner allowed less is for us to tell.
    """
    settings = {"OAUTHLIB_RELAX_TOKEN_SCOPE": "1"}
    if account.token_uri.startswith("http:") or account.endpoints.auth_uri.startswith("http:"):
        settings["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value

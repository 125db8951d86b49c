"""The owner's account at Google, as the configuration describes it, and what it must allow."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from courtesy.accounts import keychain
from courtesy.config.tables import Config, Gmail, GoogleCalendar
from courtesy.errors import ConfigError, CourtesyError, GiveUp, TryLater
from courtesy.google.account import Account, Endpoints
from courtesy.google.scopes import FREE_OR_BUSY, OWN_CALENDAR, READ_MAIL, WRITE_DRAFTS


def account_of(config: Config) -> Account:
    """The account; always the same object for the same one. Raises ConfigError when nobody knows whose it is."""
    google = config.google
    endpoints = Endpoints(
        gmail_api=_folder(google.gmail_api),
        calendar_api=_folder(google.calendar_api),
        auth_uri=google.auth_uri,
        token_uri=google.token_uri,
        ca_file=google.ca_file,
    )
    token_file = Path(google.token_file).expanduser() if google.token_file else config.state.path / "google-token.json"
    client_file = Path(google.client_file).expanduser()
    return _account(_user(config), client_file, token_file, endpoints, scopes_of(config), in_keyring=google.keyring)


def scopes_of(config: Config) -> frozenset[str]:
    """What the owner must allow: no more than the configuration makes use of; nothing where it uses no Google."""
    scopes = {READ_MAIL for mailbox in config.mailbox if isinstance(mailbox, Gmail)}
    if isinstance(config.draft_mailbox, Gmail):
        scopes.add(WRITE_DRAFTS)
    if isinstance(config.calendar, GoogleCalendar):
        scopes.add(OWN_CALENDAR)
        if config.calendar.busy:
            scopes.add(FREE_OR_BUSY)
    return frozenset(scopes)


@cache
def _account(
    user: str, client_file: Path, token_file: Path, endpoints: Endpoints, scopes: frozenset[str], *, in_keyring: bool
) -> Account:
    return Account(
        user=user,
        client_file=client_file,
        token_file=token_file,
        endpoints=endpoints,
        scopes=scopes,
        vault=_Entry(user) if in_keyring else None,
    )


class _Entry:
    """Where the keyring has the token of a user."""

    def __init__(self, user: str) -> None:
        self._account = keychain.account_of(user, "accounts.google.com")

    def put(self, secret: str) -> None:
        with _told_of_google():
            keychain.store(self._account, secret)

    def get(self) -> str | None:
        with _told_of_google():
            return keychain.fetch(self._account, "")


@contextmanager
def _told_of_google() -> Iterator[None]:
    """The keyring's own faults advise about passwords."""
    remedy = "unlock it, or take keyring out of [google] and sign in again: courtesy login google"
    try:
        yield
    except TryLater as error:
        raise TryLater(
            f"the keyring, where your sign-in at Google is, is locked or does not answer; {remedy}"
        ) from error
    except CourtesyError as error:
        raise GiveUp(f"the keyring does not keep your sign-in at Google; {remedy}") from error


def _user(config: Config) -> str:
    """Whose account it is; that there is but one, the configuration was checked for."""
    tables = [*config.mailbox, config.calendar]
    users = [table.user for table in tables if isinstance(table, Gmail | GoogleCalendar) and table.user]
    known = [*users, *config.me.addresses]
    if not known:
        raise ConfigError(["google: whose account? give a user, or your addresses in [me]"])
    return known[0]


def _folder(url: str) -> str:
    return f"{url.rstrip('/')}/"

"""What the owner is told of his sign-in at Google while the service runs, each once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.servers.google import Google

from courtesy.errors import SignInEnded
from courtesy.google.access import Access
from courtesy.google.account import Account
from courtesy.google.reach import pool
from courtesy.google.scopes import OWN_CALENDAR, READ_MAIL, WRITE_DRAFTS
from courtesy.google.token import Token, load, save
from courtesy.running.sign_in_watch import SignInWatch

MADE = datetime(2026, 10, 19, 9, tzinfo=UTC)
DAY, ZONE = timedelta(days=1), ZoneInfo("Europe/Berlin")


@pytest.fixture
def google() -> Iterator[Google]:
    with Google() as google:
        yield google


@pytest.fixture
def account(google: Google, tmp_path: Path) -> Account:
    return google.account(tmp_path, READ_MAIL)


def keep(account: Account, *scopes: str, lives: timedelta | None = None) -> None:
    """A sign-in of MADE takes the place of the one there is."""
    old = load(account.token_file)
    token = Token(
        refresh_token=old.refresh_token, client_id=old.client_id, scopes=frozenset(scopes), made=MADE, lives=lives
    )
    save(account.token_file, token)


def told(watch: SignInWatch, now: datetime) -> list[str]:
    return [alert.text for alert in watch.alerts(now)]


def test_that_it_ends_is_told_a_day_before_on_the_owners_clock_and_not_afterwards(account: Account) -> None:
    keep(account, READ_MAIL, lives=7 * DAY)  # in between, summer time ends
    watch, ends = SignInWatch(account, ZONE), MADE + 7 * DAY
    assert told(watch, ends - DAY - timedelta(seconds=1)) == []
    (text,) = told(watch, ends - DAY)
    assert "your sign-in ends on Monday at 10:00" in text
    assert told(watch, ends - DAY / 2) == []
    assert told(SignInWatch(account, ZONE), ends) == []  # by then a call has found out, which is told


def test_what_the_configuration_has_come_to_want_is_told_once(account: Account) -> None:
    account.scopes = frozenset({READ_MAIL, WRITE_DRAFTS})
    watch = SignInWatch(account, ZONE)
    (text,) = told(watch, MADE)
    assert "not allowed Courtesy to write drafts; sign in again: courtesy login google" in text
    assert told(watch, MADE + DAY) == []


def test_a_new_sign_in_is_noticed_once_and_a_token_that_is_gone_is_none(account: Account) -> None:
    watch = SignInWatch(account, ZONE)
    assert not watch.renewed()
    account.token_file.rename(kept := account.token_file.with_name("kept"))
    assert not watch.renewed()
    kept.rename(account.token_file)
    keep(account, READ_MAIL)
    assert (watch.renewed(), watch.renewed()) == (True, False)


def test_what_a_call_found_is_told_until_the_owner_signs_in(google: Google, account: Account) -> None:
    google.sign_in.revoke()
    access = Access(account, pool("", "x"), READ_MAIL)
    with pytest.raises(SignInEnded):
        access.token()
    (text,) = told(SignInWatch(account, ZONE), MADE)
    assert "your sign-in at Google has ended" in text
    keep(account, READ_MAIL, OWN_CALENDAR)
    assert told(SignInWatch(account, ZONE), MADE) == []

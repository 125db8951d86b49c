"""The account at Google: the client, the sign-in and how long it lasts; the mailbox and the calendar there."""

import shlex
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from courtesy.accounts.google import account_of, scopes_of
from courtesy.cases.wording import counted
from courtesy.checkup import Finding, failed, note, ok, wrong
from courtesy.checkup.clashes import look_for_appointments
from courtesy.clock import SystemClock
from courtesy.config.tables import Config, Gmail
from courtesy.effects.google_calendar import GoogleCalendar
from courtesy.errors import CourtesyError
from courtesy.google.account import Account
from courtesy.google.calls import Refused, call
from courtesy.google.client import client_of
from courtesy.google.scopes import meant
from courtesy.google.token import Token, lacking, load

_LOGIN = "courtesy login google"
_GUIDE = "docs/google.md"
_SOON = timedelta(days=1)


def look_at_sign_in(config: Config) -> Iterator[Finding]:
    """Whether the owner is signed in, for what, and until when; nothing where nothing is at Google."""
    if not scopes_of(config):
        return
    account = account_of(config)
    try:
        yield _client(account)
    except CourtesyError as error:
        yield failed(account.name, "client file", error, _remedy_for_client(account.client_file))
    try:
        token = load(account.token_file)
    except CourtesyError as error:
        yield failed(account.name, "sign-in", error, _remedy_for_token(account.token_file))
        return
    yield _age(account, token, SystemClock().now(), config)
    yield _scopes(account, token)


def look_into_mailbox(mailbox: Gmail, config: Config, about: str) -> Iterator[Finding]:
    """Whether mail can be read there, and the labels are there."""
    gmail = account_of(config).gmail()
    try:
        profile = _found(about, "mailbox", lambda: _profile(gmail, config, about))
        yield profile
        if profile.verdict != "wrong":
            yield _found(about, "labels", lambda: _labels(gmail, mailbox, about))
    finally:
        gmail.close()


def look_into_calendar(effect: GoogleCalendar, now: datetime) -> Iterator[Finding]:
    """Whether entries can be made, and the owner's other appointments be seen."""
    about = effect.name
    entry = _found(about, "test entry", lambda: _entry(effect, now))
    yield entry
    if entry.verdict != "wrong":
        yield look_for_appointments(effect, now)


def _found(about: str, check: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except CourtesyError as error:
        return failed(about, check, error)
    except Refused as refused:
        return wrong(about, check, f"Google refuses: {refused}", f"see {_GUIDE}")


def _entry(effect: GoogleCalendar, now: datetime) -> Finding:
    effect.trial(now)
    return ok(effect.name, "test entry", "written and removed")


def _client(account: Account) -> Finding:
    path = account.client_file
    client_of(path)
    if path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return wrong(account.name, "client file", f"others may change {path}", f"chmod 600 {shlex.quote(str(path))}")
    return ok(account.name, "client file", f"{path} is of a desktop client")


def _remedy_for_client(path: Path) -> str:
    if not path.exists():
        return f"make one as {_GUIDE} shows, and put it there; or name its place as client_file in [google]"
    return f"download it anew as {_GUIDE} shows"


def _remedy_for_token(path: Path) -> str:
    try:
        is_open = bool(path.stat().st_mode & 0o077)
    except OSError:
        return _LOGIN
    return f"chmod 600 {shlex.quote(str(path))}" if is_open else _LOGIN


def _age(account: Account, token: Token, now: datetime, config: Config) -> Finding:
    made = f"you signed in on {token.made.astimezone(config.me.zone):%Y-%m-%d}"
    if token.ends is None:
        return ok(account.name, "sign-in", f"{made}; it has no term")
    ends = f"{token.ends.astimezone(config.me.zone):%Y-%m-%d %H:%M}"
    publish = f'set your client from Testing to "In production" as {_GUIDE} shows, then: {_LOGIN}'
    if token.ends <= now:
        return wrong(account.name, "sign-in", f"{made}, and that ended on {ends}", publish)
    tell = wrong if token.ends - now <= _SOON else note
    return tell(account.name, "sign-in", f"{made}, and that ends on {ends}: your client is in Testing", publish)


def _scopes(account: Account, token: Token) -> Finding:
    missing = account.scopes - token.scopes
    if missing:
        return wrong(account.name, "permissions", lacking(missing), _LOGIN)
    allowed = ", ".join(meant(one) for one in sorted(token.scopes))
    unused = sorted(token.scopes - account.scopes)
    if unused:
        said = f"allowed, and needed no more: {', '.join(meant(one) for one in unused)}"
        return note(account.name, "permissions", said, f"{_LOGIN}, after taking it back at myaccount.google.com")
    return ok(account.name, "permissions", f"you have allowed Courtesy to {allowed}")


def _profile(gmail: Any, config: Config, about: str) -> Finding:
    told = call(gmail.users().getProfile(userId="me"), about)
    whose, count = str(told.get("emailAddress", "")), int(told.get("messagesTotal", 0))
    user = account_of(config).user
    said = f"of {whose}, {counted(count, 'mail')}"
    if whose.lower() in {user.lower(), *(one.lower() for one in config.me.addresses)}:
        return ok(about, "mailbox", said)
    return note(about, "mailbox", f"{said}; the configuration speaks of {user}", f"if it is not yours: {_LOGIN}")


def _labels(gmail: Any, mailbox: Gmail, about: str) -> Finding:
    told = call(gmail.users().labels().list(userId="me"), about)
    there = {str(label.get("name", "")) for label in told.get("labels", ())}
    missing = [label for label in mailbox.labels if label != "*" and label not in there]
    if missing:
        return wrong(about, "labels", f"there is no label {missing[0]!r}", f"set labels to some of: {_some(there)}")
    return ok(about, "labels", ", ".join(mailbox.labels))


def _some(names: set[str]) -> str:
    own = sorted(name for name in names if not name.startswith("CATEGORY_"))
    return ", ".join(own[:12]) + (" ..." if len(own) > 12 else "")

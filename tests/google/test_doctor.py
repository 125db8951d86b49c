"""`courtesy doctor` looks at what is at Google, and says what mends it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.google.signing_in import CALENDAR, MAILBOX, Owner
from tests.servers.google import Google
from tests.servers.google_calendar import CalendarPeer
from tests.servers.google_gmail import GmailPeer

from courtesy.checkup import Finding, calendars, mailboxes, safely
from courtesy.checkup.google import look_at_sign_in
from courtesy.config.file import load


@pytest.fixture
def google() -> Iterator[Google]:
    with Google(gmail=GmailPeer(), calendar=CalendarPeer()) as google:
        yield google


@pytest.fixture
def owner(google: Google, tmp_path: Path) -> Owner:
    owner = Owner(tmp_path, google, CALENDAR + MAILBOX)
    owner.signed_in()
    return owner


def look(owner: Owner) -> dict[tuple[str, str], Finding]:
    """What is found of things at Google: by the first word of the thing, and the check."""
    config = load(owner.config)
    findings = [
        *safely("sign-in", lambda: look_at_sign_in(config)),
        *safely("mailbox", lambda: mailboxes.look_into(config.mailbox[0], config, [])),
        *safely("calendar", lambda: calendars.look_into(config, [])),
    ]
    assert not [one for one in findings if one.check == "check"], findings
    assert not [one for one in findings for secret in owner.secrets() if secret in repr(one)]
    return {(one.about.split()[0], one.check): one for one in findings}


def test_where_all_is_well(owner: Owner) -> None:
    for _ in range(2):  # the calendar is made once
        found = look(owner)
        assert {one.verdict for one in found.values()} == {"ok"}, found
    asked = [("Google", "client file"), ("Google", "sign-in"), ("Google", "permissions"), ("mailbox", "mailbox")]
    assert {*asked, ("mailbox", "labels"), ("calendar", "test entry"), ("calendar", "clashes")} <= found.keys()
    assert "read your mail" in found["Google", "permissions"].said
    assert owner.google.heard.count(("POST", "/calendar/v3/calendars")) == 1


def test_what_is_wrong_is_said_with_what_mends_it(owner: Owner) -> None:
    owner.token.chmod(0o644)
    assert look(owner)["Google", "sign-in"].remedy == f"chmod 600 {owner.token}"
    owner.token.chmod(0o600)

    owner.google.sign_in.revoke()
    found = look(owner)
    assert "has ended" in found["mailbox", "mailbox"].said
    assert found["mailbox", "mailbox"].remedy == "sign in again: courtesy login google"
    assert ("mailbox", "labels") not in found

    owner.client.chmod(0o664)
    assert look(owner)["Google", "client file"].remedy == f"chmod 600 {owner.client}"

    owner.token.unlink()
    assert look(owner)["Google", "sign-in"].remedy == "courtesy login google"
    owner.client.unlink()
    assert str(owner.client) in look(owner)["Google", "client file"].said


@pytest.mark.parametrize(
    ("days", "verdict", "said"), [(1, "note", "ends on"), (6.5, "wrong", "ends on"), (8, "wrong", "ended")]
)
def test_a_token_of_testing_is_told_before_it_dies(owner: Owner, days: float, verdict: str, said: str) -> None:
    made = datetime.now(UTC) - timedelta(days=days)
    saved = owner.saved() | {"lives_seconds": 604799, "made": made.isoformat()}
    owner.token.write_text(json.dumps(saved))
    found = look(owner)["Google", "sign-in"]
    assert (found.verdict, said in found.said) == (verdict, True)
    assert "In production" in found.remedy


def test_what_the_configuration_has_come_to_want_is_named(owner: Owner) -> None:
    owner.config.write_text(owner.config.read_text() + "[drafts]\nwrite = true\n")
    found = look(owner)
    assert "write drafts" in found["Google", "permissions"].said
    assert found["mailbox", "mailbox"].verdict == "ok"  # and the rest goes on


def test_what_is_allowed_and_of_no_use_any_more_is_named(owner: Owner) -> None:
    owner.config.write_text(owner.config.read_text().replace(CALENDAR, ""))
    found = look(owner)["Google", "permissions"]
    assert (found.verdict, "keep a calendar of its own" in found.said) == ("note", True)
    assert "myaccount.google.com" in found.remedy


def test_a_label_that_is_not_there(owner: Owner) -> None:
    owner.config.write_text(owner.config.read_text() + 'labels = ["Jobs"]\n')
    assert "'Jobs'" in look(owner)["mailbox", "labels"].said

"""`courtesy login google` against a Google on loopback: what is asked for, what is kept, and what goes wrong."""

import json
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from tests.google.signing_in import CALENDAR, MAILBOX, Owner, consent
from tests.servers.google import Google
from tests.servers.google_sign_in import CLIENT
from tests.servers.keyring import keyring
from tests.servers.tls import make_certificates

from courtesy.accounts.google import account_of, scopes_of
from courtesy.config.file import load, parse
from courtesy.errors import GiveUp, TryLater
from courtesy.google.client import client_of
from courtesy.google.redirect import Redirect
from courtesy.google.scopes import FREE_OR_BUSY, OWN_CALENDAR, READ_MAIL, WRITE_DRAFTS
from courtesy.google.sign_in import SignIn


@pytest.fixture
def google() -> Iterator[Google]:
    with Google() as google:
        yield google


@pytest.fixture
def owner(google: Google, tmp_path: Path) -> Owner:
    return Owner(tmp_path, google)


def test_a_browser_opens_and_the_token_is_kept_for_the_owner_alone(owner: Owner) -> None:
    robot = f"{sys.executable} -c 'import sys; from tests.google.signing_in import consent; "
    robot += "import urllib.request; urllib.request.urlopen(consent(sys.argv[1]))' %s"
    status, said, complained = owner.end(owner.start("login", "google", BROWSER=robot))
    assert (status, complained) == (0, "")
    assert "Signed in" in said
    assert "keep a calendar of its own" in said
    assert stat.S_IMODE(owner.token.stat().st_mode) == 0o600
    assert owner.saved()["refresh_token"] in owner.google.refresh_tokens
    assert not [one for one in owner.secrets() if one in said]
    (asked,) = owner.google.sign_in.asked
    assert set(asked["scope"].split()) == {OWN_CALENDAR, FREE_OR_BUSY}
    assert (asked["code_challenge_method"], asked["access_type"], asked["login_hint"]) == (
        "S256",
        "offline",
        "ada@gmail.example",
    )
    assert not list(owner.token.parent.glob(".google*"))


@pytest.mark.parametrize(
    ("tables", "scopes"),
    [
        ("", set()),
        (CALENDAR, {OWN_CALENDAR, FREE_OR_BUSY}),
        (CALENDAR + "busy = []\n", {OWN_CALENDAR}),
        (MAILBOX, {READ_MAIL}),
        (MAILBOX + "[drafts]\nwrite = true\n", {READ_MAIL, WRITE_DRAFTS}),
        (CALENDAR + MAILBOX + "[drafts]\nwrite = false\n", {OWN_CALENDAR, FREE_OR_BUSY, READ_MAIL}),
        (MAILBOX + '[[mailbox]]\nkind = "maildir"\nname = "m"\n[drafts]\nwrite = true\nmailbox = "m"\n', {READ_MAIL}),
    ],
)
def test_no_more_is_asked_for_than_is_used(tables: str, scopes: set[str]) -> None:
    assert scopes_of(parse(f'[me]\naddresses = ["ada@gmail.example"]\n{tables}')) == scopes


def test_on_a_server_the_address_is_pasted_back(owner: Owner) -> None:
    """Also after something else was pasted, and after the address of an earlier attempt."""
    process = owner.start("login", "google", "--no-browser", stdin=subprocess.PIPE)
    came = consent(owner.address(process))
    other = came.replace("state=", "state=x")
    status, said, complained = owner.end(process, f"what?\n{other}\n\n  {came}  ")
    assert status == 0
    assert "Signed in" in said
    assert complained.count("that is not where the browser was sent") == 2
    assert owner.saved()["lives_seconds"] is None


def test_what_others_send_to_the_redirect_is_not_believed(owner: Owner) -> None:
    process = owner.start("login", "google")
    came = consent(owner.address(process))
    for foreign in (came.replace("state=", "state=x"), came.partition("?")[0] + "favicon.ico", came.partition("?")[0]):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(foreign, timeout=60)
    port = int(came.partition("127.0.0.1:")[2].partition("/")[0])
    reset = socket.create_connection(("127.0.0.1", port))
    reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    reset.close()
    silent = socket.create_connection(("127.0.0.1", port))  # as browsers do, to be quick
    assert not owner.token.exists()
    urllib.request.urlopen(came, timeout=60).close()
    silent.close()
    status, _, complained = owner.end(process)
    assert (status, complained) == (0, "")


def test_visits_of_others_do_not_make_it_wait_for_ever() -> None:
    redirect = Redirect()
    read, write = os.pipe()
    os.write(write, b"what?\n" * 3)
    os.close(write)
    with closing(redirect):
        assert redirect.wait("state", -1, read, lambda _: None) == ""
    os.close(read)


def test_a_second_sign_in_takes_the_place_of_the_first(owner: Owner) -> None:
    assert owner.login()[0] == 0
    first = owner.saved()["refresh_token"]
    owner.google.sign_in.denied = True
    status, _, complained = owner.login()
    assert (status, complained.count("\n")) == (1, 1)
    assert "you did not allow it" in complained
    assert owner.saved()["refresh_token"] == first
    owner.google.sign_in.denied = False
    assert owner.login()[0] == 0
    assert owner.saved()["refresh_token"] != first


def test_a_token_for_an_hour_is_none(owner: Owner) -> None:
    with closing(SignIn(account_of(load(owner.config)))) as attempt, pytest.raises(TryLater, match="no lasting token"):
        attempt._checked({"access_token": "x", "scope": f"{OWN_CALENDAR} {FREE_OR_BUSY}"}, datetime.now(UTC))


def test_half_a_consent_is_none(owner: Owner) -> None:
    owner.google.sign_in.allowed = frozenset({OWN_CALENDAR})
    status, _, complained = owner.login()
    assert status == 1
    assert "not allowed Courtesy to see when you are busy" in complained
    assert not owner.token.exists()


def test_a_token_that_will_die_is_told(owner: Owner) -> None:
    owner.google.sign_in.testing = True
    status, _, complained = owner.login()
    assert status == 0
    assert "your client is in Testing" in complained
    assert owner.saved()["lives_seconds"] == 604799


def test_whose_account_it_is_is_told(google: Google, tmp_path: Path) -> None:
    class Mailbox:
        def answer(self, *_: object) -> tuple[int, object]:
            return 200, {"emailAddress": "ada.other@gmail.com"}

    google.gmail = Mailbox()
    status, _, complained = Owner(tmp_path, google, MAILBOX).login()
    assert status == 0
    assert "it is the account of ada.other@gmail.com, not ada@gmail.example" in complained


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "there is no Google client file at"),
        ("", "is not the JSON file of a Google client"),
        ("[]", "is not the JSON file of a Google client"),
        ('{"web": {"client_id": "x", "client_secret": "y"}}', "is of a web client; make one of the type Desktop app"),
        ('{"installed": {"client_id": "x"}}', "holds no client_secret"),
        ('{"installed": []}', "holds no client"),
    ],
)
def test_a_client_file_that_will_not_do_is_one_line(content: str | None, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "client.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(GiveUp, match=complaint) as caught:
        client_of(path)
    assert "docs/google.md" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_client_that_google_does_not_know(owner: Owner) -> None:
    owner.client.write_text(json.dumps({"installed": CLIENT | {"client_secret": "wrong"}}))
    status, _, complained = owner.login()
    assert (status, complained.count("\n")) == (1, 1)
    assert "Google does not know the client" in complained
    assert "docs/google.md" in complained


def test_it_speaks_tls_and_trusts_only_whom_it_is_told(tmp_path: Path) -> None:
    with Google(certificates=make_certificates(tmp_path / "tls", at_home=True)) as google:
        owner = Owner(tmp_path, google)
        for trusted in (False, True):
            text = owner.config.read_text()
            owner.config.write_text(text if trusted else text.replace("ca_file", "#ca_file"))
            process = owner.start("login", "google", "--no-browser", stdin=subprocess.PIPE)
            query = owner.address(process).partition("?")[2]
            answer = google.sign_in.answer("GET", "/consent", parse_qs(query), {}, b"")
            assert answer is not None
            status, _, complained = owner.end(process, answer[1]["Location"])
            owner.config.write_text(text)
            assert status == (0 if trusted else 1), complained
            assert trusted or "the certificate of Google is not trusted" in complained


def test_nothing_at_google_needs_no_sign_in(google: Google, tmp_path: Path) -> None:
    owner = Owner(tmp_path, google, "")
    status, _, complained = owner.end(owner.start("login", "google"))
    assert status == 2
    assert "nothing at Google is configured" in complained


def test_ctrl_c_changes_nothing(owner: Owner) -> None:
    process = owner.start("login", "google")
    owner.address(process)
    process.send_signal(signal.SIGINT)
    status, _, complained = owner.end(process)
    assert status == 1
    assert "stopped; nothing has changed" in complained


def test_the_token_may_lie_in_the_keyring(owner: Owner, tmp_path: Path) -> None:
    owner.config.write_text(owner.config.read_text().replace("[google]\n", "[google]\nkeyring = true\n"))
    with keyring(tmp_path) as surroundings:
        process = owner.start("login", "google", **surroundings)
        urllib.request.urlopen(consent(owner.address(process)), timeout=60).close()
        status, said, complained = owner.end(process)
        assert (status, complained) == (0, "")
        assert "The token is in the keyring" in said
        assert owner.saved()["refresh_token"] == ""
        owner.end(owner.start("doctor", **surroundings))
        assert owner.google.heard.count(("POST", "/token")) == 2  # the second with what the keyring had
        assert len(owner.google.tokens) == 2
    _, said, _ = owner.end(owner.start("doctor", DBUS_SESSION_BUS_ADDRESS=f"unix:path={tmp_path}/no-bus"))
    assert "your sign-in at Google" in said
    assert "courtesy login google" in said

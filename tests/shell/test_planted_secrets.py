"""Passwords planted in every place that one may come from are found nowhere else, after a run full of faults."""

import base64
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.servers.caldav import USER as DAV_USER
from tests.servers.caldav import CalDavServer
from tests.servers.dovecot import Dovecot
from tests.servers.google import Google
from tests.servers.google_gmail import GmailPeer
from tests.servers.google_sign_in import CLIENT
from tests.servers.keyring import keyring
from tests.servers.scripted import Scripted
from tests.servers.smtp import SmtpServer, smtp_server
from tests.servers.tls import Certificates
from tests.servers.web import Web
from tests.shell.home import Home

from courtesy.accounts import keychain
from courtesy.google.scopes import READ_MAIL

SECRETS = {
    place: f"Planted-{place}-4711"
    for place in ("keyring", "credential", "command", "open", "failing", "calendar", "alert", "push", "config")
}


def shapes(secret: str) -> list[bytes]:
    """As it may look in a file, a header or an address; in base64 it may begin at any of three octets."""
    coded = [base64.b64encode(b"\0" * before + secret.encode())[4:-4] for before in range(3)]
    return [secret.encode(), secret[:-1].encode(), quote(secret).encode(), secret.encode("utf-16-le"), *coded]


@contextmanager
def process_list() -> Iterator[set[bytes]]:
    """Every command line and every environment that is seen meanwhile, but for those of the tests themselves."""
    seen: set[bytes] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(0.01):
            for process in Path("/proc").glob("[0-9]*"):
                if process.name != str(os.getpid()):
                    for name in ("cmdline", "environ"):
                        try:
                            seen.add((process / name).read_bytes())
                        except OSError:  # it has ended
                            continue

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()


def echo(words: str) -> list[bytes]:
    """The answer of a server that repeats what it was given."""
    return [f"<tag> NO [AUTHENTICATIONFAILED] no such login: {words}.\r\n".encode()]


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """The servers that passwords are for."""

    imap: Dovecot
    echoing: Scripted  # repeats what it is given
    dav: CalDavServer
    smtp: SmtpServer
    web: Web  # for pushes, which it refuses
    google: Google


def configure(home: Home, world: World) -> None:
    """A mailbox for each place of a password, most of them refused; a calendar and channels with their own."""
    imap, echoing, dav, smtp = world.imap, world.echoing, world.dav, world.smtp
    plain = {"kind": "imap", "host": "127.0.0.1", "port": echoing.port, "security": "none", "user": "ada"}
    shows = home.secret(f"#!/bin/sh\necho {SECRETS['command']}\n", 0o700, "shows")
    fails = home.secret(
        f"#!/bin/sh\necho {SECRETS['failing']}; echo {SECRETS['failing']} >&2; exit 3\n", 0o700, "fails"
    )
    push = world.web.url.replace("http://", f"json://ada:{SECRETS['push']}@")
    account = world.google.account(home.folder / "google", READ_MAIL)
    post = {"kind": "imap", "name": "post", "host": "localhost", "port": imap.tls_port, "ca_file": imap.ca_file}
    home.configure(
        post | {"user": "ada", "credential": "none"},
        plain | {"name": "by credential"},
        plain | {"name": "by command", "password_command": str(shows), "credential": "none"},
        plain | {"name": "command in its place", "password_command": SECRETS["config"], "credential": "none"},
        plain | {"name": "failing", "password_command": str(fails), "credential": "none"},
        plain | {"name": "open", "password_file": home.secret(SECRETS["open"], 0o644, "open"), "credential": "none"},
        {"kind": "gmail", "name": "gmail", "user": "ada@gmail.com"},
        alerts=[
            {"kind": "terminal"},
            {"kind": "apprise", "name": "push", "url_file": home.secret(push, name="push")},
            {"kind": "email", "host": "localhost", "port": smtp.port, "ca_file": imap.ca_file, "user": "ada"}
            | {"password_file": home.secret(SECRETS["alert"], name="alert"), "to": "ada@mail.example"},
        ],
    )
    secret = home.secret(SECRETS["calendar"], name="dav")
    there = f"kind = 'caldav'\nurl = '{dav.url}'\nuser = '{DAV_USER}'\npassword_file = '{secret}'\n"
    text = home.config.read_text()
    ours = f"kind = 'vdir'\npath = '{home.calendar}'\n"
    assert ours in text
    google = f"[google]\nclient_file = '{account.client_file}'\ntoken_file = '{account.token_file}'\n"
    google += f"gmail_api = '{account.endpoints.gmail_api}'\ntoken_uri = '{account.endpoints.token_uri}'\n"
    home.config.write_text(text.replace(ours, f"{there}ca_file = '{imap.ca_file}'\n") + google)


def live(home: Home, world: World) -> list[str]:
    """Days in the life of the service: what it said, to the terminal and to its log."""
    imap, smtp = world.imap, world.smtp
    world.google.fault("POST", "/token", 500)
    world.google.fault("*", "/gmail/", 401, times=2)
    said: list[str] = []
    home.deliver("Moss Bakery")
    with home.service() as service:
        service.until(lambda: service.heard("Moss Bakery") and service.heard("refuses the password"))
        smtp.login_answer = ""
        service.until(lambda: smtp.taken and world.web.heard and world.google.tokens)
        os.killpg(imap._process.pid, signal.SIGKILL)
        service.until(lambda: service.heard("refused the connection"))
        said += service.told + service.logged
    imap.start()
    world.google.sign_in.refusal = {"error": "invalid_grant", "error_description": "no more"}
    smtp.login_answer = f"535 5.7.8 never heard of {SECRETS['alert']}"
    home.deliver("Heron Books")
    crashing = home.service()
    crashing.until(lambda: crashing.heard("refuses the password"))
    crashing.process.send_signal(signal.SIGABRT)  # faulthandler tells where it was
    crashing.process.wait(30)
    for reader in crashing._readers:
        reader.join(30)
    assert crashing.heard("Fatal Python error")
    said += crashing.told + crashing.logged
    smtp.login_answer = ""
    for words in (["run", "--once"], ["doctor"], ["doctor", "--json"], ["status"], ["status", "--json"]):
        ran = home.run(*words)
        assert "Traceback" not in ran.stderr
        said += [ran.stdout, ran.stderr]
    said += [(ran := home.run("replay", "--since", "90d")).stdout, ran.stderr]
    return said


def test_passwords_are_found_nowhere(tmp_path: Path) -> None:
    """In no file, log, process list or message; with servers that repeat what they were given."""
    home = Home(tmp_path / "home")
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "imap-password").write_text(SECRETS["credential"])
    with ExitStack() as stack:
        surroundings = stack.enter_context(keyring(tmp_path))
        debug = {"COURTESY_DEBUG": "1", "PYTHONFAULTHANDLER": "1"}
        home.surroundings = {**surroundings, **debug, "CREDENTIALS_DIRECTORY": str(credentials)}
        imap = Dovecot(SECRETS["keyring"])
        imap.start()
        stack.callback(imap.stop)
        tls = imap.folder / "tls"
        certificates = Certificates(ca=tls / "ca.pem", certificate=tls / "server.pem", key=tls / "server.key")
        echoing = stack.enter_context(Scripted(LOGIN=echo))
        dav = CalDavServer(
            "radicale", certificate=(tls / "server.pem", tls / "server.key"), password=SECRETS["calendar"]
        )
        stack.callback(dav.stop)
        smtp = stack.enter_context(smtp_server(certificates, login=True))
        smtp.password = SECRETS["alert"].encode()
        smtp.login_answer = f"535 5.7.8 never heard of {SECRETS['alert']}"
        web = stack.enter_context(Web())
        google = stack.enter_context(Google(gmail=GmailPeer(address="ada@gmail.com")))
        world = World(imap=imap, echoing=echoing, dav=dav, smtp=smtp, web=web, google=google)
        configure(home, world)
        with pytest.MonkeyPatch.context() as here:
            for name, value in surroundings.items():
                here.setenv(name, value)
            keychain.store("ada@localhost", SECRETS["keyring"])
        with process_list() as seen:
            said = live(home, world)
        assert any("Interview" in text for text in said)
        written = {path: path.read_bytes() for path in home.folder.rglob("*") if path.is_file()}
    planted = {"shows", "fails", "open", "dav", "alert", "push", "config.toml"}
    planted |= {"google-client.json", "google-token.json"}
    tokens = {CLIENT["client_secret"], *google.tokens, *google.refresh_tokens}
    assert len(tokens) >= 3
    there = b"".join(text for path, text in written.items() if path.name in planted)
    assert all(SECRETS[one].encode() in there for one in SECRETS if one not in ("keyring", "credential"))
    places = {str(path): text for path, text in written.items() if path.name not in planted}
    places |= {"output": "\n".join(said).encode(), "processes": b"\n".join(seen)}
    places |= {"mail": b"\n".join(bytes(one.original_content or b"") for one in smtp.taken)}
    found = [(place, secret) for secret in (*SECRETS.values(), *tokens) for place, text in places.items()
             if any(shape in text for shape in shapes(secret))]  # fmt: skip
    assert found == []

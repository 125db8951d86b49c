"""`courtesy init` keeps a password that is typed in the keyring, where there is one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.servers.dovecot import Dovecot
from tests.servers.keyring import keyring
from tests.shell.home import Home
from tests.shell.test_init import ADDRESS, Terminal

from courtesy.accounts import keychain
from courtesy.config.file import load
from courtesy.config.tables import Imap

PASSWORD = "correct-horse-battery"


@pytest.fixture
def imap() -> Iterator[Dovecot]:
    server = Dovecot(PASSWORD)
    server.start()
    yield server
    server.stop()


def talk_to(home: Home, imap: Dovecot, password: str, *, known: str = "") -> Terminal:
    """The conversation as far as the alerts."""
    talk = Terminal(home)
    if known:
        talk.answer("What now?", "2")
    talk.answer("Your name", "Ada Fielding")
    talk.answer("job mail comes to", ADDRESS)
    talk.answer("Other addresses")
    talk.answer("Its IMAP server", f"localhost:{imap.tls_port}x")
    talk.until("is no port")
    talk.answer("Port", str(imap.tls_port))
    talk.answer("User")
    talk.answer_unseen(known or "if a command shall print it", password)
    if not known:
        talk.answer("certificate of its authority", imap.ca_file)
    talk.answer("Which?", "3")
    talk.answer("By e-mail to yourself?", "n")
    return talk


def test_a_typed_password_is_kept_in_the_keyring(
    imap: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In no file; and the second time it is there."""
    home = Home(tmp_path / "home")
    home.config.unlink()
    with keyring(tmp_path) as surroundings:
        home.surroundings = {**surroundings, "PATH": "/usr/bin:/bin", "TZ": "Europe/London", "COLUMNS": "110"}
        talk = talk_to(home, imap, PASSWORD)
        talk.answer("in this computer's keyring?", "y")
        assert talk.end() == 0, talk.shown
        assert f"the password of {ADDRESS}@localhost, into the keyring" in talk.shown
        again = talk_to(home, imap, "", known="takes the one there is")
        assert again.end() == 0, again.shown
        assert home.run("doctor").stdout.count("password: can be read") == 1
        words = ["--address", ADDRESS, "--host", "localhost", "--port", str(imap.tls_port), "--ca-file", imap.ca_file]
        assert home.run("init", "--non-interactive", "--replace", "--keyring", *words).returncode == 0
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        assert keychain.fetch(f"{ADDRESS}@localhost", "") == PASSWORD
    (box,) = load(home.config).mailbox
    assert isinstance(box, Imap)
    assert (box.password_file, box.password_command) == ("", "")
    assert not home.config.with_name("imap-password").exists()
    assert PASSWORD not in talk.shown + home.config.read_text()

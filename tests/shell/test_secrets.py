"""Passwords: where they are looked for, and that they get no further than to the server they are for."""

import sys
from pathlib import Path

import pytest
from tests.servers.dbus import mute_bus, session_bus
from tests.servers.keyring import keyring

from courtesy.accounts import keychain, passwords
from courtesy.accounts.passwords import password
from courtesy.config.tables import Imap
from courtesy.errors import GiveUp, TryLater


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with a password that only the owner can read."""
    path = tmp_path / "secret"
    path.write_text("from the file\nnot this\n")
    path.chmod(0o600)
    return path


def test_passwords_are_asked_for_in_order(secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The credential before the command before the file; of each the first line."""
    command = f"{sys.executable} -c 'print(\"from the command\")'"
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert password(Imap(password_file=str(secret)), "mailbox") == "from the file"
    assert password(Imap(password_file=str(secret), password_command=command), "mailbox") == "from the command"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert password(Imap(password_command=command), "mailbox") == "from the command"
    (tmp_path / "imap-password").write_text("from the credential")
    assert password(Imap(password_command=command), "mailbox") == "from the credential"
    assert password(Imap(password_command=command, credential="../secret"), "mailbox") == "from the command"


def test_a_password_that_others_may_read_is_refused_with_the_remedy(secret: Path) -> None:
    """And the account is named."""
    secret.chmod(0o640)
    with pytest.raises(GiveUp, match=f"^mailbox ada: others .* mend it with: chmod 600 {secret}$"):
        password(Imap(password_file=str(secret)), "mailbox ada")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/no/such/program", "cannot be run: No such file"),
        ("hunter2", "cannot be run: No such file"),  # the password itself in the place of the command
        (f"{sys.executable} -c 'import sys; sys.stdout.buffer.write(b\"hunter2\\xff\")'", "not UTF-8"),
        (f"{sys.executable} -c 'print()'", "the password is empty"),
        (f"{sys.executable} -c 'pass' ; echo hunter2", "the password is empty"),
        ("", "no password; set password_command or password_file"),
    ],
)
def test_a_command_that_fails_is_told_without_what_it_printed(command: str, said: str) -> None:
    """No shell runs it, and nothing of its output is repeated."""
    with pytest.raises(GiveUp) as caught:
        password(Imap(password_command=command), "mailbox")
    assert said in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_command_that_fails_is_tried_again_later() -> None:
    """The keyring may still be locked."""
    with pytest.raises(TryLater, match="failed with status 3") as caught:
        password(Imap(password_command=f"{sys.executable} -c 'print(\"hunter2\"); exit(3)'"), "mailbox")
    assert "hunter2" not in str(caught.value)


def test_a_command_that_hangs_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password store may be waiting for its passphrase."""
    monkeypatch.setattr(passwords, "COMMAND_SECONDS", 0.1)
    with pytest.raises(TryLater, match="did not answer"):
        password(Imap(password_command=f"{sys.executable} -c 'import time; time.sleep(9)'"), "mailbox")


# The keyring


def use(monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str]) -> None:
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)


def test_the_keyring_is_asked_when_nothing_else_is_named(
    secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real one; and where it has no password the owner learns how to put it there."""
    with keyring(tmp_path) as surroundings:
        use(monkeypatch, surroundings)
        assert keychain.works()
        keychain.store("ada@imap.mail.example", "schlüssel und schloss")
        assert password(Imap(), "mailbox", "ada@imap.mail.example") == "schlüssel und schloss"
        assert password(Imap(password_file=str(secret)), "mailbox", "ada@imap.mail.example") == "from the file"
        assert passwords.given(Imap(), "ada@imap.mail.example")
        assert not passwords.given(Imap(), "ada@smtp.mail.example")
        with pytest.raises(GiveUp, match=r"keyring set courtesy 'a b@imap.mail.example'\), or set password_command"):
            password(Imap(), "mailbox", "a b@imap.mail.example")


def test_a_locked_keyring_is_told_in_one_line_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can be asked to unlock it."""
    with keyring(tmp_path, locked=True) as surroundings:
        use(monkeypatch, surroundings)
        with pytest.raises(TryLater, match=r"^mailbox: the keyring is locked; unlock it \(log in to the desktop"):
            password(Imap(), "mailbox", "ada@imap.mail.example")
        assert not keychain.works()
        assert passwords.given(Imap(), "ada@imap.mail.example")  # perhaps, when it is open again


def test_a_keyring_that_waits_for_ever_holds_up_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its prompt may stand on a screen that nobody looks at."""
    monkeypatch.setattr(keychain, "SECONDS", 0.5)
    with mute_bus(tmp_path) as bus:
        use(monkeypatch, {"DBUS_SESSION_BUS_ADDRESS": bus})
        with pytest.raises(TryLater, match="did not answer within"):
            password(Imap(), "mailbox", "ada@imap.mail.example")


def test_without_a_keyring_other_ways_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server, for one."""
    with session_bus(tmp_path) as bus:
        use(monkeypatch, {"DBUS_SESSION_BUS_ADDRESS": bus, "XDG_DATA_HOME": str(tmp_path)})
        assert not keychain.works()
        with pytest.raises(GiveUp, match="no password, and no keyring here; set password_command or"):
            password(Imap(), "mailbox", "ada@imap.mail.example")
        with pytest.raises(GiveUp, match="no keyring here; set password_command or password_file"):
            keychain.store("ada@imap.mail.example", "secret")

"""Where passwords come from: the service manager, a command, a file that only the owner can read, or the keyring."""

import os
import shlex
import subprocess
from pathlib import Path
from typing import Protocol

from courtesy.accounts import keychain
from courtesy.errors import GiveUp, TryLater

COMMAND_SECONDS = 60.0  # long enough to type the passphrase of a password store
_BYTES = 4096


class Holder(Protocol):
    """A table of the configuration that says where its password is."""

    @property
    def credential(self) -> str: ...
    @property
    def password_command(self) -> str: ...
    @property
    def password_file(self) -> str: ...


def password(holder: Holder, whose: str, account: str = "") -> str:
    """The password that `holder` points to; `whose` names the account in faults ("mailbox ada@mail.example").

    Asked in this order: the systemd credential, the command, the file; where none of them is named the keyring, which
    has it under `account` (see `keychain.account_of`). Raises GiveUp when there is none or it cannot be used, and
    TryLater when the command fails or takes too long, or the keyring is locked.
    """
    given = _credential(holder.credential)
    if given is None and holder.password_command:
        given = _command(holder.password_command, whose)
    if given is None and holder.password_file:
        given = _file(Path(holder.password_file).expanduser(), whose)
    if given is None and account:
        given = keychain.fetch(account, whose)
    if given is None:
        raise GiveUp(f"{whose}: no password; {_how_to_give(account)}")
    secret = given.split("\n", 1)[0].rstrip("\r")
    if not secret:
        raise GiveUp(f"{whose}: the password is empty; its first line must hold it")
    return secret


def given(holder: Holder, account: str = "") -> bool:
    """Whether there is a password at all, in a place that `holder` names or in the keyring: a server may want none."""
    if holder.password_command or holder.password_file or _credential(holder.credential) is not None:
        return True
    try:
        return bool(account) and keychain.fetch(account, "") is not None
    except TryLater:  # a keyring that is locked now will have to be asked again
        return True
    except GiveUp:
        return False


def _how_to_give(account: str) -> str:
    """What to do where there is no password yet, best first."""
    others = "set password_command or password_file in its table of the configuration"
    return f"put it into the keyring ({keychain.command(account)}), or {others}" if account else others


def _credential(name: str) -> str | None:
    """What systemd hands over under `name` (LoadCredential=, SetCredentialEncrypted=)."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder or not name or "/" in name:
        return None
    try:
        return _text(Path(folder, name))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise GiveUp(f"the credential {name} cannot be read: {_reason(error)}") from None


def _command(command: str, whose: str) -> str:
    """The first output of `command`, which is run without a shell.

    Its output never enters a message or the log, nor do its words: the password itself may stand there.
    """
    words = shlex.split(command)
    words[:1] = [str(Path(words[0]).expanduser())]
    try:
        ran = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_SECONDS)
    except subprocess.TimeoutExpired:
        raise TryLater(
            f"{whose}: password_command did not answer within {COMMAND_SECONDS:.0f} seconds; "
            "run it by hand to see what it waits for"
        ) from None
    except OSError as error:
        raise GiveUp(f"{whose}: password_command cannot be run: {_reason(error)}; give its full path") from None
    if ran.returncode:  # a keyring may still be locked, above all soon after the owner has logged in
        raise TryLater(f"{whose}: password_command failed with status {ran.returncode}; run it by hand to see why")
    return _decoded(ran.stdout, f"{whose}: password_command gave something that is not UTF-8 text")


def _file(path: Path, whose: str) -> str:
    try:
        mode = path.stat().st_mode
        if mode & 0o077:
            raise GiveUp(f"{whose}: others on this computer may read {path}; mend it with: chmod 600 {path}")
        return _text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise GiveUp(f"{whose}: password_file {path} cannot be read: {_reason(error)}; correct it") from None


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_BYTES).decode()


def _decoded(octets: bytes, complaint: str) -> str:
    try:
        return octets[:_BYTES].decode()
    except UnicodeDecodeError:
        raise GiveUp(complaint) from None


def _reason(error: OSError | UnicodeDecodeError) -> str:
    """Why, without a word of what was read: a UnicodeDecodeError quotes it."""
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "it is not UTF-8 text"

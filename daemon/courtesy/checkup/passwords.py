"""Whether a password can be had, and how to put another in its place."""

import os
import shlex
from pathlib import Path

from courtesy.accounts import keychain
from courtesy.accounts.passwords import Holder, password
from courtesy.accounts.providers import of_host
from courtesy.checkup import Finding, failed, ok
from courtesy.errors import CourtesyError

STORED = "; put it there: "  # begins what is said of where a password lies, at the end of a remedy


def readable(about: str, holder: Holder, account: str) -> tuple[Finding, str | None]:
    """The finding, and the password itself; it goes no further than to the server it is for."""
    try:
        secret = password(holder, about, account)
    except CourtesyError as error:
        return failed(about, "password", error, _remedy(holder)), None
    return ok(about, "password", "can be read"), secret


def _remedy(holder: Holder) -> str:
    """What lets the password be read, by where it comes from: the command is asked before the file, then the keyring.

    "" where the fault itself says it.
    """
    if holder.password_command:
        return "run password_command by hand: its first line must be the password, and its status 0"
    if not holder.password_file:
        return ""
    file = Path(holder.password_file).expanduser()
    try:
        mode = file.stat().st_mode
    except PermissionError:
        return f"name a file in a folder of your own; look: ls -ld {shlex.quote(str(file.parent))}"
    except OSError:
        return another(holder)
    if mode & 0o077:
        return f"chmod 600 {_path(holder)}"
    return another(holder) if os.access(file, os.R_OK) else f'sudo chown "$USER" {_path(holder)}'


def another(holder: Holder, account: str = "") -> str:
    """How to put another password in the place of the one there is."""
    if holder.password_command:
        return "where password_command finds it"
    if holder.password_file:
        return f"(umask 077; cat >{_path(holder)}), then type it, Enter and Ctrl-D"
    return keychain.command(account)


def _path(holder: Holder) -> str:
    return shlex.quote(str(Path(holder.password_file).expanduser()))


def refused(holder: Holder, host: str, user: str) -> str:
    """What to do where `host` does not let `user` in."""
    provider = of_host(host)
    if provider is not None and not provider.passwords:
        return provider.advice()
    unknown = f"see that {user} is right, and whether your provider wants an app password"
    return f"{provider.advice() if provider else unknown}{STORED}{another(holder, keychain.account_of(user, host))}"

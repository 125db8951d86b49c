"""The keyring of the owner's desktop (Secret Service, macOS Keychain), where passwords lie locked away.

An entry has the service "courtesy" and as its user an account: USER@HOST. The keyring is asked by `keyring_child.py`,
so that a prompt which nobody answers holds up nothing: after SECONDS the child is ended.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from courtesy.accounts.keyring_child import ABSENT, DONE, LOCKED, NOTHING
from courtesy.errors import CourtesyError, GiveUp, TryLater

SERVICE = "courtesy"
SECONDS = 30.0  # long enough to type the password of a keyring
_PAUSE = 60.0  # seconds until it is asked again: who has closed its prompt need not see it again at once
_TRIAL = "a test, which is removed at once"
_CHILD = str(Path(__file__).with_name("keyring_child.py"))


def account_of(user: str, host: str) -> str:
    """What the password of `user` on the server `host` is filed under."""
    return f"{user}@{host}"


def fetch(account: str, whose: str) -> str | None:
    """The password of an account; None when the keyring has none.

    Raises TryLater while it is locked or does not answer, GiveUp when it refuses, or when there is no keyring here;
    `whose` begins the message.
    """
    status, secret = _ask("get", account)
    if status == NOTHING:
        return None
    if status == DONE:
        return secret
    raise _fault(status, whose)


def store(account: str, secret: str) -> None:
    """Keep a password; one that was there is replaced. Raises CourtesyError."""
    status, _ = _ask("set", account, secret)
    if status != DONE:
        raise _fault(status, f"the password of {account}")


def works() -> bool:
    """Whether there is a keyring that keeps what it is given: an entry is written, read and removed."""
    secret = os.urandom(8).hex()
    if _ask("set", _TRIAL, secret)[0] != DONE:
        return False
    kept = _ask("get", _TRIAL) == (DONE, secret)
    return _ask("delete", _TRIAL)[0] == DONE and kept


def command(account: str) -> str:
    """What the owner types to put the password of an account into the keyring."""
    beside = Path(sys.executable).with_name("keyring")
    program = shlex.quote(str(beside)) if beside.is_file() else f"{shlex.quote(sys.executable)} -m keyring"
    return f"{program} set {SERVICE} {shlex.quote(account)}"


def _ask(what: str, account: str, secret: str = "") -> tuple[int | None, str]:
    """The status of the child, None if it had to be ended, and what it gave."""
    try:
        ran = subprocess.run(
            [sys.executable, "-P", _CHILD, what, SERVICE, account],
            input=secret.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None, ""
    except (OSError, ValueError):  # ValueError: a NUL in the account
        return ABSENT, ""
    return ran.returncode, ran.stdout.decode(errors="replace")


def _fault(status: int | None, whose: str) -> CourtesyError:
    remedy = "unlock it (log in to the desktop, or open its program), or set password_command or password_file"
    if status is None:
        return TryLater(f"{whose}: the keyring did not answer within {SECONDS:.0f} seconds; {remedy}", after=_PAUSE)
    if status == LOCKED:
        return TryLater(f"{whose}: the keyring is locked; {remedy}", after=_PAUSE)
    if status == ABSENT:
        return GiveUp(f"{whose}: no password, and no keyring here; set password_command or password_file in its table")
    return GiveUp(f"{whose}: the keyring refuses it; look at its entry, or set password_command or password_file")

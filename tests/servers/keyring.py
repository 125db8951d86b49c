"""A real keyring (gnome-keyring) on a session bus of its own, in a home folder of its own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.dbus import session_bus
from tests.servers.required import do_without

from courtesy.accounts import keyring_child


@contextmanager
def keyring(folder: Path, *, locked: bool = False) -> Iterator[dict[str, str]]:
    """Run one; gives the environment in which it is found. `locked`: it has been made, and nobody has unlocked it."""
    if shutil.which("gnome-keyring-daemon") is None:
        do_without("gnome-keyring is not installed (Debian: apt-get install gnome-keyring)")
    home = folder / "keyring-home"
    (home / ".local/share/keyrings").mkdir(parents=True, exist_ok=True)
    with session_bus(folder) as bus:
        found = {"DBUS_SESSION_BUS_ADDRESS": bus, "XDG_DATA_HOME": str(home / ".local/share")}
        surroundings = {**os.environ, **found, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
        if locked:
            with _daemon(surroundings, unlock=True):  # this makes it
                pass
        with _daemon(surroundings, unlock=not locked):
            yield {**found, "XDG_RUNTIME_DIR": str(home)}


@contextmanager
def _daemon(surroundings: dict[str, str], *, unlock: bool) -> Iterator[None]:
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    daemon = subprocess.Popen(
        [*command, *(["--unlock"] if unlock else [])],
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert daemon.stdin
    daemon.stdin.write(b"of the keyring\n" if unlock else b"")
    daemon.stdin.close()
    try:
        _await_name(surroundings)
        if unlock:
            _await_opening(surroundings)
        yield
    finally:
        daemon.terminate()
        daemon.wait(30)


def _await_name(surroundings: dict[str, str]) -> None:
    """Wait until the bus knows the service."""
    ask = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus"]
    for _ in range(2000):
        told = subprocess.run(
            [*ask[:-1], f"{ask[-1]}.NameHasOwner", "string:org.freedesktop.secrets"],
            env=surroundings,
            capture_output=True,
        )
        if b"true" in told.stdout:
            return
    raise AssertionError("the keyring did not start")


def _await_opening(surroundings: dict[str, str]) -> None:
    """Wait until it takes an entry: it is on the bus somewhat earlier."""
    store = [sys.executable, "-P", keyring_child.__file__, "set", "tests", "opening"]
    for _ in range(300):
        if subprocess.run(store, input=b"open", env=surroundings, stderr=subprocess.DEVNULL).returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError("the keyring does not open")

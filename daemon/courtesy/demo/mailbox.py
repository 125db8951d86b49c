"""A mailbox for the demo: an IMAP server on this computer where pymap is installed, else a maildir."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from courtesy.demo.letters import Letter
from courtesy.errors import GiveUp
from courtesy.mail import Source

USER, PASSWORD = "ada", "demo"
PATIENCE = 10.0  # seconds for the server to come up


class Mailbox(Protocol):
    """Where letters are put, and the source that reads them."""

    what: str  # for people
    source: Source

    def deliver(self, letter: Letter) -> None: ...


@contextmanager
def mailbox(folder: Path) -> Iterator[Mailbox]:
    """A fresh, empty mailbox; `folder` is for what it has to keep on disk."""
    if find_spec("pymap") is None:
        yield MaildirBox(folder / "maildir")
        return
    port = _free_port()
    command = [sys.executable, "-c", "from pymap.main import main; main()", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-tls", "dict", "--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port, server)
        box = ImapBox(port)
        try:
            yield box
        finally:
            box.close()
    finally:
        server.kill()
        server.wait()


class ImapBox:
    """A real IMAP server, a process of its own on the loopback address."""

    def __init__(self, port: int) -> None:
        from imapclient import IMAPClient

        from courtesy.mail.imap import ImapAccount, ImapSource

        self.what = f"an IMAP server at 127.0.0.1:{port}"
        self.source: Source = ImapSource(
            ImapAccount(
                name="demo mailbox",
                host="127.0.0.1",
                port=port,
                security="none",
                user=USER,
                password=lambda: PASSWORD,
                sent="Sent",
            )
        )
        self._client = IMAPClient("127.0.0.1", port, ssl=False, timeout=PATIENCE)
        self._client.login(USER, PASSWORD)
        if not self._client.folder_exists("Sent"):
            self._client.create_folder("Sent")

    def deliver(self, letter: Letter) -> None:
        self._client.append(letter.folder, letter.raw, msg_time=letter.arrives)

    def close(self) -> None:
        self.source.close()
        self._client.shutdown()


class MaildirBox:
    """A maildir with a folder for sent mail, as mbsync and offlineimap leave it."""

    def __init__(self, path: Path) -> None:
        from courtesy.mail.maildir import Maildir

        self.what = f"a maildir in {path} (pymap is not installed, so there is no IMAP server)"
        self._folders = {"INBOX": path, "Sent": path / ".Sent"}
        for folder in self._folders.values():
            for part in ("tmp", "new", "cur"):
                (folder / part).mkdir(parents=True)
        self.source: Source = Maildir(path, name="demo mailbox", sent=".Sent")
        self._count = 0

    def deliver(self, letter: Letter) -> None:
        self._count += 1
        file = self._folders[letter.folder] / "new" / f"{int(letter.arrives.timestamp())}.M{self._count}.demo"
        file.write_bytes(letter.raw)
        os.utime(file, (letter.arrives.timestamp(), letter.arrives.timestamp()))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(int(PATIENCE * 50)):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.02)
        else:
            return
    raise GiveUp("the demo's mail server does not start; try `courtesy demo` again")

"""An IMAP server that plays what a test tells it to: the ways in which real servers go wrong."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType

OK = b"<tag> OK done\r\n"
CLOSE = "close the connection"
AWAIT_LINE = "wait for the client's next line"
SILENCE = "say nothing more"

Step = bytes | float | str | ssl.SSLContext
"""Octets to send, "<tag>" in them being the command's; seconds to pause; one of the words above; TLS to begin."""
Play = Sequence[Step] | Callable[[str], Sequence[Step]]
"""The steps that answer a command; or a function that makes them of the command's arguments."""

_DEFAULTS: dict[str, Play] = {
    "CAPABILITY": [b"* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN\r\n", OK],
    "EXAMINE": [b"* 0 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 1] ok\r\n", b"<tag> OK [READ-ONLY] done\r\n"],
    "LIST": [b'* LIST (\\HasNoChildren) "/" INBOX\r\n', OK],
    "IDLE": [b"+ idling\r\n", AWAIT_LINE, OK],
    "LOGOUT": [b"* BYE\r\n", OK, CLOSE],
}


class Scripted:
    """Listens on a port of its own; `heard` are the commands in the order they came, without their tags."""

    def __init__(self, **plays: Play) -> None:
        self.plays = {**_DEFAULTS, **plays}
        self.heard: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._clients: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "Scripted":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in (self._listener, *self._clients):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def count(self, verb: str) -> int:
        """How often a command came."""
        return sum(line.removeprefix("UID ").startswith(verb) for line in self.heard)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._clients.append(client)
                threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with suppress(OSError, ValueError), Line(client) as line:
            line.client.sendall(b"* OK ready\r\n")
            while heard := line.reader.readline():
                tag, _, command = heard.strip().partition(b" ")
                self.heard.append(command.decode())
                verb, _, rest = self.heard[-1].removeprefix("UID ").partition(" ")
                play = self.plays.get(verb, [OK])
                for step in play(rest) if callable(play) else play:
                    if step == CLOSE:
                        return
                    line.do(step, tag)


class Line:
    """A connection to one client."""

    def __init__(self, client: socket.socket) -> None:
        self.client = client
        self.reader = client.makefile("rb")

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.reader.close()
        self.client.close()

    def do(self, step: Step, tag: bytes) -> None:
        if isinstance(step, bytes):
            self.client.sendall(step.replace(b"<tag>", tag))
        elif isinstance(step, ssl.SSLContext):
            self.client = step.wrap_socket(self.client, server_side=True)
            self.reader = self.client.makefile("rb")
        elif isinstance(step, float):
            time.sleep(step)
        elif step == AWAIT_LINE:
            self.reader.readline()
        elif step == SILENCE:
            time.sleep(600)

"""The octets between us and an IMAP server: bounded in size, whole lines only, and never blocking in IDLE."""

import imaplib
import logging
import socket
import ssl
from typing import Any

from courtesy.mail.imap_library import IMAPClient, SocketTimeout

CONNECT_SECONDS = 15.0
READ_SECONDS = 60.0
ANSWER_LIMIT = 16 << 20
"""Octets one command may bring. A server that announces more is not believed: the connection is dropped."""
LINE_LIMIT = 256 << 10
"""A longer line (the BODYSTRUCTURE of a mail with 20,000 parts) is cut in the middle, and reported by `cut`."""

# The library logs every line of every mail at DEBUG; mail has no place in anybody's log.
logging.getLogger("imapclient").setLevel(logging.WARNING)


class Wire(imaplib.IMAP4):
    """imaplib with a read buffer of our own, so that a slow, silent, dead or hostile server is seen for what it is.

    imaplib reads through a buffered file: what lies in that buffer is invisible to poll(), a line that comes in two
    segments breaks, a literal is allocated at the size announced, and a closed connection looks like silence.
    """

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._buffer = bytearray()
        self._scanned = 0  # the start of the buffer known to hold no line end
        self._filled_from: socket.socket | None = None
        self._room = ANSWER_LIMIT
        self.cut = False
        super().__init__(host, port, CONNECT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), timeout)
        keep_alive(plain)
        if self._context is None:
            return plain
        try:
            return self._context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def send(self, data: Any) -> None:
        """Send `data`; what comes next is counted anew."""
        self._room = ANSWER_LIMIT
        self.cut = False
        self.sock.sendall(data)

    def read(self, size: int) -> bytes:
        """The `size` octets of a literal. Raises imaplib.IMAP4.abort when the server means to send too much."""
        self._spend(size)
        while len(self._buffer) < size:
            self._receive()
        return self._take(size)

    def readline(self) -> bytes:
        """The next whole line. Raises imaplib.IMAP4.abort at the end of the stream, TimeoutError on silence."""
        while (line := self._line()) is None:
            self._receive()
        return line

    def poll_line(self) -> bytes | None:
        """The next whole line if it has come, else None, without waiting. Raises imaplib.IMAP4.abort at the end."""
        line = self._line()
        if line is not None:
            return line
        self.sock.setblocking(False)
        try:
            self._receive()
        except (BlockingIOError, ssl.SSLWantReadError):
            return None
        finally:
            self.sock.settimeout(READ_SECONDS)
        return self._line()

    def _receive(self) -> None:
        if self.sock is not self._filled_from:
            # STARTTLS has put another socket here: words spoken in the clear before it are not believed after it.
            self._buffer.clear()
            self._scanned = 0
            self._filled_from = self.sock
        octets = self.sock.recv(1 << 16)
        if not octets:
            raise self.abort("the server closed the connection (EOF)")
        self._buffer += octets

    def _line(self) -> bytes | None:
        if self.sock is not self._filled_from:
            return None
        end = self._buffer.find(b"\n", self._scanned)
        if end >= 0:
            self._spend(end)
            return self._take(end + 1)
        if len(self._buffer) > LINE_LIMIT and not self._buffer.startswith(b"* SEARCH"):
            self._spend(len(self._buffer))
            del self._buffer[1024:-64]  # the end is kept: it says whether a literal follows
            self.cut = True
        elif len(self._buffer) > ANSWER_LIMIT:
            raise self.abort("the server sent a line without an end")
        self._scanned = len(self._buffer)
        return None

    def _take(self, size: int) -> bytes:
        octets = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        self._scanned = 0
        return octets

    def _spend(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise self.abort(f"the server's answer is larger than {ANSWER_LIMIT >> 20} MB")


class Client(IMAPClient):  # type: ignore[misc]
    """imapclient on a Wire: UIDs everywhere, times with their zone, and a time limit on every read."""

    wire: Wire

    def __init__(self, host: str, port: int, context: ssl.SSLContext, *, tls: bool) -> None:
        timeout = SocketTimeout(CONNECT_SECONDS, READ_SECONDS)
        super().__init__(host, port, ssl=tls, ssl_context=context, timeout=timeout)
        self.normalise_times = False

    def _create_IMAP4(self) -> Wire:  # noqa: N802  (the library's own seam)
        self.wire = Wire(self.host, self.port, self.ssl_context if self.ssl else None)
        return self.wire


def keep_alive(connection: socket.socket) -> None:
    """Have the kernel notice within two minutes that the other side is gone, where it can be told to.

    And send what is written at once: the library writes a command and its line end apart.
    """
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for names, value in ((("TCP_KEEPIDLE", "TCP_KEEPALIVE"), 60), (("TCP_KEEPINTVL",), 20), (("TCP_KEEPCNT",), 3)):
        option = next((getattr(socket, name) for name in names if hasattr(socket, name)), None)
        if option is not None:
            connection.setsockopt(socket.IPPROTO_TCP, option, value)

"""Waiting: in IDLE (RFC 2177) for the server to speak, and at a bell that any thread may ring."""

import selectors
import socket
from contextlib import suppress
from time import monotonic

import re2

from courtesy.mail.imap_wire import READ_SECONDS, Wire

LEAVE_SECONDS = 20.0
"""How long a server may take to answer DONE before it counts as dead."""

_TAG = b"IDLE1"
_MAIL = re2.compile(rb"(?i)\* +\d+ +(?:EXISTS|RECENT)\b")
_BYE = re2.compile(rb"(?i)\* +BYE\b")
_LITERAL = re2.compile(rb"\{(\d{1,9})\}\r?\n$")


class IdleRefusedError(Exception):
    """The server offers IDLE and does not let us."""


class Bell:
    """Rung by any thread; heard by one that waits, even if it was rung before."""

    def __init__(self) -> None:
        self._ear, self._hammer = socket.socketpair()
        self._ear.setblocking(False)
        self._hammer.setblocking(False)

    def ring(self) -> None:
        """Make `wait` return now, or at once when it is next called. Never raises."""
        with suppress(OSError):  # full: it rings already; closed: nobody listens
            self._hammer.send(b"!")

    def wait(self, seconds: float, connection: socket.socket | None = None) -> bool:
        """Wait for the bell, for octets on `connection`, or for the time to pass. True if it rang or is gone."""
        if self._ear.fileno() < 0:
            return True
        with selectors.DefaultSelector() as selector:
            selector.register(self._ear, selectors.EVENT_READ)
            if connection is not None:
                selector.register(connection, selectors.EVENT_READ)
            ready = {key.fileobj for key, _ in selector.select(max(0.0, seconds))}
        if self._ear not in ready:
            return False
        with suppress(BlockingIOError):
            while self._ear.recv(4096):
                pass
        return True

    def close(self) -> None:
        """Put it away."""
        self._ear.close()
        self._hammer.close()


def idle(wire: Wire, bell: Bell, seconds: float) -> bool:
    """Stay in IDLE until mail is announced, the bell rings, or `seconds` pass; leave it again.

    True when there is a reason to look, False when the time is over. Raises IdleRefusedError, imaplib.IMAP4.abort
    when the server ended the connection, OSError when it is dead.
    """
    end = monotonic() + seconds
    wire.send(_TAG + b" IDLE\r\n")
    reason = _enter(wire)
    while not reason:
        line = wire.poll_line()
        if line is not None:
            reason = _announces(wire, line)
        elif monotonic() >= end:
            break
        else:
            reason = bell.wait(end - monotonic(), wire.sock)
    return _leave(wire) or reason


def _enter(wire: Wire) -> bool:
    """Read up to the "+". Some servers tell news before it."""
    news = False
    while not (line := wire.readline()).startswith(b"+"):
        if line.startswith(_TAG):
            raise IdleRefusedError
        news = _announces(wire, line) or news
    return news


def _leave(wire: Wire) -> bool:
    news = False
    wire.sock.settimeout(LEAVE_SECONDS)
    wire.send(b"DONE\r\n")
    while not (line := wire.readline()).startswith(_TAG):
        news = _announces(wire, line) or news
    wire.sock.settimeout(READ_SECONDS)
    return news


def _announces(wire: Wire, line: bytes) -> bool:
    """Whether a line that came unasked speaks of new mail."""
    if _BYE.match(line) or line.startswith(_TAG):
        raise wire.abort("the server ended the connection (BYE)")
    while literal := _LITERAL.search(line):
        wire.read(int(literal[1]))
        line = wire.readline()
    return _MAIL.match(line) is not None

"""The network, as the search for a mail server uses it: DNS, TLS and time limits."""

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from courtesy.tls import tls_context

if TYPE_CHECKING:  # loaded where the DNS is asked: it takes 16 MB and a fifth of a second
    from dns.rdata import Rdata

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"({_LABEL}\.)*(?=[a-z0-9-]*[a-z])({_LABEL})")
_Answer = TypeVar("_Answer")


def host_name(text: str) -> str:
    """The name of a host, in small letters and without the dot at its end; "" where it cannot be one (RFC 1123)."""
    name = text.strip().removesuffix(".").lower()
    return name if len(name) <= 253 and _HOST.fullmatch(name) else ""


def domain_of(address: str) -> str:
    """The domain of an e-mail address as the DNS has it, other letters in IDNA; "" where it cannot be one."""
    try:
        return host_name(address.rpartition("@")[2].encode("idna").decode())
    except UnicodeError:
        return ""


def lies_in(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or beneath it."""
    return host == domain or host.endswith(f".{domain}")


@contextmanager
def hung_up_after(seconds: float, connection: socket.socket) -> Iterator[None]:
    """Hang up when the time is over, whatever the other side still says: it could go on for ever, little by little."""

    def hang_up() -> None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    alarm = threading.Timer(seconds, hang_up)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


@dataclass(frozen=True, kw_only=True, slots=True)
class NoDomain:
    """The DNS says that there is no such name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """Whom to ask, and for how long; only tests have reason for other values than these."""

    nameserver: tuple[str, int] | None = None  # in the place of the system's, for the addresses of hosts too
    https_port: int = 443
    imaps_port: int = 993
    ca_file: str = ""
    seconds: float = 3.0  # for each question

    def records(self, name: str, kind: str) -> "list[Rdata] | NoDomain | None":
        """The records of a name, of a kind like "MX"; None where nobody answers, or not with sense."""
        import dns.exception
        import dns.resolver

        try:
            resolver = dns.resolver.Resolver(configure=self.nameserver is None)
            if self.nameserver:
                resolver.nameservers, resolver.port = [self.nameserver[0]], self.nameserver[1]
            resolver.timeout, resolver.lifetime = self.seconds / 2, self.seconds
            answer = resolver.resolve(f"{name}.", kind, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            return NoDomain()
        except (dns.exception.DNSException, OSError, ValueError):
            return None
        return list(answer.rrset or ())  # no more than 64 KB of them

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection. Raises OSError."""
        return socket.create_connection((self._place(host), port), timeout=self.seconds)

    def connect_tls(self, host: str, port: int) -> ssl.SSLSocket:
        """A connection to a server whose certificate is of an authority that is trusted, and for `host`.

        Raises OSError.
        """
        plain = self.connect(host, port)
        try:
            return tls_context(self.ca_file, "init").wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def _place(self, host: str) -> str:
        if self.nameserver is None:
            return host  # the system knows more than the DNS
        found = self.records(host, "A")
        if not isinstance(found, list) or not found:
            raise OSError(f"{host} has no address")
        return str(found[0])

    def at_once(self, calls: Sequence[Callable[[], _Answer | None]]) -> list[_Answer | None]:
        """What each call gives; None for those that fail, or take longer than they may.

        Those are left behind: the look-up of a host's address cannot be stopped.
        """
        answers: list[_Answer | None] = [None] * len(calls)

        def answer(number: int, call: Callable[[], _Answer | None]) -> None:
            try:
                answers[number] = call()
            except Exception:  # noqa: BLE001  # whatever a stranger's server says: it was no answer
                return

        threads = [threading.Thread(target=answer, args=each, daemon=True) for each in enumerate(calls)]
        end = time.monotonic() + self.seconds + 0.2
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        return list(answers)

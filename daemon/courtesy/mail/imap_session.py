"""Opening an IMAP mailbox: TLS that is verified, a login, and faults told so that the owner can mend them."""

import imaplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import re2

from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.mail.imap_wire import READ_SECONDS, Client
from courtesy.mail.plain import one_line, without
from courtesy.tls import is_loopback, tls_context


@dataclass(frozen=True, kw_only=True, slots=True)
class ImapAccount:
    """Where a mailbox is and how to get in. Raises GiveUp when made with values that cannot serve."""

    name: str  # of the mailbox, as the owner calls it
    host: str
    user: str
    password: Callable[[], str]  # asked at every login, so that it need not be kept; may raise GiveUp or TryLater
    port: int = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: str | None = None  # PEM; trusted instead of the system's authorities
    folders: tuple[str, ...] = ("INBOX",)  # the first is the one watched with IDLE
    sent: str | None = None  # None: find it; "": do without
    poll_minutes: float = 5
    idle: bool = True

    def __post_init__(self) -> None:
        if self.security == "none" and not is_loopback(self.host):
            raise GiveUp(f'{self.name}: security = "none" would send the password in the clear; use "tls"')
        if not self.folders:
            raise GiveUp(f'{self.name}: folders is empty; name at least one, for example ["INBOX"]')
        for folder in (*self.folders, self.sent or ""):
            if has_control(folder):
                raise GiveUp(f"{self.name}: the folder name {folder!r} holds a control character; name it anew")


def connect(account: ImapAccount) -> Client:
    """A client that is logged in. Raises GiveUp, TryLater, and what the network raises (see `fault`)."""
    tls = tls_context(account.ca_file, account.name)
    client = Client(account.host, account.port, tls, tls=account.security == "tls")
    try:
        if account.security == "starttls":
            if not client.has_capability("STARTTLS"):
                raise GiveUp(f'{place(account)} offers no STARTTLS; use security = "tls" (mostly port 993)')
            client.wire.sock.settimeout(READ_SECONDS)
            client.starttls(tls)
        log_in(client, account)
        introduce(client)
    except BaseException:
        hang_up(client)
        raise
    return client


def log_in(client: Client, account: ImapAccount) -> None:
    """Give name and password. Raises GiveUp when they are refused, TryLater when the server is only busy."""
    if client.wire.state == "AUTH":  # PREAUTH: the connection itself is trusted
        return
    password = account.password()
    if has_control(account.user + password):
        raise GiveUp(f"{account.name}: user or password holds a line break or another control character; remove it")
    try:
        # The library's own login takes a connection that was lost for a password that was refused.
        if (account.user + password).isascii():
            client.wire.login(quoted(account.user), password)
        else:
            client.wire.authenticate("PLAIN", lambda _: f"\0{account.user}\0{password}".encode())
    except imaplib.IMAP4.abort as error:
        raise imaplib.IMAP4.abort(without(words(error), password)) from None
    except imaplib.IMAP4.error as error:
        said = without(words(error), f"\0{account.user}\0{password}", password).rstrip(".")
        busy = waiting_time(str(error))
        if busy is not None:
            raise TryLater(f"{place(account)} is busy: {said}", after=busy) from None
        raise GiveUp(
            f"{place(account)} refused the login of {account.user}: {said}; check user and password "
            "(many providers want an app password made for this program, and IMAP switched on)",
            key="password",
        ) from None


def introduce(client: Client) -> None:
    """Say who we are (RFC 2971): some servers let nobody read who does not."""
    if client.has_capability("ID"):
        with suppress(imaplib.IMAP4.error):
            client.id_({"name": "courtesy"})


def hang_up(client: Client) -> None:
    """Close the connection without a word: after a fault nobody is known to listen."""
    with suppress(Exception):
        client.shutdown()


def fault(account: ImapAccount, error: Exception) -> CourtesyError:
    """What went wrong between us and the server, as one line for the owner."""
    where = place(account)
    match error:
        case CourtesyError():
            return error
        case ssl.SSLCertVerificationError():
            return GiveUp(
                f"the certificate of {where} is not trusted ({error.verify_message}); "
                "if the server is your own, set ca_file to the certificate of its authority"
            )
        case ssl.SSLError() if error.reason == "WRONG_VERSION_NUMBER":
            return GiveUp(f"{where} does not speak TLS on this port; check port and security")
        case ssl.SSLError():
            return TryLater(f"TLS with {where} failed ({error.reason or error}); it will be tried again")
        case socket.gaierror():
            return TryLater(f"the host {account.host} is not found; check the network, and the name for typing errors")
        case ConnectionRefusedError():
            return TryLater(f"{where} refused the connection; check port, or whether the server is down")
        case TimeoutError():
            return TryLater(f"{where} did not answer in time; it will be tried again")
        case OSError():
            return TryLater(f"{where} cannot be reached ({words(error)}); it will be tried again")
        case _:
            return TryLater(f"{where} answered: {words(error)}; it will be tried again", after=waiting_time(str(error)))


_BUSY = (  # what a server's refusal says, and the seconds to stay away
    (r"OVERQUOTA|BANDWIDTH", 7200.0),
    (r"THROTTLED", 900.0),
    (r"\[INUSE\]|\[LIMIT\]|TOO MANY|NOT CONNECTED", 300.0),
    (r"\[UNAVAILABLE\]|\[SERVERBUG\]|TEMPORAR|TRY AGAIN", 60.0),
)


def waiting_time(answer: str) -> float | None:
    """Seconds to wait if the server's words ask for patience (RFC 5530 codes and what providers say), else None."""
    said = answer[:1000].upper()
    return next((seconds for pattern, seconds in _BUSY if re2.search(pattern, said)), None)


def words(error: Exception) -> str:
    """The message of an error, safe to print: one line, no control characters, at most 200 characters."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(error)  # imaplib has both
    return one_line(text, 200) or type(error).__name__


def place(account: ImapAccount) -> str:
    """The server, as the owner knows it."""
    return f"{account.host}:{account.port}"


def quoted(text: str) -> str:
    """A quoted string of RFC 3501."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def has_control(text: str) -> bool:
    """Whether a text holds a control character, and so could end a command."""
    return any(ord(c) < 32 or ord(c) == 127 for c in text)

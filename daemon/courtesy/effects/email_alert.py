"""Alerts as e-mail to the owner, and to nobody else.

At least once: when the line breaks after the server has taken a mail and before it says so, the mail goes
out again. The repeat carries the same Message-ID, so most servers and mail programs show only one of the
two; where both show, they lie side by side in one thread and are equal but for their Date.
"""

import contextlib
import email.utils
import hashlib
import smtplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from email.headerregistry import Address
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Literal

from courtesy.cases.actions import Action, Alert
from courtesy.clock import now
from courtesy.effects import MARK
from courtesy.effects.email_alert_body import Content, content, html, plain
from courtesy.effects.links import Links, no_links
from courtesy.effects.mail_out import WIRE
from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.mail.plain import one_line, without
from courtesy.tls import is_loopback, tls_context

Security = Literal["starttls", "tls", "none"]

_TIMEOUT = 30.0  # seconds, for each answer of the server


class EmailAlert:
    """An effect that hands alerts to an SMTP server (RFC 5321); holds are none of its business.

    `password` is asked for at each sending and never kept; without it no login takes place. The server's
    certificate is always verified, by `ca_file` if given. `mark` makes the mark by which an answer to an alert is
    known, the same for the same alert (see store/mailed.py); answers go to `answer_to`, which is watched, and
    without `mark` none is asked for. `security` "none" is for this computer only.
    Raises GiveUp when `security` is "none" and `host` is elsewhere.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        security: Security = "starttls",
        user: str = "",
        password: Callable[[], str] | None = None,
        sender: str,
        owner: str,
        owner_name: str = "",
        ca_file: str | Path | None = None,
        zone: tzinfo = UTC,
        mark: Callable[[Alert], str] | None = None,
        answer_to: str = "",
        links: Links = no_links,
        timeout: float = _TIMEOUT,
    ) -> None:
        if security == "none" and not is_loopback(host):
            raise GiveUp(f'{host} is another computer; set security = "starttls" or "tls" for its alerts')
        self.name = f"e-mail to {owner}"
        self._host, self._port, self._security = host, port, security
        self._user, self._password = user or sender, password
        self._sender, self._owner, self._owner_name = sender, owner, owner_name
        self._mark, self._answer_to, self._links = mark, answer_to or owner, links
        self._ca_file, self._zone, self._timeout = ca_file, zone, timeout

    def perform(self, action: Action) -> None:
        """Send an alert. Raises TryLater when the server is out of reach or busy, GiveUp when it says no."""
        if not isinstance(action, Alert):
            return
        named = {"sender": self._sender, "owner": self._owner, "owner_name": self._owner_name}
        at, mark = now(), self._mark(action) if self._mark else ""
        said = content(
            action,
            zone=self._zone,
            now=at,
            mark=mark,
            answer_to=self._answer_to,
            links=self._links(action.message_id),
        )
        mail = compose(action, said, **named, now=at)
        context = tls_context(self._ca_file, self.name)
        password = self._password() if self._password else None
        try:
            self._send(mail, password, context)
        except OSError as error:  # smtplib's and ssl's are among them
            raise self._told(error, password or "") from error
        except UnicodeError:  # its text holds letters of the password
            raise GiveUp(f"{self.name}: user and password must be in ASCII; make an app password") from None

    def close(self) -> None:
        """No connection outlives a sending."""

    def _send(self, mail: EmailMessage, password: str | None, context: ssl.SSLContext) -> None:
        server = self._connect(context)
        try:
            if self._security == "starttls":
                server.starttls(context=context)
            if password is not None:
                server.login(self._user, password)
            server.send_message(mail, self._sender, [self._owner])
            with contextlib.suppress(OSError):  # the mail is taken; a clumsy farewell must not send it again
                server.quit()
        finally:
            server.close()

    def _connect(self, context: ssl.SSLContext) -> smtplib.SMTP:
        # An address literal as our own name (RFC 5321, 4.1.3) tells the server nothing about this computer.
        if self._security == "tls":
            return smtplib.SMTP_SSL(
                self._host, self._port, local_hostname="[127.0.0.1]", timeout=self._timeout, context=context
            )
        return smtplib.SMTP(self._host, self._port, local_hostname="[127.0.0.1]", timeout=self._timeout)

    def _told(self, error: OSError, password: str) -> CourtesyError:
        """The same fault in one line for the owner, with the remedy."""
        server = f"mail server {self._host}:{self._port}"
        code, said = _answer(error)
        said = without(said, f"\0{self._user}\0{password}" if password else "", password)
        if isinstance(error, ssl.SSLCertVerificationError):
            return GiveUp(f"{server} has no valid certificate ({error.verify_message}); correct host or ca_file")
        if isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER":
            return GiveUp(f'{server} does not begin with TLS; set security = "starttls", or correct port')
        if isinstance(error, smtplib.SMTPNotSupportedError) or type(error) is smtplib.SMTPException:
            return GiveUp(f"{server} lacks what alerts need ({said}); correct security, user or port")
        if isinstance(error, smtplib.SMTPAuthenticationError) and code >= 500:
            return GiveUp(f"{server} refuses the password of {self._user}; renew it ({said})")
        if code >= 500:
            return GiveUp(f"{server} refuses alerts from {self._sender} to {self._owner} ({said}); correct from or to")
        if code:
            return TryLater(f"{server} is not ready ({said}); will try again")
        return TryLater(f"{server} is out of reach ({said}); check host, port and network; will try again")


def compose(
    alert: Alert, said: Content, *, sender: str, owner: str, owner_name: str = "", now: datetime
) -> EmailMessage:
    """The mail that tells an alert, in plain text and HTML, both as `said`."""
    mail = EmailMessage(policy=WIRE)
    mail["From"] = f"Courtesy <{sender}>"  # formataddr refuses addresses that are not in ASCII (RFC 6531)
    name = one_line(owner_name, 60)  # formataddr would lose quotes beside umlauts, and Address takes ASCII only
    mail["To"] = Address(name, addr_spec=owner) if owner.isascii() else owner
    mail["Subject"] = one_line(alert.text, 200)
    mail["Date"] = email.utils.format_datetime(now)
    mail["Message-ID"] = _message_id(said.mark or _token(alert.key), sender)
    if said.mark and said.answer_to != sender:
        mail["Reply-To"] = said.answer_to
    if alert.case:  # nobody sent this one: it only ties the alerts of one case together
        mail["References"] = mail["In-Reply-To"] = _message_id(_token(f"case {alert.case}"), sender)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
    mail[MARK] = _token(alert.key)
    mail.set_content(plain(said), cte="quoted-printable")
    mail.add_alternative(html(said), subtype="html", cte="quoted-printable")
    for part in mail.iter_parts():
        _mask_from(part)
    return mail


def _mask_from(part: Message) -> None:
    """No line begins with "From ": mailboxes in one file would have it as ">From " (RFC 2049, 3)."""
    lines = str(part.get_payload()).splitlines()
    part.set_payload("\n".join(f"=46rom=\n{line[4:]}" if line.startswith("From ") else line for line in lines) + "\n")


def _message_id(name: str, sender: str) -> str:
    """A Message-ID (RFC 5322, 3.6.4); the same for the same name and sender. Answers refer to it, and so to a mark."""
    domain = sender.rpartition("@")[2]
    return f"<courtesy.{name}@{domain if domain.isascii() else 'courtesy.invalid'}>"


def _token(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _answer(error: OSError) -> tuple[int, str]:
    """The server's code (0: it gave none) and what there is to say about the fault."""
    code, said = 0, b""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, _bytes(error.smtp_error)
    if code <= 0:
        return 0, one_line(error.strerror or str(error) or type(error).__name__, 160)
    return code, one_line(f"{code} {said.decode('utf-8', 'replace')}", 160)


def _bytes(said: bytes | str) -> bytes:
    return said.encode() if isinstance(said, str) else said

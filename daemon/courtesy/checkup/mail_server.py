"""The outgoing mail server: everything but the mail itself is tried, so that nothing is sent."""

import re
import smtplib
import socket
from collections.abc import Iterator

from courtesy.accounts.keychain import account_of
from courtesy.accounts.passwords import given
from courtesy.checkup import Finding, Told, failed, ok, skipped, wrong
from courtesy.checkup.calendars import note_date
from courtesy.checkup.network import encrypted, name_resolves, not_reached
from courtesy.checkup.passwords import readable, refused
from courtesy.clock import SystemClock
from courtesy.config.tables import Config, Email
from courtesy.errors import CourtesyError
from courtesy.mail.plain import one_line, without
from courtesy.tls import tls_context

_WAIT = 20.0  # seconds, for each answer
_DATE = re.compile(r"\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)")


class _Greeted:
    """Keeps what the server says first: there some name the time."""

    greeting = ""

    def getreply(self) -> tuple[int, bytes]:
        code, said = super().getreply()  # type: ignore[misc]
        self.greeting = self.greeting or said.decode("ascii", "replace")
        return code, said


class _Plain(_Greeted, smtplib.SMTP):
    """A connection that begins in the clear."""


class _Tls(_Greeted, smtplib.SMTP_SSL):
    """A connection that begins with TLS."""


def look_into(alert: Email, config: Config, told: list[Told]) -> Iterator[Finding]:
    """Whether it would take an alert; what it says of the time goes to `told`."""
    sender = alert.from_ or next(iter(config.me.addresses), "")
    owner = alert.to or next(iter(config.me.addresses), "")
    about = f"e-mail to {owner}"
    secret, has_password = None, True
    account = account_of(alert.user or sender, alert.host) if alert.security != "none" else ""
    if given(alert, account):
        found, secret = readable(about, alert, account)
        yield found
        has_password = secret is not None
    has_address = name_resolves(about, alert.host, alert.port)
    yield has_address
    if has_address.verdict != "ok":
        return
    try:
        server = _connect(alert, about)
    except CourtesyError as error:
        yield failed(about, "TLS", error)
        return
    except (OSError, ValueError) as error:
        yield _no_connection(alert, about, error)
        return
    for date in _DATE.findall(server.greeting):
        note_date(date, alert.host, told)
    try:
        yield encrypted(about, alert.host, _socket(server), SystemClock().now())
        if has_password:
            yield from _steps(server, alert, about, secret, sender, owner)
        else:
            yield skipped(about, "login", "the password")
    finally:
        server.close()


def _connect(alert: Email, about: str) -> _Plain | _Tls:
    context = tls_context(alert.ca_file, about)
    if alert.security == "tls":
        return _Tls(alert.host, alert.port, local_hostname="[127.0.0.1]", timeout=_WAIT, context=context)
    server = _Plain(alert.host, alert.port, local_hostname="[127.0.0.1]", timeout=_WAIT)
    try:
        if alert.security == "starttls":
            server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def _socket(server: smtplib.SMTP) -> socket.socket:
    assert server.sock is not None  # connected
    return server.sock


def _no_connection(alert: Email, about: str, error: Exception) -> Finding:
    if isinstance(error, smtplib.SMTPNotSupportedError):
        said = f"{alert.host}:{alert.port} offers no STARTTLS"
        return wrong(about, "TLS", said, 'set security = "tls" and port = 465 in its table')
    if isinstance(error, smtplib.SMTPException) or not isinstance(error, OSError):
        said = f"{alert.host}:{alert.port} does not answer as a mail server does ({one_line(str(error), 80)})"
        return wrong(about, "connection", said, "correct host and port; as a rule it is port 587 or 465")
    return not_reached(about, alert.host, alert.port, error, "smtp" if alert.security == "starttls" else "")


def _steps(
    server: smtplib.SMTP, alert: Email, about: str, secret: str | None, sender: str, owner: str
) -> Iterator[Finding]:
    """Login, sender and recipient, as for a real mail."""
    user = alert.user or sender
    if secret is not None:
        try:
            server.login(user, secret)
        except (OSError, UnicodeError) as error:
            said = f"{alert.host} refuses the login of {user}: {without(_answer(error), secret)}"
            yield wrong(about, "login", said, refused(alert, alert.host, user), "password")
            return
        yield ok(about, "login", f"as {user}")
    try:
        server.ehlo_or_helo_if_needed()
        for code, answer in (server.mail(sender), server.rcpt(owner)):
            if code >= 300:
                raise smtplib.SMTPResponseException(code, answer)
        server.rset()
    except (OSError, UnicodeError) as error:
        said = f"{alert.host} refuses mail from {sender} to {owner}: {_answer(error)}"
        yield wrong(about, "recipient", said, _recipient_remedy(alert, error))
        return
    yield ok(about, "recipient", f"{owner} is accepted; nothing was sent")


def _recipient_remedy(alert: Email, error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code < 500:
        return "mend what it complains of, if that is yours; otherwise try again later: courtesy doctor"
    return "correct from and to in its table" + ("" if given(alert) else ", or let it log in: set password_file")


def _answer(error: Exception) -> str:
    """What the server said, harmless on one line."""
    if isinstance(error, UnicodeError):  # its text holds letters of the password
        return "only ASCII letters can be in a password here"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return one_line(
            f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}", 160
        )
    return one_line(str(error) or type(error).__name__, 160)

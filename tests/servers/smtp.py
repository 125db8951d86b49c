"""A real SMTP server (aiosmtpd) on loopback that keeps what it is given and can be told to misbehave."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from tests.servers.ports import free_port
from tests.servers.tls import Certificates

Fault = Literal["", "hang up after data", "hang up at quit"]


@dataclass
class SmtpServer:
    """What the server does and what it has taken."""

    port: int
    password: bytes = b"secret"
    refusal: str = ""  # the answer to RCPT, such as "452 Mailbox full"
    refusals: dict[str, str] = field(default_factory=dict)  # the same for single recipients
    login_answer: str = ""  # the answer to every login, such as "454 Try again"
    fault: Fault = ""
    taken: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.refusals.get(address, self.refusal):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        if self.fault == "hang up after data":
            server.transport.abort()
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.fault == "hang up at quit":
            server.transport.abort()
        return "221 Bye"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        if self.login_answer:
            return AuthResult(success=False, handled=False, message=self.login_answer)
        right = isinstance(data, LoginPassword) and data.password == self.password
        return AuthResult(success=right, handled=False)


@contextmanager
def smtp_server(
    certificates: Certificates | None = None, *, at_once: bool = False, login: bool = False, utf8: bool = True
) -> Iterator[SmtpServer]:
    """Run one: with `certificates` it insists on STARTTLS, or begins with TLS `at_once`; `login`: on that too.

    `utf8`: it takes addresses that are not in ASCII (RFC 6531).
    """
    server, tls = SmtpServer(port=free_port()), None
    if certificates:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificates.certificate, certificates.key)
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        ssl_context=tls if at_once else None,
        tls_context=None if at_once else tls,
        require_starttls=tls is not None and not at_once,
        authenticator=server.authenticate if login else None,
        auth_required=login,
        auth_require_tls=not at_once,
        enable_SMTPUTF8=utf8,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()

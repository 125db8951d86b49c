"""Answers to alerts on real servers: told by SMTP, answered in the mailbox of a Dovecot, carried out by the service."""

import email
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.smtp import Envelope
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.smtp import SmtpServer, smtp_server
from tests.shell.home import Home, letter

ME = "ada@mail.example"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def home(dovecot: Dovecot, smtp: SmtpServer, tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.config.write_text(
        f'[me]\naddresses = ["{ME}"]\ntime_zone = "Europe/London"\n'
        f'[[mailbox]]\nkind = "imap"\nhost = "localhost"\nport = {dovecot.tls_port}\nca_file = "{dovecot.ca_file}"\n'
        f'user = "ada"\npassword_file = "{home.secret(PASSWORD)}"\n'
        f'[[alert]]\nkind = "email"\nhost = "localhost"\nport = {smtp.port}\nsecurity = "none"\n'
        f'[state]\nfolder = "{home.state}"\n'
    )
    return home


def put(dovecot: Dovecot, raw: bytes, folder: str = "INBOX") -> None:
    dovecot.append("ada", raw, folder)


def answer(alert: EmailMessage, text: str, *, sender: str = ME, number: int = 1) -> bytes:
    """The alert answered as mail programs do: above the quotation, with its subject and its Message-ID."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, str(alert["Reply-To"] or alert["From"])
    mail["Subject"] = f"Re: {alert['Subject']}"
    mail["Message-ID"] = f"<{number}.{hash(text)}@{sender}>"
    mail["In-Reply-To"] = mail["References"] = str(alert["Message-ID"])
    mail["Date"] = datetime.now(UTC)
    quoted = "".join(f"> {line}\n" for line in plain(alert).splitlines())
    mail.set_content(f"{text}\n\nOn Mon, Courtesy wrote:\n{quoted}")
    return mail.as_bytes()


def plain(alert: EmailMessage) -> str:
    part = alert.get_body(("plain",))
    assert part
    return str(part.get_content())


def alerts(smtp: SmtpServer) -> dict[str, EmailMessage]:
    """The alerts that were sent, by company."""
    found = {}
    for envelope in smtp.taken:
        mail = _parsed(envelope)
        company = re.search(r"^Company: (\w+)", plain(mail), re.MULTILINE)
        found[company[1] if company else ""] = mail
    return found


def _parsed(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    mail = email.message_from_bytes(envelope.content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_answers_by_mail_are_carried_out_once_and_only_the_owners(
    home: Home, dovecot: Dovecot, smtp: SmtpServer
) -> None:
    companies = ["Alder Bakery", "Birch Bakery", "Cedar Bakery", "Dogwood Bakery", "Elm Bakery"]
    with home.service() as service:
        for company in companies:
            put(dovecot, letter(company))
        service.until(lambda: len(smtp.taken) == len(companies))
        told = alerts(smtp)
        assert sorted(told) == [company.split()[0] for company in companies]
        for mail in told.values():  # they come to his INBOX too
            put(dovecot, mail.as_bytes())

        def until_logged(words: str) -> None:
            service.until(lambda: service.heard(words))

        put(dovecot, answer(told["Alder"], "done"), "Sent")
        put(dovecot, answer(told["Alder"], "done"))
        until_logged("carried out: done (Alder")
        put(dovecot, answer(told["Birch"], "snooze 2d"))
        until_logged("carried out: snooze (Birch")
        put(dovecot, answer(told["Cedar"], "notes: they bake at night"))
        until_logged("carried out: notes (Cedar")
        put(dovecot, answer(told["Dogwood"], "wrong"))
        until_logged("carried out: wrong (Dogwood")
        _refused(dovecot, told["Elm"], told["Birch"], until_logged)
        assert "Company: Dogwood" not in home.run("status").stdout
    owed = home.run("done").stdout
    assert "Elm" in owed
    assert "Cedar" in owed
    assert "Alder" not in owed
    assert "they bake at night" in home.run("case", "Cedar").stdout
    assert len(smtp.taken) == len(companies), "no answer is answered"
    assert sum("carried out" in line for line in service.logged) == 5, "and one was carried out before"


def _refused(
    dovecot: Dovecot, alert: EmailMessage, answered: EmailMessage, until_logged: Callable[[str], None]
) -> None:
    """A stranger, a forger who does not know the token, and a replay."""
    put(dovecot, answer(alert, "done", sender="eve@evil.example"))
    until_logged("it came from eve@evil.example, which is none of your addresses")
    forged = answer(alert, "done", number=2)
    put(dovecot, re.sub(rb"courtesy\.([0-9a-f]{10})\.[a-z2-7]{20}", rb"courtesy.\1.aaaaaaaaaaaaaaaaaaaa", forged))
    until_logged("no alert that is known bears its mark")
    put(dovecot, answer(answered, "snooze 2d", number=3))
    until_logged("it was carried out before")

"""Alerts by e-mail, against a real server: to the owner alone, in words that do no harm, and never lost."""

import email
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.smtp import Envelope
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effects.examples import NOW, REPLY, SCAM, SLOT
from tests.servers.ports import free_port
from tests.servers.smtp import SmtpServer, smtp_server
from tests.servers.tls import Certificates, make_certificates

from courtesy.cases.actions import Alert
from courtesy.config.file import parse
from courtesy.effects import MARK
from courtesy.effects.email_alert import EmailAlert, compose
from courtesy.effects.email_alert_body import content
from courtesy.errors import GiveUp, TryLater
from courtesy.mail.plain import one_line
from courtesy.outside import effects_of

ME = "ada@mail.example"
ZONE = ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def running(certificates: Certificates) -> Iterator[SmtpServer]:
    with smtp_server(certificates, login=True) as server:
        yield server


@pytest.fixture
def server(running: SmtpServer) -> SmtpServer:
    running.refusal = running.login_answer = running.fault = ""
    running.taken.clear()
    return running


def channel(port: int, certificates: Certificates, **changed: Any) -> EmailAlert:
    usual: dict[str, Any] = {"password": lambda: "secret", "ca_file": certificates.ca, "timeout": 5.0}
    return EmailAlert("localhost", port, sender=ME, owner=ME, zone=ZONE, **(usual | changed))


def read(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    message = email.message_from_bytes(envelope.content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def made(alert: Alert, **more: Any) -> EmailMessage:
    return compose(alert, content(alert, zone=ZONE, now=NOW, **more), sender=ME, owner=ME, now=NOW)


def parts(message: EmailMessage) -> tuple[str, str]:
    plain, html = (part.get_content() for part in message.iter_parts())
    return plain, html


def test_an_alert_comes_to_the_owner_alone(server: SmtpServer, certificates: Certificates) -> None:
    channel(server.port, certificates).perform(REPLY)
    (envelope,) = server.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (ME, [ME])
    mail = read(envelope)
    assert mail["Subject"] == REPLY.text
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail[MARK]
    plain, html = parts(mail)
    for text in (plain, html):
        assert "Wed 15 Apr 2026, 10:30" in text
        assert REPLY.why in text


def test_a_repeat_carries_the_same_message_id(server: SmtpServer, certificates: Certificates) -> None:
    sender = channel(server.port, certificates)
    sender.perform(REPLY)
    sender.perform(REPLY)
    sender.perform(replace(REPLY, key="another", text="Something else"))
    first, again, other = map(read, server.taken)
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert first["References"] == other["References"]
    assert parts(first) == parts(again)


def test_holds_are_no_business_of_the_mail(certificates: Certificates) -> None:
    channel(free_port(), certificates).perform(SLOT)


def test_words_of_a_mail_reach_neither_the_header_nor_the_markup(
    server: SmtpServer, certificates: Certificates
) -> None:
    channel(server.port, certificates).perform(SCAM)
    (envelope,) = server.taken
    assert envelope.rcpt_tos == [ME]
    mail = read(envelope)
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith('Do not answer "Global <b>Payroll</b> & Co" Bcc:')
    html = parts(mail)[1]
    assert "<b>" not in html
    assert "href" not in html.replace("&lt;a href=&quot;", "")
    assert "http://" not in html
    assert "\x1b" not in html


ANY = st.text(st.characters(codec=None), max_size=300)


@given(st.builds(lambda **said: replace(REPLY, **said), text=ANY, why=ANY, company=ANY | st.none(), key=ANY, case=ANY))
@settings(max_examples=50, deadline=None)
def test_any_words_make_a_mail_that_is_read_back(alert: Alert) -> None:
    raw = made(alert).as_bytes()
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    assert sorted(set(mail.keys()) - {"References", "In-Reply-To"}) == sorted(
        {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", MARK, "MIME-Version", "Content-Type"}
    )
    assert parts(mail)[0].split("\n")[0].rstrip() == one_line(alert.text, 2000)
    assert not mail.defects


@pytest.mark.parametrize(
    ("answer", "fault", "says"),
    [
        ("452 4.2.2 Mailbox full", TryLater, "is not ready .452 4.2.2 Mailbox full."),
        ("421 4.3.0 Busy", TryLater, "is not ready"),
        ("550 5.1.1 No such user\x1b[2J", GiveUp, f"refuses alerts from {ME} to {ME}"),
    ],
)
def test_a_refusal_is_passed_on_in_one_line(
    server: SmtpServer, certificates: Certificates, answer: str, fault: type[Exception], says: str
) -> None:
    server.refusal = answer
    with pytest.raises(fault, match=says) as told:
        channel(server.port, certificates).perform(REPLY)
    assert one_line(str(told.value), 500) == str(told.value)
    assert server.taken == []


def test_the_password(server: SmtpServer, certificates: Certificates) -> None:
    for wrong, says in (("wrong", f"refuses the password of {ME}; renew it .535"), ("pässwörd", "ASCII")):
        with pytest.raises(GiveUp, match=says) as told:
            channel(server.port, certificates, password=lambda wrong=wrong: wrong).perform(REPLY)
        assert wrong not in str(told.value)
    server.login_answer = "454 4.7.0 Temporary authentication failure"
    with pytest.raises(TryLater, match="454"):
        channel(server.port, certificates).perform(REPLY)
    assert server.taken == []


@pytest.mark.parametrize("takes", [True, False])
def test_an_address_that_is_not_in_ascii_is_written_to_where_the_server_can(takes: bool) -> None:
    own = "ädä@mail.example"
    with smtp_server(utf8=takes) as server:
        alerts = EmailAlert("localhost", server.port, security="none", sender=own, owner=own, zone=ZONE)
        if takes:
            alerts.perform(REPLY)
            (envelope,) = server.taken
            assert (envelope.mail_from, envelope.rcpt_tos) == (own, [own])
            assert isinstance(envelope.content, bytes)
            assert envelope.content.startswith(f"From: Courtesy <{own}>\r\nTo: {own}\r\nSubject: ".encode())
        else:
            with pytest.raises(GiveUp, match=r"lacks what alerts need .*SMTPUTF8"):
                alerts.perform(REPLY)


def test_a_line_that_breaks_after_the_data_sends_again(server: SmtpServer, certificates: Certificates) -> None:
    server.fault = "hang up after data"
    with pytest.raises(TryLater, match="is out of reach"):
        channel(server.port, certificates).perform(REPLY)
    server.fault = ""
    channel(server.port, certificates).perform(REPLY)
    first, again = map(read, server.taken)
    assert first["Message-ID"] == again["Message-ID"]


def test_a_clumsy_farewell_does_not_send_again(server: SmtpServer, certificates: Certificates) -> None:
    server.fault = "hang up at quit"
    channel(server.port, certificates).perform(REPLY)
    assert len(server.taken) == 1


def test_the_certificate_is_verified(server: SmtpServer, certificates: Certificates, tmp_path: Path) -> None:
    with pytest.raises(GiveUp, match="has no valid certificate"):
        channel(server.port, certificates, ca_file=None).perform(REPLY)
    (tmp_path / "ca.pem").write_text("nothing")
    for ca_file in (tmp_path / "ca.pem", tmp_path / "missing.pem"):
        with pytest.raises(GiveUp, match=f"ca_file {ca_file} cannot be used"):
            channel(server.port, certificates, ca_file=ca_file).perform(REPLY)
    assert server.taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_every_kind_of_security(server: SmtpServer, certificates: Certificates) -> None:
    with smtp_server(certificates, at_once=True, login=True) as tls:
        channel(tls.port, certificates, security="tls").perform(REPLY)
        assert len(tls.taken) == 1
    with smtp_server() as bare:
        channel(bare.port, certificates, security="none", password=None).perform(REPLY)
        assert len(bare.taken) == 1
        with pytest.raises(GiveUp, match="lacks what alerts need"):
            channel(bare.port, certificates, security="starttls").perform(REPLY)
        with pytest.raises(GiveUp, match="lacks what alerts need"):
            channel(bare.port, certificates, security="none").perform(REPLY)
        with pytest.raises(GiveUp, match="does not begin with TLS"):
            channel(bare.port, certificates, security="tls").perform(REPLY)
    with pytest.raises(GiveUp, match="is another computer"):
        EmailAlert("mail.example", 25, security="none", sender=ME, owner=ME)


def test_a_server_out_of_reach_is_tried_later(certificates: Certificates) -> None:
    with pytest.raises(TryLater, match="Connection refused"):
        channel(free_port(), certificates).perform(REPLY)
    with pytest.raises(TryLater, match=r"mail server nowhere\.invalid:587 is out of reach"):
        EmailAlert("nowhere.invalid", 587, sender=ME, owner=ME).perform(REPLY)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TryLater, match="timed out"):
        channel(silent.getsockname()[1], certificates, timeout=0.2).perform(REPLY)


def test_an_alert_is_addressed_by_the_name_that_the_configuration_gives(
    server: SmtpServer, certificates: Certificates, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("secret")
    (tmp_path / "password").chmod(0o600)
    alert = f'host = "localhost"\nport = {server.port}\nca_file = "{certificates.ca}"'
    me = f'[me]\nname = "Ada \\"Lady\\" Müller, MSc"\naddresses = ["{ME}"]'
    config = parse(f'{me}\n[[alert]]\nkind = "email"\n{alert}\npassword_file = "{tmp_path / "password"}"\n')
    (effect,) = effects_of(config).by_name.values()
    effect.perform(REPLY)
    (envelope,) = server.taken
    (to,) = read(envelope)["To"].addresses
    assert (to.display_name, to.addr_spec) == ('Ada "Lady" Müller, MSc', ME)
    assert envelope.rcpt_tos == [ME]


def test_an_alert_without_a_case_or_a_due_time_is_whole() -> None:
    mail = made(replace(REPLY, case="", due=None, company=None, why=""))
    assert mail["References"] is None
    assert "By:" not in parts(mail)[0]
    assert mail["Date"].datetime - NOW == timedelta()


@pytest.mark.parametrize(
    ("users", "reply_to"),
    [(["ada@one.example"], None), (["ADA@two.example"], "ada@two.example"), (["jobs@three.example"], None)],
    ids=["where it goes", "another of his", "none of his"],
)
def test_answers_go_where_they_are_seen(users: list[str], reply_to: str | None) -> None:
    boxes = "".join(f'[[mailbox]]\nkind = "imap"\nhost = "i"\nuser = "{user}"\ncredential = "x"\n' for user in users)
    with smtp_server() as server:
        config = parse(
            f'[me]\naddresses = ["ada@one.example", "ada@two.example"]\n{boxes}[[alert]]\nkind = "email"\n'
            f'host = "localhost"\nport = {server.port}\nsecurity = "none"\n'
        )
        (effect,) = effects_of(config, lambda alert: "0123456789.abcdefghijklmnopqrst").by_name.values()
        effect.perform(REPLY)
        (envelope,) = server.taken
    assert read(envelope)["Reply-To"] == reply_to

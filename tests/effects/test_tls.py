"""An authority made at home is trusted by every connection, as strict as Python may be."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.effects.examples import REPLY
from tests.servers.caldav import PASSWORD, USER, CalDavServer
from tests.servers.smtp import smtp_server
from tests.servers.tls import Certificates, make_certificates

from courtesy.checkup import calendars, mail_server
from courtesy.config.file import parse
from courtesy.config.tables import Config, Email
from courtesy.errors import GiveUp
from courtesy.outside import effects_of
from courtesy.tls import tls_context


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("ca"), at_home=True)


@pytest.fixture(scope="module")
def radicale(certificates: Certificates) -> Iterator[CalDavServer]:
    server = CalDavServer("radicale", certificate=(certificates.certificate, certificates.key))
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python does of itself from 3.13 on."""
    lenient = ssl.create_default_context

    def context(**given: object) -> ssl.SSLContext:
        made = lenient(**given)  # type: ignore[arg-type]
        made.verify_flags |= ssl.VERIFY_X509_STRICT
        return made

    monkeypatch.setattr(ssl, "create_default_context", context)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_calendar_and_alerts_trust_an_authority_made_at_home(
    radicale: CalDavServer, certificates: Certificates, tmp_path: Path
) -> None:
    with smtp_server(certificates, at_once=True, login=True) as smtp:
        config = configuration(radicale, smtp.port, certificates, tmp_path)
        (alert,) = config.alert
        assert isinstance(alert, Email)
        findings = [*calendars.look_into(config, []), *mail_server.look_into(alert, config, [])]
        assert {"test entry", "recipient"} <= {one.check for one in findings}
        assert [one for one in findings if one.verdict == "wrong"] == []
        for effect in effects_of(config).by_name.values():
            effect.perform(REPLY)
        assert len(smtp.taken) == 1


def configuration(radicale: CalDavServer, smtp_port: int, certificates: Certificates, folder: Path) -> Config:
    (folder / "password").write_text(PASSWORD)
    (folder / "password").chmod(0o600)
    both = f"ca_file = '{certificates.ca}'\npassword_file = '{folder / 'password'}'"
    calendar = f"[calendar]\nkind = 'caldav'\nurl = '{radicale.url}'\nuser = '{USER}'\n{both}"
    alert = f"[[alert]]\nkind = 'email'\nhost = 'localhost'\nport = {smtp_port}\nsecurity = 'tls'\n{both}"
    return parse(f"[me]\naddresses = ['ada@mail.example']\n{calendar}\n{alert}\n")


def test_only_what_is_named_is_trusted(certificates: Certificates, tmp_path: Path) -> None:
    """Strictness is dropped for an authority of the owner's only, and a file without one is told."""
    for nothing in (None, ""):
        assert tls_context(nothing, "test").verify_flags & ssl.VERIFY_X509_STRICT
    own = tls_context(certificates.ca, "test")
    assert (own.verify_mode, own.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert len(own.get_ca_certs()) == 1
    (tmp_path / "empty.pem").write_text("no PEM")
    with pytest.raises(GiveUp, match=r"mailbox x: ca_file .*empty\.pem cannot be used: it holds no certificate"):
        tls_context(tmp_path / "empty.pem", "mailbox x")
    with pytest.raises(GiveUp, match=r"ca_file ~/no-such\.pem cannot be used: No such file"):
        tls_context("~/no-such.pem", "mailbox x")

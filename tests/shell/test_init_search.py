"""`courtesy init` for an address of an own domain: its server is looked for, shown, and used when the owner agrees."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.servers.dns import DnsServer
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.ports import free_port
from tests.servers.tls import Certificates
from tests.servers.web import Web
from tests.shell.home import ROOT, Home, letter
from tests.shell.test_init import Terminal

from courtesy.config.file import load
from courtesy.config.tables import Imap
from courtesy.setup.network import Network

ADDRESS = "ada@own.example"
NAMES = ("own.example", "imap.own.example", "autoconfig.own.example", "autoconfig.thunderbird.net")
_SCRIPT = """
import sys
from courtesy import cli
from courtesy.commands import init
from courtesy.setup.network import Network
init.NETWORK = {network}
sys.exit(cli.main())
"""


class OwnDomain(Home):
    """The home of an owner whose domain's names are known to a server on loopback."""

    network = Network()

    def _command(self, name: str, *more: str) -> list[str]:
        script = _SCRIPT.format(network=self.network)
        return [sys.executable, "-c", script, name, *more, "--config", str(self.config)]


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    with Dovecot(names=NAMES) as server:
        server.append(ADDRESS, letter("Moss Bakery"))
        yield server


@pytest.fixture
def dns_server() -> Iterator[DnsServer]:
    with DnsServer({name: {"A": ["127.0.0.1"]} for name in NAMES}) as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, dns_server: DnsServer, imap: Dovecot) -> Home:
    home = OwnDomain(tmp_path)
    home.config.unlink()
    home.surroundings = surroundings(tmp_path)
    home.network = Network(
        nameserver=("127.0.0.1", dns_server.port), https_port=free_port(), imaps_port=free_port(), ca_file=imap.ca_file
    )
    return home


def surroundings(folder: Path) -> dict[str, str]:
    """Away from the desktop of whoever runs the tests."""
    where = {"XDG_CONFIG_HOME": str(folder / "xdg"), "XDG_STATE_HOME": str(folder / "state"), "COLUMNS": "110"}
    return {
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/no-bus",
        "PATH": "/usr/bin:/bin",
        "TZ": "Europe/London",
    } | where


def begin(home: Home) -> Terminal:
    """The questions before that of the server."""
    talk = Terminal(home, "init")
    talk.answer("Your name", "Ada Fielding")
    talk.answer("job mail comes to", ADDRESS)
    talk.answer("Other addresses")
    return talk


def end(talk: Terminal) -> None:
    """The questions after the mailbox."""
    talk.answer("Which?", "3")
    talk.answer("By e-mail to yourself?", "n")
    assert talk.end() == 0, talk.shown
    assert "Traceback" not in talk.shown


def mailbox_of(home: Home) -> Imap:
    (box,) = load(home.config).mailbox
    assert isinstance(box, Imap)
    return box


def test_a_server_elsewhere_needs_a_yes(home: Home, dns_server: DnsServer, imap: Dovecot) -> None:
    """Enter is none. With it no port is asked for, and the next time nothing is looked for."""
    dns_server.zone["_imaps._tcp.own.example"] = {"SRV": [f"0 0 {imap.tls_port} localhost."]}
    talk = begin(home)
    talk.until(f"Found by the DNS of own.example: localhost:{imap.tls_port}.")
    talk.until("It is not within own.example")
    talk.answer("Is localhost your provider's? [y/n] (n)")
    talk.until("(imap.own.example)")
    talk.process.kill()
    talk = begin(home)
    talk.answer("Is localhost your provider's?", "y")
    talk.answer(f"User ({ADDRESS})")
    talk.answer_unseen("Password", PASSWORD)
    talk.answer("certificate of its authority", imap.ca_file)
    end(talk)
    assert (mailbox_of(home).host, mailbox_of(home).port) == ("localhost", imap.tls_port)
    dns_server.asked.clear()
    talk = Terminal(home, "init")
    talk.answer("What now?", "2")
    talk.answer("Your name")
    talk.answer("job mail comes to")
    talk.answer("Other addresses")
    talk.answer("(localhost)")
    talk.process.kill()
    assert dns_server.asked == []


def test_what_is_found_may_be_changed(home: Home, dns_server: DnsServer, imap: Dovecot) -> None:
    dns_server.zone["own.example"] = {"MX": ["10 in1-smtp.messagingengine.com."]}
    talk = begin(home)
    talk.until("Found by the DNS of own.example: imap.fastmail.com:993, which is Fastmail's.")
    assert "Known by their names" not in talk.shown
    talk.answer("Its IMAP server, your provider's name, or a maildir (Fastmail)", f"localhost:{imap.tls_port}")
    talk.answer("User")
    talk.answer_unseen("Password", PASSWORD)
    talk.answer("certificate of its authority", imap.ca_file)
    end(talk)
    assert mailbox_of(home).host == "localhost"


def test_a_provider_is_found_with_what_it_wants(home: Home, dns_server: DnsServer) -> None:
    """How to get a password; or that none is taken."""
    for mx, answer in (("smtp.google.com.", "app password"), ("x.mail.protection.outlook.com.", "takes no passwords")):
        dns_server.zone["own.example"] = {"MX": [f"1 {mx}"]}
        talk = begin(home)
        talk.answer("Its IMAP server")
        talk.until(answer)
        talk.process.kill()


def test_a_mistyped_address_is_given_anew(home: Home, dns_server: DnsServer, imap: Dovecot) -> None:
    """Where the DNS knows no such domain; its server is looked for in turn."""
    dns_server.zone["_imaps._tcp.own.example"] = {"SRV": ["0 0 993 imap.own.example."]}
    talk = Terminal(home, "init")
    talk.answer("Your name", "Ada Fielding")
    talk.answer("job mail comes to", "ada@owm.example")
    talk.answer("Other addresses", "ada@work.example")
    talk.until("The DNS knows no domain owm.example; is the address right?")
    talk.answer("(imap.owm.example)", "ada@owm.example")
    talk.until("That is your address")
    talk.answer("(imap.owm.example)", ADDRESS)
    talk.answer("(imap.own.example:993)", f"localhost:{imap.tls_port}")
    talk.answer(f"User ({ADDRESS})")
    talk.answer_unseen("Password", PASSWORD)
    talk.answer("certificate of its authority", imap.ca_file)
    end(talk)
    assert load(home.config).me.addresses == (ADDRESS, "ada@work.example")


def test_mozilla_is_asked_only_by_the_owner(home: Home, dns_server: DnsServer, imap: Dovecot) -> None:
    """Whose question mark it takes; what it says then stands in the brackets, outgoing server and user too."""
    assert isinstance(home, OwnDomain)
    tls = imap.folder / "tls"
    certificates = Certificates(ca=tls / "ca.pem", certificate=tls / "server.pem", key=tls / "server.key")
    server = "<hostname>localhost</hostname><port>{port}</port><socketType>SSL</socketType><username>{user}</username>"
    file = "<clientConfig><emailProvider><incomingServer type='imap'>"
    file += server.format(port=imap.tls_port, user="%EMAILLOCALPART%") + "</incomingServer><outgoingServer type='smtp'>"
    file += server.format(port=46500, user="ada.sends") + "</outgoingServer></emailProvider></clientConfig>"
    with Web(certificates) as web:
        home.network = Network(
            nameserver=("127.0.0.1", dns_server.port),
            https_port=web.port,
            imaps_port=free_port(),
            ca_file=imap.ca_file,
        )
        web.answer = lambda method, path: (200, {}, file.encode()) if path == "/v1.1/own.example" else (404, {}, b"")
        talk = begin(home)
        talk.until('"?" looks in Mozilla')
        talk.until("(imap.own.example)")
        assert not any(path.startswith("/v1.1/") for _, path in web.heard)
        os.write(talk._ours, b"?\n")
        talk.until(f"Found in Mozilla's list: localhost:{imap.tls_port}.")
        talk.answer(f"(localhost:{imap.tls_port})")
        talk.answer("User (ada)")
        talk.answer_unseen("Password", PASSWORD)
        talk.answer("certificate of its authority", imap.ca_file)
        talk.answer("Which?", "3")
        talk.answer("By e-mail to yourself?", "y")
        talk.answer("Your SMTP server (localhost:46500)")
        talk.answer("User (ada.sends)")
        talk.answer("same password?", "y")
        talk.answer("What now?", "2")  # nobody is there
        assert talk.end() == 0, talk.shown
    assert (mailbox_of(home).user, mailbox_of(home).port) == ("ada", imap.tls_port)


def test_without_a_terminal_only_what_is_near_is_used(home: Home, dns_server: DnsServer, imap: Dovecot) -> None:
    """For nobody can say yes; what is found is said."""
    home.secret(PASSWORD)
    words = ["--non-interactive", "--address", ADDRESS, "--password-file", str(home.folder / "secret"), "--untested"]
    ran = home.run("init", *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--host is missing; nothing was found of own.example" in ran.stderr
    dns_server.zone["_imaps._tcp.own.example"] = {"SRV": [f"0 0 {imap.tls_port} localhost."]}
    ran = home.run("init", *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"outside of it; if that is your provider's, say --host localhost --port {imap.tls_port}" in ran.stderr
    dns_server.zone["_imaps._tcp.own.example"] = {"SRV": ["0 0 9993 imap.own.example."]}
    dns_server.zone["_submissions._tcp.own.example"] = {"SRV": ["0 0 465 send.own.example."]}
    ran = home.run("init", *words, "--alert", "email")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("Found by the DNS of own.example: imap.own.example:9993\n")
    assert (mailbox_of(home).host, mailbox_of(home).port) == ("imap.own.example", 9993)
    assert '\nhost = "send.own.example"' in home.config.read_text()
    dns_server.zone["own.example"] = {"MX": ["10 in1-smtp.messagingengine.com."]}
    home.config.unlink()
    assert home.run("init", *words).stdout.startswith("Found by the DNS of own.example: Fastmail\n")
    assert mailbox_of(home).host == "imap.fastmail.com"


# All of it as it is for an owner


_APART = """
ip link set lo up && mount --bind "$1/resolv.conf" /etc/resolv.conf || exit 77
mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf
exec "$2" -c 'import sys; from tests.shell import test_init_search as it; it.inside(sys.argv[1])' "$1"
"""
_FILE = """<clientConfig version="1.1"><emailProvider id="own.example"><incomingServer type="imap">
<hostname>imap.own.example</hostname><port>{port}</port><socketType>SSL</socketType>
<username>%EMAILADDRESS%</username></incomingServer></emailProvider></clientConfig>"""


def test_an_own_domain_is_found_by_the_ways_of_this_system(tmp_path: Path) -> None:
    """With the usual ports, the system's resolver and its authorities, in a network of its own."""
    if os.getuid() != 0 or not all(map(shutil.which, ("unshare", "ip", "mount"))):
        pytest.skip("a network of our own needs root, and ip")
    (tmp_path / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:2\n")
    (tmp_path / "nsswitch.conf").write_text("hosts: files dns\n")
    ran = subprocess.run(
        ["unshare", "-m", "-n", "bash", "-c", _APART, "bash", tmp_path, sys.executable],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'daemon'}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if ran.returncode == 77:
        pytest.skip("there can be no network of our own here")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def inside(folder: str) -> None:
    """By the service that the DNS names, then by the domain's file: three answers to a mailbox each."""
    with Dovecot(names=NAMES) as imap, DnsServer({name: {"A": ["127.0.0.1"]} for name in NAMES}, port=53) as names:
        imap.append(ADDRESS, letter("Moss Bakery"))
        tls = imap.folder / "tls"
        certificates = Certificates(ca=tls / "ca.pem", certificate=tls / "server.pem", key=tls / "server.key")
        home = OwnDomain(Path(folder))
        home.surroundings = {**surroundings(home.folder), "SSL_CERT_FILE": imap.ca_file}
        with Web(certificates, port=443) as web:
            web.answer = lambda method, path: (200, {}, _FILE.format(port=imap.tls_port).encode())
            for service in ([f"0 0 {imap.tls_port} imap.own.example."], []):
                names.zone["_imaps._tcp.own.example"] = {"SRV": service} if service else {}
                home.config.unlink()
                talk = begin(home)
                talk.until("Found by the DNS of own" if service else "Found by the autoconfig file of own")
                talk.answer(f"(imap.own.example:{imap.tls_port})")
                talk.answer(f"User ({ADDRESS})")
                talk.answer_unseen("Password", PASSWORD)
                end(talk)
                assert "1 application, 1 interview" in talk.shown
                assert (mailbox_of(home).host, bool(web.heard)) == ("imap.own.example", not service)
        print(talk.shown)

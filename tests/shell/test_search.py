"""The search for a mailbox's server: what is found where, what is believed, and what hostile answers can do."""

import re
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import dns.message
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.servers.dns import DnsServer, Zone
from tests.servers.dovecot import Dovecot
from tests.servers.ports import free_port
from tests.servers.tls import Certificates, make_certificates
from tests.servers.web import Answer, Web
from tests.shell.home import ROOT

from courtesy.accounts import providers
from courtesy.accounts.providers import Server
from courtesy.setup import autoconfig
from courtesy.setup.network import Network, domain_of, host_name
from courtesy.setup.search import Found, Nothing, look, look_at_mozilla

ADDRESS = "ada@own.example"
NAMES = ("imap.own.example", "mail.own.example", "autoconfig.own.example", "own.example", "autoconfig.thunderbird.net")
_HERE = {name: {"A": ["127.0.0.1"]} for name in NAMES}
FILE = """<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1"><emailProvider id="own.example"><domain>own.example</domain>
  <incomingServer type="pop3"><hostname>pop.own.example</hostname><port>995</port><socketType>SSL</socketType>
  </incomingServer>
  <incomingServer type="imap"><hostname>plain.%EMAILDOMAIN%</hostname><port>143</port><socketType>plain</socketType>
    <username>%EMAILADDRESS%</username></incomingServer>
  <incomingServer type="imap"><hostname>late.%EMAILDOMAIN%</hostname><port>143</port><socketType>STARTTLS</socketType>
    <username>%EMAILADDRESS%</username></incomingServer>
  <incomingServer type="imap"><hostname>sign-in.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>
    <username>%EMAILADDRESS%</username><authentication>OAuth2</authentication></incomingServer>
  <incomingServer type="imap"><hostname> Box.%EMAILDOMAIN% </hostname><port>9993</port><socketType>SSL</socketType>
    <username>%EMAILLOCALPART%</username><authentication>OAuth2</authentication>
    <authentication>password-cleartext</authentication></incomingServer>
  <outgoingServer type="smtp"><hostname>send.own.example</hostname><port>587</port><socketType>STARTTLS</socketType>
    <username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></outgoingServer>
</emailProvider></clientConfig>
"""


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"), names=NAMES)


@pytest.fixture
def dns_server() -> Iterator[DnsServer]:
    """Of a domain that has addresses for its hosts, and says nothing else."""
    with DnsServer(_HERE) as server:
        yield server


@pytest.fixture
def web(certificates: Certificates) -> Iterator[Web]:
    with Web(certificates) as server:
        yield server


def network_of(server: DnsServer, web: Web | None = None, ca: Path | str = "", **more: float) -> Network:
    """That of `server`; nobody is there by HTTPS unless `web` is."""
    https, imaps = (web.port if web else free_port()), int(more.pop("imaps_port", 0)) or free_port()
    seconds = more.pop("seconds", 5.0)
    return Network(
        nameserver=("127.0.0.1", server.port), https_port=https, imaps_port=imaps, ca_file=str(ca), seconds=seconds
    )


def seen(zone: Zone) -> Found | Nothing:
    """What is found where only the DNS speaks."""
    with DnsServer(zone) as server:
        return look(network_of(server), ADDRESS)


# By DNS


@pytest.mark.parametrize(
    ("mx", "name"),
    [
        (["1 ASPMX.L.Google.com.", "5 alt1.aspmx.l.google.com."], "Gmail"),
        (["0 own-example.mail.protection.outlook.com."], "Microsoft 365"),
        (["0 own-example.j-v1.mx.microsoft."], "Microsoft 365"),
        (["20 in2-smtp.messagingengine.com.", "10 in1-smtp.messagingengine.com."], "Fastmail"),
        (["10 mx.zoho.eu.", "20 mx2.zoho.eu."], "Zoho Workplace Europe"),
        (["10 mail.protonmail.ch."], "Proton Bridge"),
        (["1 mx1.mail.ovh.net."], "OVH"),
        (["10 mx00.ionos.de.", "10 mx01.ionos.de."], "IONOS.de"),
        (["10 spool.mail.gandi.net.", "50 fb.mail.gandi.net."], "Gandi"),
        (["5 mta-gw.infomaniak.ch."], "Infomaniak"),
        (["10 mx1.mail.hostpoint.ch."], "Hostpoint"),
        (["10 notmail.hostpoint.ch."], ""),  # no label is cut in two
        (["10 evil-mail.gandi.net."], ""),
        (["10 spool.mail.gandi.net.own.example."], ""),
        (["10 mx.own.example.", "20 spool.mail.gandi.net."], ""),  # who only stands in has no mailbox
        (["0 ."], ""),
    ],
)
def test_who_takes_the_mail_has_the_mailbox(mx: list[str], name: str) -> None:
    found = seen({"own.example": {"MX": mx}})
    if not name:
        assert found == Nothing()
        return
    assert isinstance(found, Found)
    assert found.provider is not None
    assert (found.provider.name, found.how, found.is_near) == (name, "by the DNS of own.example", True)
    assert found.imap == found.provider.imap


def test_of_services_the_first_in_order_is_taken() -> None:
    """TLS from the first octet before STARTTLS, the lowest priority, then the heaviest; a dot is none of them."""
    imap = {"SRV": ["10 0 993 third.own.example.", "5 1 993 light.own.example.", "5 9 1993 Heavy.own.example."]}
    zone: dict[str, dict[str, list[str]]] = {"_imaps._tcp.own.example": imap, **_HERE}
    zone["_imap._tcp.own.example"] = {"SRV": ["0 0 143 imap.own.example."]}
    zone["_submission._tcp.own.example"] = {"SRV": ["0 0 587 send.own.example."]}
    zone["_submissions._tcp.own.example"] = {"SRV": ["0 0 0 ."]}
    found = seen(zone)
    assert isinstance(found, Found)
    assert found.imap == Server(host="heavy.own.example", port=1993, security="tls")
    assert found.smtp == Server(host="send.own.example", port=587, security="starttls")
    assert (found.is_near, found.provider) == (True, None)
    zone["_imaps._tcp.own.example"] = {"SRV": ["0 0 0 ."]}
    found = seen(zone)
    assert isinstance(found, Found)
    assert found.imap == Server(host="imap.own.example", port=143, security="starttls")


def test_a_server_that_is_down_yields_to_the_next(dns_server: DnsServer, web: Web) -> None:
    here = [f"10 0 {web.port} imap.own.example."]
    dns_server.zone["_imaps._tcp.own.example"] = {"SRV": [f"5 0 {free_port()} mail.own.example.", *here]}
    found = look(network_of(dns_server), ADDRESS)
    assert isinstance(found, Found)
    assert found.imap.host == "imap.own.example"


def test_a_server_elsewhere_is_believed_only_if_it_is_known() -> None:
    """RFC 6186, section 6: what the DNS says without a signature may be a lie."""
    service = "_imaps._tcp.own.example"
    found = seen({service: {"SRV": ["0 0 993 imap.elsewhere.example."]}})
    assert isinstance(found, Found)
    assert not found.is_near
    found = seen({service: {"SRV": ["0 0 993 notown.example."]}})
    assert isinstance(found, Found)
    assert not found.is_near
    found = seen({service: {"SRV": ["0 0 993 imap.fastmail.com."]}})
    assert isinstance(found, Found)
    assert (found.is_near, found.provider) == (True, providers.named("Fastmail"))
    found = seen({service: {"SRV": ["0 0 993 imap.own.example."]},
                  "_submissions._tcp.own.example": {"SRV": ["0 0 465 smtp.elsewhere.example."]}})  # fmt: skip
    assert isinstance(found, Found)
    assert found.smtp is None


def test_a_filter_before_an_own_server_does_not_hide_it() -> None:
    """Microsoft takes the mail, and would take no password; but the domain names its server."""
    mx = {"MX": ["0 own-example.mail.protection.outlook.com."]}
    found = seen({"own.example": mx, "_imaps._tcp.own.example": {"SRV": ["0 0 993 imap.own.example."]}})
    assert isinstance(found, Found)
    assert found.imap.host == "imap.own.example"


def test_what_the_dns_says_no_to_is_told() -> None:
    """A mistyped domain; and one without IMAP, where nothing is guessed."""
    found = seen({"another.example": {"MX": ["0 mx.another.example."]}})
    assert found == Nothing(why="The DNS knows no domain own.example; is the address right?", is_address_right=False)
    assert seen({"_imaps._tcp.own.example": {"SRV": ["0 0 0 ."]}, **_HERE}) == Nothing(
        why="The DNS of own.example says that it has no IMAP server."
    )


def test_a_domain_that_is_denied_but_has_services_is_there(dns_server: DnsServer) -> None:
    """Some servers deny a name that has nothing but others beneath it, against RFC 8020."""

    def denying(query: dns.message.Message) -> bytes:
        reply = dns_server.reply(query)
        if query.question[0].name.to_text() == "own.example.":
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire()

    dns_server.answer = denying
    dns_server.zone["_imaps._tcp.own.example"] = {"SRV": ["0 0 993 imap.own.example."]}
    assert isinstance(look(network_of(dns_server), ADDRESS), Found)


def test_only_what_must_be_is_asked(dns_server: DnsServer, web: Web) -> None:
    """Where the DNS knows, nobody else hears of the owner; and the DNS never hears what stands before the @."""
    dns_server.zone["own.example"] = {"MX": ["1 smtp.google.com."], "A": ["127.0.0.1"]}
    assert isinstance(look(network_of(dns_server, web), ADDRESS), Found)
    assert web.heard == []
    services = [f"{name}._tcp.own.example" for name in ("_imap", "_imaps", "_submission", "_submissions")]
    assert sorted(set(dns_server.asked)) == sorted([("own.example", "MX"), *((name, "SRV") for name in services)])


# By the domain's file


def test_the_file_of_a_domain_is_read(dns_server: DnsServer, web: Web, certificates: Certificates) -> None:
    """The first server over TLS that takes a password; placeholders are filled in."""
    web.answer = lambda method, path: (200, {}, FILE.encode()) if path.startswith("/mail/") else (404, {}, b"")
    found = look(network_of(dns_server, web, certificates.ca), "ada+jobs@own.example")
    assert found == Found(
        imap=Server(host="box.own.example", port=9993, security="tls"),
        how="by the autoconfig file of own.example",
        smtp=Server(host="send.own.example", port=587, security="starttls"),
        user="ada+jobs",
        smtp_user="ada+jobs@own.example",
    )
    assert sorted(web.heard) == [
        ("GET", "/.well-known/autoconfig/mail/config-v1.1.xml"),
        ("GET", "/mail/config-v1.1.xml?emailaddress=ada%2Bjobs@own.example"),
    ]
    assert look(network_of(dns_server, web), ADDRESS) == Nothing()  # the certificate is of nobody that is trusted


@pytest.mark.parametrize(("location", "is_followed"), [("/there", True), ("http://own.example/there", False)])
def test_redirects_stay_within_tls(
    location: str, is_followed: bool, dns_server: DnsServer, web: Web, certificates: Certificates
) -> None:
    there: Answer = (200, {}, FILE.encode())
    web.answer = lambda method, path: there if path == "/there" else (302, {"Location": location}, b"")
    found = look(network_of(dns_server, web, certificates.ca), ADDRESS)
    assert isinstance(found, Found) == is_followed
    assert (("GET", "/there") in web.heard) == is_followed


def test_mozilla_learns_of_the_domain_and_no_more(dns_server: DnsServer, web: Web, certificates: Certificates) -> None:
    web.answer = lambda method, path: (200, {}, FILE.encode())
    found = look_at_mozilla(network_of(dns_server, web, certificates.ca), ADDRESS)
    assert isinstance(found, Found)
    assert (found.how, web.heard) == ("in Mozilla's list", [("GET", "/v1.1/own.example")])


def with_entities(*entities: str, used: str = "") -> bytes:
    """The file, which would do but for the entities that it declares, and uses in the name of its server."""
    declared = f"<!DOCTYPE clientConfig [{''.join(entities)}]>\n<clientConfig "
    return FILE.replace("<clientConfig ", declared, 1).replace(" Box.", f" Box{used}.").encode()


_BOMB = [f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 8}">' for n in range(12)]


@pytest.mark.parametrize(
    "answer",
    [
        (302, {"Location": "//autoconfig.own.example/again"}, b""),  # for ever
        (302, {"Location": "https://[/"}, b""),
        (302, {}, b""),
        (200, {}, FILE.encode() + b" " * 100_000),
        (200, {}, FILE.encode() + b" " * 50_000_000),
        (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08" + bytes(1000)),
        (200, {"Transfer-Encoding": "chunked", "Content-Length": ""}, b"ffffffffffffffff\r\n"),
        (200, {}, with_entities('<!ENTITY a "">', used="&a;")),
        (200, {}, with_entities('<!ENTITY a SYSTEM "file:///etc/hostname">', used="&a;")),
        (200, {}, with_entities('<!ENTITY a "a">', *_BOMB, used="&m;")),
        (200, {}, b"<clientConfig>" * 4000),
        (200, {}, b"<clientConfig>" + b"<a>" * 20000),
        (200, {}, FILE.replace("UTF-8", "rot13").encode()),
        (200, {}, b"\x00\xff" * 500),
        (200, {}, b""),
        None,
    ],
)  # fmt: skip
def test_hostile_files_are_none(
    answer: Answer | None, dns_server: DnsServer, web: Web, certificates: Certificates
) -> None:
    """Not one of them stops the search, and no other server is asked in the clear."""
    web.answer = lambda method, path: answer
    assert look(network_of(dns_server, web, certificates.ca), ADDRESS) == Nothing()
    assert 2 <= len(web.heard) <= 8


@pytest.mark.parametrize("words", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b"x"])
def test_who_never_ends_is_hung_up_on(words: bytes, dns_server: DnsServer, certificates: Certificates) -> None:
    """Not only left behind, where it would keep a processor busy: the call itself ends.

    The babbler is not asked: what it sent last may lie in its system for a minute after our side has closed.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate, certificates.key)
    heard, ended = threading.Event(), threading.Event()

    def babble(listener: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(listener.accept()[0], server_side=True) as client:
            heard.set()
            while True:
                client.sendall(words)

    def call() -> bytes | None:
        try:
            return autoconfig.fetch(network, autoconfig.places(ADDRESS)[0])
        finally:
            ended.set()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=babble, args=[listener], daemon=True).start()
        network = replace(network_of(dns_server, ca=certificates.ca), https_port=listener.getsockname()[1], seconds=2.0)
        assert network.at_once([call]) == [None]
        assert heard.is_set()
        assert ended.wait(30)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (" Box.%EMAILDOMAIN% ", "box.own.example\u202e"),
        (" Box.%EMAILDOMAIN% ", "127.0.0.1"),
        (" Box.%EMAILDOMAIN% ", "-x.own.example"),
        ("<port>9993", "<port>99930"),
        ("<port>9993", "<port>"),
        ("<port>9993", "<port>" + "9" * 5000),
        ("<socketType>SSL</socketType>\n    <username>%EMAILLOCALPART", "<username>%EMAILLOCALPART"),
    ],
)
def test_a_server_that_cannot_be_is_passed_over(was: str, becomes: str) -> None:
    assert was in FILE
    found = autoconfig.read(FILE.replace(was, becomes).encode(), ADDRESS)
    assert found is not None
    assert found.imap == Server(host="late.own.example", port=143, security="starttls")


@given(st.binary(max_size=300), st.integers(0, len(FILE)), st.integers(0, 60))
def test_no_file_breaks_the_reader(noise: bytes, at: int, without: int) -> None:
    """And what it suggests never goes in the clear, or to what is no host."""
    file = FILE.encode()
    found = autoconfig.read(file[:at] + noise + file[at + without :], ADDRESS)
    for server in (found.imap, found.smtp) if found else ():
        assert server is None or (server.security in ("tls", "starttls") and server.host == host_name(server.host))


# By a guess


def test_a_guess_must_answer_with_its_own_certificate() -> None:
    with Dovecot(names=["mail.own.example"]) as imap, DnsServer(_HERE) as server:
        port = imap.tls_port
        found = look(network_of(server, ca=imap.ca_file, imaps_port=port), ADDRESS)
        assert isinstance(found, Found)
        assert found.imap == Server(host="mail.own.example", port=port, security="tls")
        assert look(network_of(server, imaps_port=port), ADDRESS) == Nothing()


def test_a_guess_elsewhere_is_no_more_than_that() -> None:
    """Many a hoster's server that takes the mail has the mailboxes too; but so says only the DNS."""
    zone = {"own.example": {"MX": ["10 w123.host.example."]}, "w123.host.example": {"A": ["127.0.0.1"]}}
    with Dovecot(names=["w123.host.example"]) as imap, DnsServer(zone) as server:
        found = look(network_of(server, ca=imap.ca_file, imaps_port=imap.tls_port), ADDRESS)
    assert isinstance(found, Found)
    assert (found.imap.host, found.is_near) == ("w123.host.example", False)


# Hostile or missing DNS


def loop(query: dns.message.Message, server: DnsServer) -> bytes:
    """An alias of another, which is an alias of the first."""
    (question,) = query.question
    reply = dns.message.make_response(query)
    ends = [question.name.to_text(), f"x.{question.name}"]
    for one, other in (ends, ends[::-1]):
        reply.answer.append(dns.rrset.from_text(one, 60, "IN", "CNAME", other))
    return reply.to_wire()


def test_hostile_names_are_none(dns_server: DnsServer) -> None:
    """They would be shown, and connected to."""
    for target in (r"evil\027\091\050J.own.example.", r"\000.own.example.", "127.0.0.1.", r"a\032b.own.example."):
        dns_server.zone["own.example"] = {"MX": [f"0 {target}"]}
        dns_server.zone["_imaps._tcp.own.example"] = {"SRV": [f"0 0 993 {target}"]}
        assert look(network_of(dns_server), ADDRESS) == Nothing()


def test_hostile_answers_are_none(dns_server: DnsServer) -> None:
    """An alias of itself, garbage, a refusal: at once; silence: in the time that there is."""
    network = network_of(dns_server, seconds=0.5)
    dns_server.answer = lambda query: loop(query, dns_server)
    assert look(network, ADDRESS) == Nothing()
    dns_server.answer = lambda query: b"\x00" * 40
    assert look(network, ADDRESS) == Nothing()
    dns_server.answer = lambda query: None
    dns_server.asked.clear()
    assert look(network, ADDRESS) == Nothing()
    assert all(kind in ("MX", "SRV") for _, kind in dns_server.asked)  # nobody was looked up after that


def test_thousands_of_records_are_no_burden(dns_server: DnsServer) -> None:
    """As many as an answer can hold; the best is still found."""
    many = [f"{9 + number} 0 993 h{number}.own.example." for number in range(1400)]
    dns_server.zone["_imaps._tcp.own.example"] = {"SRV": [*many, "3 0 993 imap.own.example."]}
    found = look(network_of(dns_server, seconds=20), ADDRESS)
    assert isinstance(found, Found)
    assert found.imap.host == "imap.own.example"


def test_without_a_nameserver_nothing_is_found() -> None:
    network = Network(nameserver=("127.0.0.1", free_port()), seconds=0.3)
    assert look(network, ADDRESS) == Nothing()
    assert look(network, "ada@localhost") == Nothing()
    assert look(network, "ada@" + "x" * 70 + ".example") == Nothing()


def test_who_does_not_search_does_not_carry_its_library() -> None:
    """16 MB, and a fifth of a second."""
    script = "import sys\nimport courtesy.loop, courtesy.commands.demo, courtesy.commands.init, courtesy.commands.run\n"
    script += "assert not any(name.split('.')[0] == 'dns' for name in sys.modules)"
    subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": str(ROOT / "daemon")}, check=True)


def test_domains_are_written_as_the_dns_has_them() -> None:
    assert domain_of("ada@Bücher.Example") == "xn--bcher-kva.example"
    assert domain_of("ada@example..org") == ""
    assert domain_of("ada@[127.0.0.1]") == ""
    assert re.fullmatch(r"https://autoconfig\.xn--bcher-kva\.example/.*", autoconfig.places("ada@bücher.example")[0])

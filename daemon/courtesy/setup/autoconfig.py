"""The file in which a domain tells mail programs its servers: Mozilla's "autoconfig", version 1.1."""

import http.client
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit
from xml.parsers import expat

from courtesy.accounts.providers import Server
from courtesy.setup.network import Network, domain_of, host_name, hung_up_after

_MOZILLA = "https://autoconfig.thunderbird.net/v1.1/{domain}"
_LONGEST = 65536  # octets of the file
_DEEPEST = 20
_MOST_SERVERS = 40
_REDIRECTS = 3
_SECURITIES = {"SSL": "tls", "STARTTLS": "starttls"}  # "plain" is none that we would speak
_BY_PASSWORD = {"password-cleartext", "password-encrypted", "plain", "secure"}  # the last two are of old files


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """The servers of a mailbox, and the names by which one logs in; "" where the file does not say."""

    imap: Server
    user: str
    smtp: Server | None
    smtp_user: str


def places(address: str) -> tuple[str, ...]:
    """Where the domain of an address may have the file."""
    domain = domain_of(address)
    return (
        f"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={quote(address, safe='@')}",
        f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
    )


def mozilla(address: str) -> str:
    """Where Mozilla has a copy, or its own finding, for many providers; it learns the domain, and no more."""
    return _MOZILLA.format(domain=domain_of(address))


def fetch(network: Network, url: str) -> bytes | None:
    """What is at `url`; None where that is nothing, too long, or not over TLS all the way. Raises OSError."""
    for _ in range(_REDIRECTS + 1):
        parts = urlsplit(url)
        host = host_name(parts.hostname or "")
        if parts.scheme != "https" or not host:
            return None
        tls = network.connect_tls(host, parts.port or network.https_port)
        with closing(http.client.HTTPConnection(host)) as connection, hung_up_after(network.seconds, tls):
            connection.sock = tls
            connection.request("GET", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
            answer = connection.getresponse()
            if answer.status == 200:
                return _body(answer)
            if answer.status not in (301, 302, 303, 307, 308):
                return None
            url = urljoin(url, answer.headers.get("Location", ""))
    return None


def _body(answer: http.client.HTTPResponse) -> bytes | None:
    found = b""
    while piece := answer.read1(8192):
        found += piece
        if len(found) > _LONGEST:
            return None
    return found


def read(file: bytes, address: str) -> Suggestion | None:
    """What the file suggests for an address: of each kind the first server over TLS that takes a password.

    None where it is none of these files, names no such mailbox, or has a document type, where entities would be told.
    """
    reader = _Reader()
    try:
        reader.read(file)
    except (expat.ExpatError, ValueError, LookupError):  # no XML, not of ours, an encoding that nobody knows
        return None
    imap, smtp = (_chosen(reader.servers, tag, kind, address) for tag, kind in _KINDS)
    if imap is None:
        return None
    return Suggestion(imap=imap[0], user=imap[1], smtp=smtp and smtp[0], smtp_user=smtp[1] if smtp else "")


_KINDS = (("incomingServer", "imap"), ("outgoingServer", "smtp"))


@dataclass(kw_only=True, slots=True)
class _Told:
    """A server as the file has it."""

    tag: str
    kind: str
    words: dict[str, list[str]] = field(default_factory=dict)

    def word(self, name: str) -> str:
        return next(iter(self.words.get(name, ())), "")


class _Reader:
    """Collects the servers of a file, in its order. Raises ValueError for what such a file does not have."""

    def __init__(self) -> None:
        self.servers: list[_Told] = []
        self._path: list[str] = []
        self._text = ""

    def read(self, file: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.Parse(file, True)

    def _refuse(self, *_: object) -> None:
        raise ValueError("a document type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        self._text = ""
        if len(self._path) > _DEEPEST or len(self.servers) > _MOST_SERVERS or self._path[0] != "clientConfig":
            raise ValueError("no clientConfig")
        if self._path[:-1] == ["clientConfig", "emailProvider"] and tag in dict(_KINDS):
            self.servers.append(_Told(tag=tag, kind=attributes.get("type", "")))

    def _end(self, tag: str) -> None:
        self._path.pop()
        if len(self._path) == 3 and self._path[2] in dict(_KINDS):
            self.servers[-1].words.setdefault(tag, []).append(self._text.strip())
        self._text = ""

    def _say(self, text: str) -> None:
        if len(self._text) < 1000:
            self._text += text


def _chosen(servers: Sequence[_Told], tag: str, kind: str, address: str) -> tuple[Server, str] | None:
    """The first whose first octet is of TLS already, or else the first that goes over to it; and its user."""
    offered = [
        (server, _user(told.word("username"), address))
        for told in servers
        if (told.tag, told.kind) == (tag, kind) and _takes_passwords(told) and (server := _server(told, address))
    ]
    return min(offered, key=lambda one: one[0].security != "tls", default=None)


def _takes_passwords(told: _Told) -> bool:
    ways = told.words.get("authentication", [])
    return not ways or not _BY_PASSWORD.isdisjoint(ways)


def _server(told: _Told, address: str) -> Server | None:
    host = host_name(_filled(told.word("hostname"), address))
    port, security = told.word("port"), _SECURITIES.get(told.word("socketType"))
    if not (host and security and port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65536):
        return None
    return Server(host=host, port=int(port), security=security)


def _user(text: str, address: str) -> str:
    """The name to log in by; "" where it is none that can be typed."""
    user = _filled(text, address)
    return user if len(user) <= 320 and user.isprintable() and not {" ", "%"} & set(user) else ""


def _filled(text: str, address: str) -> str:
    local, _, domain = address.rpartition("@")
    for placeholder, value in (("ADDRESS", address), ("LOCALPART", local), ("DOMAIN", domain)):
        text = text.replace(f"%EMAIL{placeholder}%", value)
    return text

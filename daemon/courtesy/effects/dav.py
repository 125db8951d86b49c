"""WebDAV over HTTP (RFC 4918): requests to one server, their faults in the owner's words, and XML answers as facts.

A redirect is followed for questions only. The password goes to no other organisation than the one the owner named,
wherever the server sends us, by a redirect or by an address in an answer.
"""

import base64
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.util import Url, parse_url

from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.mail.plain import one_line
from courtesy.tls import tls_context

DAV = "{DAV:}"
CALDAV = "{urn:ietf:params:xml:ns:caldav}"
_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
UNHURRIED = urllib3.Timeout(connect=15.0, read=60.0)
HASTY = urllib3.Timeout(connect=5.0, read=10.0)  # where mail waits for the answer
_LARGEST = 8 * 1024 * 1024  # bytes of an answer
_PIECE = 65_536
_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_TELLING = {"GET": (404, 410), "PUT": (404, 409, 410, 412), "DELETE": (404, 410)}  # what says something of the resource
_TELLING_ELSE = (404, 405, 409, 410, 412)  # the same of PROPFIND and MKCALENDAR
_LONGEST_WAIT = 24 * 3600.0  # seconds; what a server asks beyond it is a slip

# Domains in which strangers have hosts and whose shape does not tell: second levels, and names for computers at home.
_ANYBODYS = frozenset(
    "asso.fr gouv.fr govt.nz info.pl ddns.net ddnss.de dedyn.io duckdns.org dyndns.org dynu.net dynv6.net freeddns.org "
    "hopto.org myfritz.net myqnapcloud.com no-ip.org noip.me selfhost.de spdns.de synology.me zapto.org".split()
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the server said: `url` is where it said it, after redirects."""

    url: str
    status: int
    etag: str
    content: bytes


class Dav:
    """A connection to the server at `url`, as `user`; `whose` begins every fault.

    `password` is asked for when first needed, and again after a refusal: the owner may have changed it.
    """

    def __init__(
        self,
        url: str,
        user: str,
        password: Callable[[], str],
        *,
        whose: str,
        ca_file: str | None = None,
        timeout: urllib3.Timeout = UNHURRIED,
    ) -> None:
        self.url = url
        self._user = user
        self._password = password
        self._whose = whose
        self._pool = urllib3.PoolManager(
            ssl_context=tls_context(ca_file, whose), timeout=timeout, retries=False, maxsize=1, num_pools=4
        )
        self._longest = 2 * float(timeout.read_timeout or 0.0)  # seconds for an answer
        self._login: Mapping[str, str] | None = None

    def request(self, method: str, url: str, body: bytes = b"", **headers: str) -> Answer:
        """Ask once. Returned are answers of 2xx, and those that say something of the resource: 404 and 410, for PUT
        also 409 and 412, for PROPFIND and MKCALENDAR also 405. For the others, and where `url` is a stranger's,
        TryLater or GiveUp is raised. `headers` have "_" for "-"."""
        for _ in range(_REDIRECTS):
            answer, moved = self._once(method, url, body, headers)
            if moved is None:
                return answer
            if method not in ("PROPFIND", "REPORT", "GET"):
                break
            url = moved
        raise GiveUp(f"{self._whose}: {url} sends us elsewhere; correct calendar.url")

    def properties(self, url: str, depth: int, *names: str) -> tuple[str, list[ElementTree.Element]] | None:
        """PROPFIND `names` ("d:" or "c:" and the property): where it was answered, and the response elements.

        None when there is nothing at `url`, or nothing that speaks WebDAV.
        """
        wanted = "".join(f"<{name}/>" for name in names)
        body = f'<?xml version="1.0" encoding="utf-8"?><d:propfind {_SPACES}><d:prop>{wanted}</d:prop></d:propfind>'
        return self.found("PROPFIND", url, depth, body)

    def found(self, method: str, url: str, depth: int, body: str) -> tuple[str, list[ElementTree.Element]] | None:
        """Ask a question that is answered with 207: where it was answered, and the response elements, else None."""
        answer = self.request(method, url, body.encode(), Depth=str(depth), Content_Type="application/xml")
        if answer.status != 207:
            return None
        try:
            return answer.url, ElementTree.fromstring(answer.content).findall(f"{DAV}response")
        except ElementTree.ParseError:
            raise TryLater(f"{self._whose}: {answer.url} answered with broken XML") from None

    def close(self) -> None:
        """Hang up."""
        self._pool.clear()

    def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[Answer, str | None]:
        """One exchange, and the address to which the server sends us if it does."""
        if not may_hear_password(url, named=self.url):
            raise GiveUp(
                f"{self._whose}: we are sent to {one_line(url, 200)}; if that is right, set url to that server"
            )
        if self._login is None:
            self._login = {"Authorization": _basic(self._user, self._password())}
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | dict(self._login)
        try:
            response = self._pool.request(
                method, url, body=body or None, headers=sent, redirect=False, preload_content=False
            )
            content = self._content(response)
            response.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise self._unreached(error) from error
        moved = response.headers.get("Location") if response.status in _MOVED else None
        if moved is not None:
            return Answer(url=url, status=response.status, etag="", content=b""), joined(url, moved)
        self._refuse(method, url, response)
        return Answer(url=url, status=response.status, etag=response.headers.get("ETag", ""), content=content), None

    def _content(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """The answer. Raises TryLater for one that takes too long: a server may send a byte now and then for ever, and
        each would be in time; and GiveUp for one that is too large."""
        latest, host = time.monotonic() + self._longest, urlsplit(self.url).netloc
        content = bytearray()
        while piece := response.read1(_PIECE):
            content += piece
            if len(content) > _LARGEST:
                response.close()
                said = f"{host} answers with more than {_LARGEST >> 20} MB; take attachments out of that calendar"
                raise GiveUp(f"{self._whose}: {said}")
            if time.monotonic() > latest:
                response.close()
                raise TryLater(f"{self._whose}: {host} takes too long; it will be tried again")
        return bytes(content)

    def _unreached(self, error: Exception) -> CourtesyError:
        reason = str(getattr(error, "reason", None) or error)
        host = urlsplit(self.url).netloc
        if "CERTIFICATE_VERIFY_FAILED" in reason:
            return GiveUp(f"{self._whose}: the certificate of {host} is not trusted; for an own one set ca_file")
        return TryLater(f"{self._whose}: {host} cannot be reached: {reason.rpartition(': ')[2]}")

    def _refuse(self, method: str, url: str, response: urllib3.BaseHTTPResponse) -> None:
        """Raise what an answer means that is none."""
        status = response.status
        if 200 <= status < 300 or status in _TELLING.get(method, _TELLING_ELSE):
            return
        if status == 401:
            self._login = None
            said = f"{self._whose}: the server refused the password of {self._user}; check user and password"
            raise GiveUp(said, key="password")
        if status in (403, 405, 501):
            raise GiveUp(f"{self._whose}: {method} {url} is not allowed ({status}); choose a calendar you may write to")
        wait = response.headers.get("Retry-After", "")
        after = min(float(wait), _LONGEST_WAIT) if wait.isdecimal() else None
        why = "has no room left" if status == 507 else f"answered {status}"
        raise TryLater(f"{self._whose}: {urlsplit(url).netloc} {why}; it will be tried again", after=after)


def joined(base: str, address: str) -> str:
    """An `address` that was found at `base`, made whole; what is none stays as it is, and will be refused."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def may_hear_password(url: str, *, named: str) -> bool:
    """Whether the password for the server `named` by the owner may go to `url`.

    That is the same server, or over TLS the same host, or a neighbour of it: p42-caldav.icloud.com of
    caldav.icloud.com. Addresses are taken apart by the same grammar as for the connection, lest one of them reads
    as a friend and leads to a stranger.
    """
    try:
        ours, theirs = parse_url(named), parse_url(url)
    except urllib3.exceptions.LocationParseError:
        return False
    if theirs.scheme != "https":
        return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)
    domain = _host(ours).partition(".")[2]
    return _host(theirs) == _host(ours) or (not _is_anybodys(domain) and _host(theirs).endswith(f".{domain}"))


def _host(url: Url) -> str:
    return (url.host or "").rstrip(".")


def _is_anybodys(domain: str) -> bool:
    """Whether strangers may have hosts in a domain: org, co.uk, uk.com; told by its shape, and rather too often."""
    first, _, rest = domain.partition(".")
    is_short = "." not in rest and len(first) <= 3
    is_address = rest.rpartition(".")[2].isdecimal()  # 0.0.1 of 127.0.0.1
    return not rest or is_short or is_address or domain in _ANYBODYS


def _basic(user: str, password: str) -> str:
    """HTTP's Basic authentication in UTF-8 (RFC 7617); whatever the letters, no error arises that would quote them."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode("utf-8", "surrogatepass")).decode("ascii")

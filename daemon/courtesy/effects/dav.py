"""WebDAV over HTTP (RFC 4918): requests to one server, their faults in the owner's words, and XML answers as facts.

A redirect is followed for questions only, and the password goes to no other organisation than the one the owner named.
"""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3

from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.tls import tls_context

DAV = "{DAV:}"
CALDAV = "{urn:ietf:params:xml:ns:caldav}"
_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
_TIMEOUT = urllib3.Timeout(connect=15.0, read=60.0)
_LARGEST = 8 * 1024 * 1024  # bytes of an answer
_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_LONGEST_WAIT = 24 * 3600.0  # seconds; what a server asks beyond it is a slip


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
        self, url: str, user: str, password: Callable[[], str], *, whose: str, ca_file: str | None = None
    ) -> None:
        self.url = url
        self._user = user
        self._password = password
        self._whose = whose
        self._pool = urllib3.PoolManager(
            ssl_context=tls_context(ca_file, whose), timeout=_TIMEOUT, retries=False, maxsize=1, num_pools=4
        )
        self._login: Mapping[str, str] | None = None

    def request(self, method: str, url: str, body: bytes = b"", **headers: str) -> Answer:
        """Ask once. Answers of 2xx, 404, 405, 409, 410 and 412 are returned, for they say something of the resource;
        for the others TryLater or GiveUp is raised. `headers` have "_" for "-"."""
        for _ in range(_REDIRECTS):
            answer, moved = self._once(method, url, body, headers)
            if moved is None:
                return answer
            if method not in ("PROPFIND", "GET"):
                break
            url = moved
        raise GiveUp(f"{self._whose}: {url} sends us elsewhere; correct calendar.url")

    def properties(self, url: str, depth: int, *names: str) -> tuple[str, list[ElementTree.Element]] | None:
        """PROPFIND `names` ("d:" or "c:" and the property): where it was answered, and the response elements.

        None when there is nothing at `url`, or nothing that speaks WebDAV.
        """
        wanted = "".join(f"<{name}/>" for name in names)
        body = f'<?xml version="1.0" encoding="utf-8"?><d:propfind {_SPACES}><d:prop>{wanted}</d:prop></d:propfind>'
        answer = self.request("PROPFIND", url, body.encode(), Depth=str(depth), Content_Type="application/xml")
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
        if self._login is None:
            credentials = f"{self._user}:{self._password()}"
            self._login = urllib3.make_headers(basic_auth=credentials)
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | dict(self._login)
        try:
            response = self._pool.request(
                method, url, body=body or None, headers=sent, redirect=False, preload_content=False
            )
            content = response.read(_LARGEST)
            response.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise self._unreached(error) from error
        moved = response.headers.get("Location") if response.status in _MOVED else None
        if moved is not None:
            return Answer(url=url, status=response.status, etag="", content=b""), self._followed(url, moved)
        self._refuse(method, url, response)
        return Answer(url=url, status=response.status, etag=response.headers.get("ETag", ""), content=content), None

    def _followed(self, url: str, location: str) -> str:
        to = urljoin(url, location)
        if not self.may_know_us(to):
            raise GiveUp(f"{self._whose}: we are sent to {urlsplit(to).netloc}; if that is right, set it as url")
        return to

    def may_know_us(self, url: str) -> bool:
        """Whether the password may go to `url`: the same server, or over TLS a neighbour in its domain."""
        ours, theirs = urlsplit(self.url), urlsplit(url)
        if (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc):
            return True
        domain = (ours.hostname or "").partition(".")[2]
        is_neighbour = "." in domain and f".{theirs.hostname}".endswith(f".{domain}")
        return theirs.scheme == "https" and (is_neighbour or theirs.hostname == ours.hostname)

    def _unreached(self, error: Exception) -> CourtesyError:
        reason = str(getattr(error, "reason", None) or error)
        host = urlsplit(self.url).netloc
        if "CERTIFICATE_VERIFY_FAILED" in reason:
            return GiveUp(f"{self._whose}: the certificate of {host} is not trusted; for an own one set ca_file")
        return TryLater(f"{self._whose}: {host} cannot be reached: {reason.rpartition(': ')[2]}")

    def _refuse(self, method: str, url: str, response: urllib3.BaseHTTPResponse) -> None:
        """Raise what an answer means that is none."""
        status = response.status
        if 200 <= status < 300 or status in (404, 405, 409, 410, 412):
            return
        if status == 401:
            self._login = None
            said = f"{self._whose}: the server refused the password of {self._user}; check user and password"
            raise GiveUp(said, key="password")
        if status in (403, 501):
            raise GiveUp(f"{self._whose}: {method} {url} is not allowed ({status}); choose a calendar you may write to")
        wait = response.headers.get("Retry-After", "")
        after = min(float(wait), _LONGEST_WAIT) if wait.isdecimal() else None
        why = "has no room left" if status == 507 else f"answered {status}"
        raise TryLater(f"{self._whose}: {urlsplit(url).netloc} {why}; it will be tried again", after=after)

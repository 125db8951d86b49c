"""CalDAV servers that lead astray, refuse or babble: who hears the password, and what is told of it."""

import re
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

import pytest
import urllib3
from tests.effects.examples import SLOT
from tests.effects.test_calendars import connection
from tests.servers.caldav import PASSWORD, USER, CalDavServer
from tests.servers.tls import make_certificates
from tests.servers.web import Web

from courtesy.cases.actions import Action, Release
from courtesy.effects.caldav import CalDav
from courtesy.effects.caldav_calendar import find_calendar
from courtesy.effects.dav import Dav, may_hear_password
from courtesy.errors import GiveUp, TryLater


def calendar_at(url: str, folder: Path) -> CalDav:
    return CalDav(connection(url), "Interviews", name="calendar", memory=folder / "caldav.json")


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


def test_over_tls_only_a_trusted_server_hears_the_password(tmp_path: Path) -> None:
    made = make_certificates(tmp_path / "tls")
    server = CalDavServer("radicale", certificate=(made.certificate, made.key))
    try:
        with pytest.raises(GiveUp, match=r"certificate of localhost:\d+ is not trusted.*ca_file"):
            find_calendar(connection(server.url), "Interviews", whose="calendar")
        assert find_calendar(connection(server.url, str(made.ca)), "Interviews", whose="calendar")
        wrong = Dav(server.url, USER, lambda: "wrong", whose="calendar", ca_file=str(made.ca))
        with pytest.raises(GiveUp, match="refused the password of alice"):
            find_calendar(wrong, "Interviews", whose="calendar")
    finally:
        server.stop()


@pytest.mark.parametrize("step", ["redirect", "principal", "home", "calendar", "no address"])
def test_the_password_goes_to_no_stranger(web: Web, tmp_path: Path, step: str) -> None:
    """Whether the server sends us there, or names an address there in one of its answers."""
    with Web() as stranger:
        there = "http://[stranger/" if step == "no address" else stranger.url
        web.answer = partial(_leading_away, step.replace("no address", "calendar"), there)
        with pytest.raises(GiveUp, match=rf"we are sent to {re.escape(there)}.*; if that is right, set url"):
            calendar_at(web.url, tmp_path).perform(SLOT)
        assert stranger.heard == []


def _leading_away(step: str, stranger: str, method: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """A server at which one `step` on the way to a calendar leads to a stranger."""
    if step == "redirect":
        return 301, {"Location": stranger}, b""
    steps = {
        "/": ("principal", "/me/", "<d:current-user-principal><d:href>{}</d:href></d:current-user-principal>"),
        "/me/": ("home", "/home/", "<c:calendar-home-set><d:href>{}</d:href></c:calendar-home-set>"),
        "/home/": ("calendar", "/home/own/", f"{_KIND}<d:displayname>Interviews</d:displayname>"),
    }
    if path not in steps:
        return 404, {}, b""
    name, usual, properties = steps[path]
    to = stranger if step == name else usual
    return _multistatus(to if name == "calendar" else path, properties.format(to))


_KIND = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"


def _multistatus(href: str, properties: str) -> tuple[int, dict[str, str], bytes]:
    content = (
        '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response>'
        f"<d:href>{href}</d:href><d:propstat><d:prop>{properties}</d:prop></d:propstat></d:response></d:multistatus>"
    )
    return 207, {"Content-Type": "application/xml"}, content.encode()


ICLOUD = "https://caldav.icloud.com/"


@pytest.mark.parametrize(
    ("named", "url", "may"),
    [
        (ICLOUD, "https://p42-caldav.icloud.com:443/1/calendars/", True),
        (ICLOUD, "https://CalDAV.iCloud.com/", True),
        (ICLOUD, "http://caldav.icloud.com/", False),
        (ICLOUD, "https://icloud.com.evil.example/", False),
        (ICLOUD, "https://evilicloud.com/", False),
        (ICLOUD, "https://caldav.icloud.com@evil.example/", False),
        (ICLOUD, r"https://evil.example\@caldav.icloud.com/", False),  # some read it as a user "evil.example\\"
        (ICLOUD, "//caldav.icloud.com/", False),
        (ICLOUD, "https://[caldav.icloud.com/", False),
        ("https://dav.mail.example.co.uk/", "https://p1.mail.example.co.uk/", True),
        ("https://cloud.co.uk/", "https://evil.co.uk/", False),
        ("https://cloud.com.au/", "https://evil.com.au/", False),
        ("https://ada.duckdns.org/", "https://evil.duckdns.org/", False),
        ("https://example.com/", "https://evil.com/", False),
        ("https://example.com./", "https://evil.com./", False),
        ("https://10.0.0.1/", "https://9.0.0.1/", False),
        ("https://localhost/", "https://evil.example/", False),
        ("http://localhost:5232/", "http://localhost:5233/", False),
        ("http://localhost:5232/", "https://localhost:5233/", True),
    ],
)
def test_who_may_hear_the_password(named: str, url: str, *, may: bool) -> None:
    assert may_hear_password(url, named=named) is may


def test_a_password_may_have_any_letters() -> None:
    """And none of them is shown when the server does not like it."""
    server = CalDavServer("radicale", password="pässwörd€")
    try:
        for said, fault in (("pässwörd€", None), ("€uro", "refused the password"), ("\udc80", "refused the password")):
            dav = Dav(server.url, USER, lambda said=said: said, whose="calendar")  # type: ignore[misc]
            with pytest.raises(GiveUp, match=fault) if fault else nullcontext() as caught:
                find_calendar(dav, "Interviews", whose="calendar")
            assert caught is None or said[0] not in str(caught.value)
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("status", "headers", "kind", "words"),
    [
        (503, {"Retry-After": "120"}, TryLater, "answered 503"),
        (429, {"Retry-After": "9999999999"}, TryLater, "answered 429"),
        (507, {}, TryLater, "has no room left"),
        (403, {}, GiveUp, "not allowed"),
        (500, {}, TryLater, "answered 500"),
    ],
)
def test_every_refusal_says_what_to_do(
    web: Web, tmp_path: Path, status: int, headers: dict[str, str], kind: type[Exception], words: str
) -> None:
    web.answer = lambda method, path: (status, headers, b"")
    with pytest.raises(kind, match=words) as caught:
        calendar_at(web.url, tmp_path).perform(SLOT)
    if headers:
        assert 0 < getattr(caught.value, "after", 0) <= 86400
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize(
    ("method", "status", "kind"),
    [
        ("PUT", 405, GiveUp),
        ("GET", 405, GiveUp),
        ("GET", 409, TryLater),
        ("DELETE", 405, GiveUp),
        ("DELETE", 409, TryLater),
        ("DELETE", 412, TryLater),
    ],
)
def test_what_the_server_did_not_do_is_not_taken_for_done(
    web: Web, tmp_path: Path, method: str, status: int, kind: type[Exception]
) -> None:
    """It is told, and tried again by the next call, though the server did all that was asked before."""
    answers = {"PROPFIND": _multistatus("/", _KIND), "GET": (404, {}, b""), "PUT": (201, {}, b"")}
    refusing = {**answers, method: (status, {}, b"")}
    web.answer = lambda method, path: refusing.get(method)
    calendar = calendar_at(web.url, tmp_path)
    action: Action = SLOT
    if method == "DELETE":
        calendar.perform(SLOT)
        action = Release(uid=SLOT.uid)
    for _ in range(2):
        web.heard.clear()
        with pytest.raises(kind, match=rf"{status}"):
            calendar.perform(action)
        assert method in dict(web.heard)


def test_an_entry_that_is_gone_already_is_removed(web: Web, tmp_path: Path) -> None:
    for status in (200, 204, 404, 410):
        web.answer = lambda method, path, status=status: (  # type: ignore[misc]
            (status, {}, b"") if method == "DELETE" else _multistatus("/", _KIND)
        )
        calendar_at(web.url, tmp_path).perform(Release(uid=SLOT.uid))


def test_a_server_that_hangs_up_or_babbles_is_tried_later(web: Web) -> None:
    web.answer = lambda method, path: None
    with pytest.raises(TryLater, match="cannot be reached"):
        find_calendar(connection(web.url), "Interviews", whose="calendar")
    web.answer = lambda method, path: (207, {}, b"<broken")
    with pytest.raises(TryLater, match="broken XML"):
        find_calendar(connection(web.url), "Interviews", whose="calendar")
    web.answer = lambda method, path: (200, {}, b"<html>Welcome</html>")
    with pytest.raises(GiveUp, match="knows of no calendars"):
        find_calendar(connection(web.url), "Interviews", whose="calendar")


class _Dripping(StreamRequestHandler):
    """Answers a byte at a time, each of them soon enough."""

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"HTTP/1.1 207 Multi-Status\r\nContent-Length: 99999999\r\n\r\n")
        pause = Event()
        with suppress(OSError):
            while not pause.wait(0.01):
                self.wfile.write(b" ")


def test_a_server_that_never_comes_to_an_end_is_tried_later() -> None:
    """A byte a second would hold up all mail for years."""
    with ThreadingTCPServer(("127.0.0.1", 0), _Dripping) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        hasty = Dav(url, USER, lambda: PASSWORD, whose="calendar", timeout=urllib3.Timeout(connect=5.0, read=0.2))
        with pytest.raises(TryLater, match="takes too long"):
            hasty.found("REPORT", url, 1, "")
        server.shutdown()

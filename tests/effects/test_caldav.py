"""CalDAV beyond what every calendar promises: where the calendar is, who hears the password, how faults are told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.effects.examples import FIRM, SLOT
from tests.effects.test_calendars import Server, connection
from tests.servers.caldav import PASSWORD, USER, CalDavServer
from tests.servers.tls import make_certificates
from tests.servers.web import Web

from courtesy.effects.caldav import CalDav
from courtesy.effects.caldav_calendar import find_calendar
from courtesy.effects.dav import Dav
from courtesy.effects.written import entry_name
from courtesy.errors import GiveUp, TryLater


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    server = CalDavServer(request.param)
    yield server.url
    server.stop()


@pytest.fixture
def on_server(url: str, tmp_path: Path) -> Iterator[Server]:
    box = Server(url, tmp_path / "caldav.json")
    yield box
    box.empty()


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


def test_the_address_of_the_calendar_itself_will_do_and_its_name_finds_it_again(on_server: Server) -> None:
    direct = connection(on_server.calendar)
    assert find_calendar(direct, "No such name", whose="test") == on_server.calendar
    assert find_calendar(connection(on_server.calendar + "../"), "Interviews", whose="test") == on_server.calendar


def test_an_entry_that_the_owner_moved_to_another_address_is_not_doubled(on_server: Server) -> None:
    on_server.effect.perform(SLOT)
    (content,) = on_server.entries()
    on_server.delete()
    on_server.write(content, "moved-by-a-program.ics")
    on_server.effect.perform(FIRM)
    on_server.again().perform(FIRM)
    assert len(on_server.entries()) == 1


def test_a_calendar_that_vanished_is_made_again(on_server: Server) -> None:
    on_server.effect.perform(SLOT)
    on_server.empty()
    for _ in range(3):
        try:
            on_server.effect.perform(FIRM)
            break
        except TryLater:
            continue
    assert len(on_server.entries()) == 1


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


def test_the_password_follows_no_redirect_to_strangers(web: Web) -> None:
    web.answer = lambda method, path: (301, {"Location": "http://127.0.0.2:9/dav/"}, b"")
    with pytest.raises(GiveUp, match=r"sent to 127\.0\.0\.2:9"):
        find_calendar(connection(web.url), "Interviews", whose="calendar")


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
    calendar = CalDav(connection(web.url), "Interviews", name="calendar", memory=tmp_path / "caldav.json")
    with pytest.raises(kind, match=words) as caught:
        calendar.perform(SLOT)
    if headers:
        assert 0 < getattr(caught.value, "after", 0) <= 86400
    assert PASSWORD not in str(caught.value)


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


def test_the_name_of_an_entry_is_no_word_of_a_mail() -> None:
    assert entry_name("../../evil/x") == entry_name("../../evil/x")
    assert "/" not in entry_name("../../evil/x")

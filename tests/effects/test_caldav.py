"""CalDAV beyond what every calendar promises: which calendar it is, and what is there of ours."""

import re
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from tests.effects.examples import FIRM, NOW, REPLY, SLOT
from tests.effects.test_calendars import Server, connection
from tests.effects.test_outbox import Shelf, Sink
from tests.servers.caldav import PASSWORD, USER, CalDavServer

from courtesy.config.file import parse
from courtesy.effects import Effect
from courtesy.effects.caldav_calendar import find_calendar
from courtesy.effects.outbox import perform
from courtesy.effects.written import entry_name
from courtesy.errors import TryLater
from courtesy.outside import effects_of


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


def test_in_another_calendar_every_hold_is_written_anew(on_server: Server, url: str, tmp_path: Path) -> None:
    """What is missing there was not deleted by the owner; in the first one he did delete it, and that stays so."""
    other = _new_calendar(on_server, "Work")
    kept = (url, "Interviews")
    effects = [_configured(tmp_path, *settings) for settings in (kept, (url, "Work"), (other, "Interviews"))]
    assert len({effect.name for effect in effects}) == 3  # by the name is known what was planned for each
    first, by_name, by_address = effects
    try:
        first.perform(SLOT)
        on_server.delete()
        for effect in (by_name, by_address):
            effect.perform(SLOT)
            assert connection(other).request("DELETE", other + entry_name(SLOT.uid)).status in (200, 204)
            effect.perform(SLOT)
            assert connection(other).request("GET", other + entry_name(SLOT.uid)).status == 404
        _configured(tmp_path, *kept).perform(SLOT)
        assert on_server.entries() == []
        assert len(list(tmp_path.glob("caldav-????????.json"))) == 3
    finally:
        connection(other).request("DELETE", other)


def _configured(folder: Path, url: str, calendar: str) -> Effect:
    """The effect that a configuration names, its state in `folder`."""
    password = folder / "password"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    where = f"kind = 'caldav'\nurl = '{url}'\ncalendar = '{calendar}'\nuser = '{USER}'\npassword_file = '{password}'"
    effects = effects_of(parse(f"[calendar]\n{where}\n[state]\nfolder = '{folder}'\n"))
    assert effects.calendar
    return effects.by_name[effects.calendar]


def _new_calendar(server: Server, name: str) -> str:
    """One more calendar beside that of `server`: its address."""
    url = urljoin(server.calendar, "../work/")
    body = (
        '<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>'
        f"<d:displayname>{name}</d:displayname></d:prop></d:set></c:mkcalendar>"
    )
    answer = connection(url).request("MKCALENDAR", url, body.encode(), Content_Type="application/xml")
    assert answer.status == 201
    return url


def test_the_name_of_an_entry_is_no_word_of_a_mail() -> None:
    """Each uid has one of its own, and the same one for ever: by it an entry of last year is found."""
    uids = (SLOT.uid, f"{SLOT.uid} ", "../../evil/x", "../../evil/y", "", "..", "x" * 5000, "Ünï")
    names = [entry_name(uid) for uid in uids]
    assert len(set(names)) == len(uids)
    assert all(re.fullmatch(r"courtesy-[0-9a-f]{32}\.ics", name) for name in names)
    assert entry_name("courtesy-3f9a@courtesy.invalid") == "courtesy-2d049b14b292dc0f9871fb557626e303.ics"


def test_a_memory_that_cannot_be_kept_is_named_with_the_remedy_and_holds_up_no_other(
    on_server: Server, tmp_path: Path
) -> None:
    """As by a folder that bears its name; when it is gone the hold is written, once."""
    memory, shelf, told = tmp_path / "caldav.json", Shelf(), Sink()
    memory.unlink(missing_ok=True)
    memory.mkdir()
    shelf.put("calendar", SLOT)
    shelf.put("mail", REPLY)
    effects = {"calendar": on_server.effect, "mail": told}
    report = perform(shelf, effects, NOW, jitter=lambda: 1.0, zone=UTC)
    assert told.got == [REPLY]
    (line,) = report.lost
    assert line.endswith(f"its memory {memory} cannot be kept: Is a directory; move that folder away")
    memory.rmdir()
    report = perform(shelf, effects, NOW + timedelta(hours=1), jitter=lambda: 1.0, out=report.out, zone=UTC)
    assert (report.lost, len(report.back), len(on_server.entries())) == ((), 1, 1)

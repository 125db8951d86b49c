"""What every calendar promises, tried on a folder, on real CalDAV servers, and at a Google on loopback."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin

import pytest
from icalendar import Calendar, Event
from tests.effects.examples import FIRM, REPLY, SLOT
from tests.effects.google_box import AtGoogle
from tests.servers.caldav import PASSWORD, USER, CalDavServer
from tests.servers.google import Google

from courtesy.cases.actions import Release
from courtesy.effects import Effect
from courtesy.effects.caldav import CalDav
from courtesy.effects.caldav_calendar import find_calendar
from courtesy.effects.dav import Dav
from courtesy.effects.entry import event_of
from courtesy.effects.vdir import Vdir
from courtesy.effects.written import entry_name


class Box(Protocol):
    """A calendar, seen from the owner's side."""

    effect: Effect

    def again(self) -> Effect:
        """The effect as after a restart."""
        ...

    def entries(self) -> list[bytes]: ...

    def write(self, content: bytes) -> None:
        """Replace the entry of SLOT."""
        ...

    def delete(self) -> None: ...


class Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.effect: Effect = Vdir(path)

    def again(self) -> Effect:
        return Vdir(self._path)

    def entries(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self._path.glob("*.ics"))]

    def write(self, content: bytes) -> None:
        (self._path / entry_name(SLOT.uid)).write_bytes(content)

    def delete(self) -> None:
        (self._path / entry_name(SLOT.uid)).unlink()


class Server:
    def __init__(self, url: str, memory: Path) -> None:
        self._url, self._memory = url, memory
        self._dav = connection(url)
        self.calendar = find_calendar(self._dav, "Interviews", whose="test")
        self.effect: Effect = self.again()

    def again(self) -> Effect:
        return CalDav(connection(self._url), "Interviews", name="calendar", memory=self._memory)

    def entries(self) -> list[bytes]:
        found = self._dav.properties(self.calendar, 1, "d:getetag")
        assert found
        names = [response.findtext("{DAV:}href") or "" for response in found[1]]
        wanted = [urljoin(self.calendar, name) for name in names if name.endswith(".ics")]
        return [self._dav.request("GET", url).content for url in wanted]

    def write(self, content: bytes, name: str = entry_name(SLOT.uid)) -> None:
        answer = self._dav.request("PUT", self.calendar + name, content, Content_Type="text/calendar; charset=utf-8")
        assert answer.status in (200, 201, 204)

    def delete(self) -> None:
        assert self._dav.request("DELETE", self.calendar + entry_name(SLOT.uid)).status in (200, 204)

    def empty(self) -> None:
        """Take the whole calendar away."""
        self._dav.request("DELETE", self.calendar)


def connection(url: str, ca_file: str | None = None) -> Dav:
    return Dav(url, USER, lambda: PASSWORD, whose="calendar", ca_file=ca_file)


@pytest.fixture(scope="module")
def servers() -> Iterator[Callable[[str], CalDavServer]]:
    """Servers by their kind, each started when first wanted."""
    started: dict[str, CalDavServer] = {}

    def server(kind: str) -> CalDavServer:
        if kind not in started:
            started[kind] = CalDavServer(kind)
        return started[kind]

    yield server
    for one in started.values():
        one.stop()


@pytest.fixture(params=["folder", "radicale", "xandikos", "google"])
def box(
    request: pytest.FixtureRequest, tmp_path: Path, servers: Callable[[str], CalDavServer]
) -> Iterator[Folder | Server | AtGoogle]:
    if request.param == "folder":
        yield Folder(tmp_path / "interviews")
        return
    if request.param == "google":
        with Google() as google:
            yield AtGoogle(google, tmp_path)
        return
    server = Server(servers(request.param).url, tmp_path / "caldav.json")
    yield server
    server.empty()


def only(box: Box) -> Event:
    (content,) = box.entries()
    return event_of(Calendar.from_ical(content))


def edit(box: Box, old: str, new: str) -> None:
    (content,) = box.entries()
    text = content.decode()
    assert old in text
    box.write(text.replace(old, new).encode())


def test_a_repeat_changes_nothing(box: Box) -> None:
    box.effect.perform(SLOT)
    before = box.entries()
    box.effect.perform(SLOT)
    box.again().perform(SLOT)
    assert box.entries() == before
    assert len(before) == 1


def test_a_slot_becomes_firm_and_is_released(box: Box) -> None:
    box.effect.perform(SLOT)
    assert (str(only(box)["STATUS"]), only(box).alarms.times) == ("TENTATIVE", [])
    box.effect.perform(FIRM)
    event = only(box)
    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CONFIRMED", 1)
    assert (event.start, event.end) == (FIRM.start, FIRM.end)
    assert [alarm.trigger for alarm in event.alarms.times] == [FIRM.start - timedelta(hours=1)]
    for _ in range(2):
        box.effect.perform(Release(uid=SLOT.uid))
        assert box.entries() == []
    box.effect.perform(SLOT)
    assert str(only(box)["STATUS"]) == "TENTATIVE"


def test_what_the_owner_deleted_stays_deleted_until_the_hold_changes(box: Box) -> None:
    box.effect.perform(SLOT)
    box.delete()
    box.effect.perform(SLOT)
    box.again().perform(replace(SLOT, summary="Interview: Ridgeline Health", sequence=1))
    assert box.entries() == []
    box.effect.perform(FIRM)
    assert str(only(box)["STATUS"]) == "CONFIRMED"


def test_what_the_owner_wrote_stays(box: Box) -> None:
    box.effect.perform(SLOT)
    edit(box, "SUMMARY:Interview: Ridgeline Health", "SUMMARY:Ridgeline!! wear the blue tie")
    edited = box.entries()
    box.effect.perform(SLOT)
    assert box.entries() == edited
    for hold in (FIRM, replace(FIRM, sequence=2, end=FIRM.end + timedelta(hours=1))):
        box.effect.perform(hold)
        event = only(box)
        assert str(event["SUMMARY"]).startswith("Ridgeline!! wear the blue tie")
        assert (str(event["STATUS"]), event.end) == ("CONFIRMED", hold.end)


def test_an_alarm_of_the_owner_stays(box: Box) -> None:
    box.effect.perform(SLOT)
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Train\r\nTRIGGER:-PT3H\r\nEND:VALARM\r\nEND:VEVENT"
    edit(box, "END:VEVENT", alarm)
    box.effect.perform(FIRM)
    assert [alarm.trigger for alarm in only(box).alarms.times] == [FIRM.start - timedelta(hours=3)]


def test_another_place_is_shown_as_a_change_of_the_same_entry(box: Box) -> None:
    box.effect.perform(replace(FIRM, where="https://zoom.us/j/111"))
    before = int(only(box)["SEQUENCE"])
    there = replace(FIRM, place="onsite", where="22 Harbour Street, Leeds", notes="Where has changed.", sequence=2)
    box.again().perform(there)
    event = only(box)
    assert (str(event["LOCATION"]), str(event["DESCRIPTION"])) == ("22 Harbour Street, Leeds", "Where has changed.")
    assert event.start == FIRM.start
    assert int(event["SEQUENCE"]) > before or isinstance(box, AtGoogle), "Google counts by itself, and only moves"


def test_the_sequence_rises_even_when_our_state_was_lost(box: Box) -> None:
    box.effect.perform(replace(FIRM, sequence=7))
    before = int(only(box)["SEQUENCE"])
    box.effect.perform(replace(SLOT, sequence=0))
    assert (only(box).start, int(only(box)["SEQUENCE"])) == (SLOT.start, before + 1)


def test_alerts_are_no_business_of_a_calendar(box: Box) -> None:
    box.effect.perform(REPLY)
    assert box.entries() == []

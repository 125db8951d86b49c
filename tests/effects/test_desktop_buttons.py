"""The buttons of notifications on a real session bus: each does what it says, and none that somebody else presses."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest

if sys.platform != "linux":
    pytest.skip("macOS has no session bus", allow_module_level=True)
if not shutil.which("dbus-daemon") and not os.environ.get("COURTESY_REQUIRE_SERVERS"):
    pytest.skip("dbus-daemon is not installed", allow_module_level=True)

from jeepney import DBusAddress, HeaderFields, new_signal
from jeepney.io.blocking import open_dbus_connection
from tests.effects.examples import NOW, REPLY
from tests.servers.dbus import Recorder, notification_service, session_bus

from courtesy.cases.actions import Alert, Limit
from courtesy.effects.desktop import Desktop
from courtesy.effects.desktop_bus import NAME, PATH
from courtesy.effects.links import links_to
from courtesy.errors import TryLater

LINKS = links_to(gmail=("ada@gmail.example",), others=True, mac=False)


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    with session_bus(tmp_path) as address, notification_service(address) as recorder:
        recorder.capabilities = ["body", "actions"]
        yield recorder


class Owner:
    """Sits at the desktop; what he chose and what was opened for him is heard here."""

    def __init__(self, address: str, clock: Callable[[], datetime] = lambda: NOW) -> None:
        self.chosen: SimpleQueue[tuple[str, str]] = SimpleQueue()
        self.opened: SimpleQueue[str] = SimpleQueue()
        self.desktop = Desktop(address=address, links=LINKS, opener=self.opened.put, clock=clock, timeout=20)
        self.desktop.listen(lambda key, words: self.chosen.put((key, words)))


@pytest.fixture
def owner(recorder: Recorder) -> Iterator[Owner]:
    owner = Owner(recorder.address)
    yield owner
    owner.desktop.close()


def labels(recorder: Recorder) -> dict[str, str]:
    actions = recorder.shown[-1].actions
    return dict(zip(actions[::2], actions[1::2], strict=True))


def test_each_button_says_what_it_does_and_does_it(recorder: Recorder, owner: Owner) -> None:
    owner.desktop.perform(REPLY)
    assert labels(recorder) == {
        "default": "Open mail",
        "open": "Open mail",
        "done": "Done",
        "snooze evening": "Remind me this evening",
        "snooze tomorrow": "Remind me tomorrow",
        "wrong": "Wrong",
    }
    recorder.press(1, "done")
    assert owner.chosen.get(timeout=30) == (REPLY.key, "done")
    recorder.press(1, "default")
    opened = owner.opened.get(timeout=30)
    assert opened.startswith("https://mail.google.com/mail/?authuser=ada%40gmail.example#search/rfc822msgid%3ADB9PR08")
    owner.desktop.perform(replace(REPLY, key="two"))
    recorder.press(2, "snooze tomorrow")
    recorder.press(1, "wrong")
    assert [owner.chosen.get(timeout=30) for _ in range(2)] == [("two", "snooze tomorrow"), (REPLY.key, "wrong")]


@pytest.mark.parametrize(
    ("changed", "buttons"),
    [
        ({"kind": "question"}, ["yes", "no"]),
        ({"kind": "scam_warning"}, ["wrong"]),
        ({"kind": "debrief"}, ["done", "snooze evening", "snooze tomorrow"]),
        ({"kind": "signal", "message_id": None}, []),
        ({"limit": Limit(at=NOW + timedelta(hours=12), what="their deadline")}, ["done", "snooze evening", "wrong"]),
    ],
)
def test_only_what_makes_sense_is_offered(
    recorder: Recorder, owner: Owner, changed: dict[str, object], buttons: list[str]
) -> None:
    owner.desktop.perform(replace(REPLY, **changed))  # type: ignore[arg-type]
    assert [name for name in labels(recorder) if name not in ("default", "open")] == buttons


def test_a_service_that_has_no_buttons_is_given_none(recorder: Recorder, owner: Owner) -> None:
    recorder.capabilities = ["body"]
    owner.desktop.perform(REPLY)
    assert recorder.shown[-1].actions == []


def test_nobody_else_presses_our_buttons(recorder: Recorder, owner: Owner) -> None:
    owner.desktop.perform(REPLY)
    recorder.press(7, "done")  # of a notification of another program
    with notification_service(recorder.address, name="org.example.Impostor") as impostor:
        impostor.press(1, "done")
        time.sleep(0.2)
    recorder.press(1, "snooze tomorrow")
    assert owner.chosen.get(timeout=30) == (REPLY.key, "snooze tomorrow")
    assert owner.chosen.empty()


def test_a_signal_of_another_shape_stops_nobody(recorder: Recorder, owner: Owner) -> None:
    owner.desktop.perform(REPLY)
    assert owner.desktop._session
    assert owner.desktop._session._bus
    odd = new_signal(DBusAddress(PATH, interface=NAME), "ActionInvoked", "auas", ([1], ["done"]))
    odd.header.fields[HeaderFields.destination] = owner.desktop._session._bus.unique_name
    with open_dbus_connection(bus=recorder.address) as stranger:
        stranger.send(odd)
    recorder.press(1, "done")
    assert owner.chosen.get(timeout=30) == (REPLY.key, "done")


def test_a_session_that_ends_is_found_again(tmp_path: Path) -> None:
    owner: Owner | None = None
    for name in ("one", "two"):
        with session_bus(tmp_path) as address, notification_service(address) as recorder:
            recorder.capabilities = ["actions"]
            owner = owner or Owner(address)
            owner.desktop.perform(replace(REPLY, key=name))
            recorder.press(1, "done")
            assert owner.chosen.get(timeout=30) == (name, "done")
        (tmp_path / "bus").unlink(missing_ok=True)
        with pytest.raises(TryLater, match="no session at"):
            owner.desktop.perform(REPLY)
    assert owner
    owner.desktop.close()


def test_where_nobody_listens_any_more_a_new_session_does(recorder: Recorder, owner: Owner) -> None:
    owner.desktop.perform(REPLY)
    assert owner.desktop._session
    owner.desktop._session.end()
    owner.desktop.perform(replace(REPLY, key="two"))
    recorder.press(2, "done")
    assert owner.chosen.get(timeout=30) == ("two", "done")


def test_the_mail_of_a_hostile_name_opens_nothing_else(recorder: Recorder, owner: Owner) -> None:
    mails = ["<a b&authuser=evil#x@y>", "<--help@y>", "<javascript:alert(1)>", "<\x00\ud800@y>"]
    for number, mail in enumerate(mails, 1):
        owner.desktop.perform(replace(REPLY, key=mail[:6], message_id=mail))
        recorder.press(number, "open")
        opened = owner.opened.get(timeout=30)
        assert opened.startswith("https://mail.google.com/mail/?authuser=ada%40gmail.example#search/rfc822msgid%3A")
        assert not set(opened.partition("#")[2]) & set(" &#<>\"'")


def test_the_first_words_say_what_to_do_by_when(recorder: Recorder, owner: Owner) -> None:
    def shown(alert: Alert) -> str:
        owner.desktop.perform(alert)
        return recorder.shown[-1].summary

    by = datetime(2026, 4, 14, 17, tzinfo=UTC)
    assert shown(replace(REPLY, by=by)) == "Reply by 17:00 today: Ridgeline Health"
    assert shown(replace(REPLY, by=by + timedelta(days=1))) == "Reply by 17:00 tomorrow: Ridgeline Health"
    assert shown(replace(REPLY, by=by + timedelta(days=9))) == "Reply by Thu 23 Apr 17:00: Ridgeline Health"
    assert shown(replace(REPLY, kind="reply_overdue", by=NOW)) == "Reply now: Ridgeline Health"

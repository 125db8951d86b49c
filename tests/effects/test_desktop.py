"""Notifications on a real session bus: shown as text, whatever the words, and waited for when nobody shows them."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("macOS has no session bus", allow_module_level=True)
if not shutil.which("dbus-daemon") and not os.environ.get("COURTESY_REQUIRE_SERVERS"):
    pytest.skip("dbus-daemon is not installed", allow_module_level=True)

from tests.effects.examples import REPLY, SCAM, SLOT
from tests.servers.dbus import Recorder, mute_bus, notification_service, session_bus

from courtesy.effects.desktop import Desktop
from courtesy.effects.desktop_bus import session_address
from courtesy.errors import TryLater


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with session_bus(tmp_path_factory.mktemp("bus")) as address:
        yield address


@pytest.fixture
def recorder(address: str) -> Iterator[Recorder]:
    with notification_service(address) as recorder:
        yield recorder


def test_an_alert_is_shown(address: str, recorder: Recorder) -> None:
    Desktop(address=address).perform(SLOT)
    assert recorder.shown == []
    Desktop(address=address).perform(REPLY)
    (shown,) = recorder.shown
    assert (shown.app, shown.replaces, shown.actions) == ("Courtesy", 0, [])
    assert shown.summary == "Reply: Ridgeline Health"
    assert shown.body == f"{REPLY.text}\n\u201c{REPLY.why}\u201d"
    assert shown.hints == {"urgency": 1}


def test_a_repeat_shows_it_again(address: str, recorder: Recorder) -> None:
    desktop = Desktop(address=address)
    desktop.perform(REPLY)
    desktop.perform(REPLY)
    assert recorder.shown[0] == recorder.shown[1]


@pytest.mark.parametrize("markup", [True, False])
def test_words_of_a_mail_are_shown_as_words(address: str, recorder: Recorder, markup: bool) -> None:
    recorder.capabilities = ["body", *(["body-markup"] if markup else [])]
    Desktop(address=address).perform(SCAM)
    (shown,) = recorder.shown
    assert shown.hints == {"urgency": 2}
    assert ("<b>" in shown.body) is not markup
    assert ("&lt;b&gt;" in shown.body) is markup
    assert not set("\r\x1b\x07\u202e") & set(shown.summary + shown.body)


def test_a_session_without_notifications_is_tried_later(address: str) -> None:
    with pytest.raises(TryLater, match=r"nobody shows them .* start a notification service"):
        Desktop(address=address).perform(REPLY)


def test_a_slow_service_is_tried_later(address: str, recorder: Recorder) -> None:
    recorder.seconds_to_answer = 0.5
    with pytest.raises(TryLater, match="does not answer"):
        Desktop(address=address, timeout=0.1).perform(REPLY)


@pytest.mark.parametrize("wrong", ["unix:path=/nonexistent/bus", "tcp:host=localhost,port=1", "nonsense", "unix:x"])
def test_no_session_is_tried_later(wrong: str) -> None:
    with pytest.raises(TryLater, match=r"no session at .* until you have logged in"):
        Desktop(address=wrong).perform(REPLY)


def test_a_bus_that_never_greets_is_tried_later(tmp_path: Path) -> None:
    with mute_bus(tmp_path) as address, pytest.raises(TryLater, match="does not answer"):
        Desktop(address=address, timeout=0.2).perform(REPLY)


def test_the_session_is_found_without_its_variable(
    monkeypatch: pytest.MonkeyPatch, address: str, recorder: Recorder
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(Path(address.removeprefix("unix:path=")).parent))
    assert session_address() == address
    Desktop().perform(REPLY)
    assert len(recorder.shown) == 1

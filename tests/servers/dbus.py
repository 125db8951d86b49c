"""A private D-Bus session with a notification service that records what it is asked to show, and presses buttons."""

import asyncio
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusSignature
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

_NAME = "org.freedesktop.Notifications"
_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
"""

Str = Annotated[str, DBusSignature("s")]
Strs = Annotated[list[str], DBusSignature("as")]
UInt = Annotated[int, DBusSignature("u")]
Int = Annotated[int, DBusSignature("i")]
Dict = Annotated[dict[str, Any], DBusSignature("a{sv}")]


@dataclass
class Shown:
    """One notification as the service was given it."""

    app: str
    replaces: int
    summary: str
    body: str
    actions: list[str]
    hints: dict[str, Any]


@dataclass
class Recorder:
    """What the service advertises, and what it has shown."""

    address: str = ""
    capabilities: list[str] = field(default_factory=lambda: ["body", "body-markup"])
    seconds_to_answer: float = 0.0
    shown: list[Shown] = field(default_factory=list)
    press: Callable[[int, str], object] = lambda number, button: None  # the button of the notification with that number


class _Service(ServiceInterface):
    def __init__(self, recorder: Recorder) -> None:
        super().__init__(_NAME)
        self.recorder = recorder

    @dbus_method()
    async def Notify(  # noqa: N802  the names and order of the specification
        self, app: Str, replaces: UInt, icon: Str, summary: Str, body: Str, actions: Strs, hints: Dict, timeout: Int
    ) -> UInt:
        plain = {name: variant.value for name, variant in hints.items()}
        self.recorder.shown.append(Shown(app, replaces, summary, body, actions, plain))
        await asyncio.sleep(self.recorder.seconds_to_answer)
        return len(self.recorder.shown)

    @dbus_signal()
    def ActionInvoked(self, number: UInt, button: Str) -> Annotated[list[Any], DBusSignature("us")]:  # noqa: N802
        return [number, button]

    @dbus_method()
    def GetCapabilities(self) -> Strs:  # noqa: N802
        return self.recorder.capabilities


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """Run a bus with its socket in `folder`, and nothing on it; gives its address."""
    path = folder / "bus"
    (folder / "bus.conf").write_text(_CONFIGURATION.format(path=path))
    daemon = subprocess.Popen(["dbus-daemon", "--nofork", f"--config-file={folder / 'bus.conf'}"])
    try:
        for _ in range(6000):
            if _listens(path):
                break
            time.sleep(0.01)
        yield f"unix:path={path}"
    finally:
        daemon.terminate()
        daemon.wait()


def _listens(path: Path) -> bool:
    """Whether somebody takes connections there; the socket is in the folder somewhat earlier."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


@contextmanager
def notification_service(address: str, *, name: str = _NAME) -> Iterator[Recorder]:
    """Show notifications on the bus at `address`; under another `name` it is an impostor that nobody asked."""
    recorder, ready, loop = Recorder(address=address), threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        bus = await MessageBus(bus_address=address).connect()
        service = _Service(recorder)
        bus.export("/org/freedesktop/Notifications", service)
        recorder.press = lambda number, button: loop.call_soon_threadsafe(service.ActionInvoked, number, button)
        await bus.request_name(name)
        ready.set()
        await stop.wait()
        bus.disconnect()

    thread = threading.Thread(target=loop.run_until_complete, args=[serve()], daemon=True)
    thread.start()
    try:
        assert ready.wait(60), "the notification service did not start"
        yield recorder
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


@contextmanager
def mute_bus(folder: Path) -> Iterator[str]:
    """The address of a bus that takes one login, and after that never answers."""
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(folder / "mute-bus"))
        bus.listen()
        greeter = threading.Thread(target=_answer_nothing_but_the_login, args=[bus])
        greeter.start()
        yield f"unix:path={folder}/mute-bus"
        greeter.join(5)


def _answer_nothing_but_the_login(bus: socket.socket) -> None:
    connection, _ = bus.accept()
    with connection:
        while data := connection.recv(4096):
            if b"AUTH" in data:
                connection.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")

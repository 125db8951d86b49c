"""A thread at the session bus that shows notifications and waits for their buttons, as long as the session lasts.

Signals reach only who listens, and some notification services send them only to the connection that showed the
notification: so one connection does both, and all that is done on it is done in this thread.
"""

import contextlib
import select
import socket
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue

from jeepney import HeaderFields, MatchRule, Message

from courtesy.effects.desktop_bus import NAME, PATH, Bus, Notice

_REMEMBERED = 200  # notifications whose buttons are known
_SIGNAL = "ActionInvoked"

Pressed = Callable[[str, str], None]
"""Is given the key of an alert and the name of the button, in this thread."""


class Session:
    """Shows notices on the bus at `address`; `timeout` is for each answer on the bus, in seconds."""

    def __init__(self, address: str, timeout: float, pressed: Pressed) -> None:
        self.address = address
        self._timeout = timeout
        self._pressed = pressed
        self._tasks: SimpleQueue[tuple[Notice, str, Future[None]]] = SimpleQueue()
        self._ours, self._theirs = socket.socketpair()
        self._shown: OrderedDict[tuple[str, int], str] = OrderedDict()  # who shows it, under which number: the alert
        self._signals: deque[Message] = deque(maxlen=_REMEMBERED)
        self._bus: Bus | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="desktop", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def show(self, notice: Notice, key: str) -> None:
        """Show the notice of the alert `key`. Raises what `Bus` does; TimeoutError when that takes too long."""
        future: Future[None] = Future()
        self._tasks.put((notice, key, future))
        self._theirs.send(b"!")
        future.result(timeout=6 * self._timeout)

    def end(self) -> None:
        """Hang up, and end the thread."""
        self._ended = True
        with contextlib.suppress(OSError):
            self._theirs.send(b"!")
        self._thread.join(1)

    def _run(self) -> None:
        while not self._ended:
            waiting = [self._ours, *([self._bus.sock] if self._bus else [])]
            ready, _, _ = select.select(waiting, [], [])
            if self._ours in ready:
                self._ours.recv(64)
                self._do_tasks()
            self._hear()
        self._hang_up()
        self._ours.close()
        self._theirs.close()

    def _do_tasks(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                notice, key, future = self._tasks.get_nowait()
                try:
                    self._show(notice, key)
                except BaseException as error:  # noqa: BLE001  # it is raised where it was asked for
                    self._hang_up()
                    future.set_exception(error)
                else:
                    future.set_result(None)

    def _show(self, notice: Notice, key: str) -> None:
        self._bus = self._bus or self._listening()
        self._shown[self._bus.notify(notice)] = key
        while len(self._shown) > _REMEMBERED:
            self._shown.popitem(last=False)

    def _listening(self) -> Bus:
        """A connection that is told of buttons, before it shows any."""
        bus = Bus(self.address, self._timeout)
        try:
            bus.bus_proxy.AddMatch(MatchRule(type="signal", sender=NAME, interface=NAME, member=_SIGNAL, path=PATH))
            bus.filter(MatchRule(type="signal", interface=NAME, member=_SIGNAL, path=PATH), queue=self._signals)
        except BaseException:
            bus.close()
            raise
        return bus

    def _hear(self) -> None:
        """Pass on the buttons that were pressed; hang up when the session has ended."""
        try:
            while self._bus is not None:
                self._bus.recv_messages(timeout=0)
        except TimeoutError:  # there is nothing more
            pass
        except Exception:  # noqa: BLE001  # the session has ended, or what comes is no D-Bus
            self._hang_up()
        while self._signals:
            self._heard(self._signals.popleft())

    def _heard(self, signal: Message) -> None:
        match signal.body:
            case [int(number), str(button)]:  # anybody on the bus may send us anything
                key = self._shown.get((str(signal.header.fields.get(HeaderFields.sender, "")), number))
                if key is not None:
                    self._pressed(key, button)

    def _hang_up(self) -> None:
        if self._bus is not None:
            self._bus.close()
        self._bus = None

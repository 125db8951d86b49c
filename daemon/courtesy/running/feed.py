"""One thread for each source: it brings batches to the loop, and goes on asking when the source is out of reach."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue

from courtesy.errors import CourtesyError, GiveUp, SignInEnded, TryLater
from courtesy.mail import Batch, Remarking, Source

log = logging.getLogger(__name__)

FIRST_WAIT = 5.0  # seconds, doubled at each failure
LONGEST_WAIT = 15 * 60.0
REFUSED_WAIT = 30 * 60.0  # for what only the owner can mend
_AHEAD = 2  # batches that may lie in memory, filed by nobody yet


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """A batch that `source` holds."""

    source: str
    batch: Batch


@dataclass(frozen=True, kw_only=True, slots=True)
class Drained:
    """`source` holds nothing more for now; `notes` are its remarks for the owner.

    `heard` is how often the feed had been hurried when this look began: what came later it may have missed.
    """

    source: str
    heard: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Lost:
    """`source` is out of reach; `refused`: until the owner acts."""

    source: str
    problem: str
    refused: bool
    again: float  # seconds until it is asked again
    signed_out: bool = False  # and that is told apart, once for all that it concerns


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """No source, but the owner himself: at the desktop he chose `words` for the alert `key`."""

    key: str
    words: str  # as cases/choices.py reads them


News = Brought | Drained | Lost | Chosen


class Feed:
    """Runs one source in a thread of its own. What it brings is put into `news`."""

    def __init__(
        self,
        source: Source,
        cursor: str | None,
        since: Callable[[], datetime],
        news: "SimpleQueue[News | None]",
        *,
        every: float = 300.0,
        once: bool = False,
    ) -> None:
        """`cursor` is where to go on, `since` how far back to go without one.

        `every` is the longest wait between two looks in seconds; `once`: end when drained or lost.
        """
        self._source = source
        self._cursor = cursor
        self._since = since
        self._news = news
        self._every = every
        self._once = once
        self._room = threading.Semaphore(_AHEAD)
        self._stopping = threading.Event()
        self._bell = threading.Event()  # look now, however often it failed
        self.hurried = 0  # how often
        self._failures = 0
        self._asked_to_wait = False  # by the other side
        self._thread = threading.Thread(target=self._run, name=source.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def filed(self) -> None:
        """A batch of this feed is filed: there is room for another."""
        self._room.release()

    def hurry(self) -> None:
        """Look now rather than later, also where the source was out of reach."""
        self.hurried += 1
        self._bell.set()
        self._source.wake()

    def stop(self) -> None:
        """Ask the thread to end; `join` waits for it."""
        self._stopping.set()
        self._bell.set()
        self._room.release()
        self._source.wake()

    def join(self, seconds: float) -> None:
        """Wait for the end of the thread, but no longer than that: it dies with the process."""
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            wait = self._look()
            if self._once:
                break
            if wait is None:
                self._idle()
            else:
                self._rest(wait)
        self._source.close()

    def _rest(self, seconds: float) -> None:
        """Wait before the next try, but for `hurry`; then the waits begin anew."""
        if self._asked_to_wait or self._stopping.is_set():
            self._stopping.wait(seconds)
        elif self._bell.wait(seconds):
            self._failures = 0

    def _look(self) -> float | None:
        """Bring what is new; the seconds to wait before the next try if the source could not be reached."""
        self._bell.clear()
        heard = self.hurried
        try:
            for batch in self._source.fetch(self._cursor, self._since()):
                self._room.acquire()
                if self._stopping.is_set():
                    return None
                self._news.put(Brought(source=self._source.name, batch=batch))
                self._cursor = batch.cursor
        except Exception as error:  # noqa: BLE001  # a source that fails in a new way is out of reach like any other
            return self._lost(error)
        self._failures = 0
        notes = self._source.notes if isinstance(self._source, Remarking) else ()
        self._news.put(Drained(source=self._source.name, heard=heard, notes=notes))
        return None

    def _idle(self) -> None:
        """Wait for new mail; what fails here shows again, and is told, at the next look."""
        try:
            self._source.wait(self._every)
        except CourtesyError:
            self._stopping.wait(1)
        except Exception:
            log.debug("%s", self._source.name, exc_info=True)
            self._stopping.wait(FIRST_WAIT)

    def _lost(self, error: Exception) -> float:
        """Tell the loop, and say how long to wait."""
        refused = isinstance(error, GiveUp)
        wait = backoff(self._failures, random.random(), error)
        self._failures += 1
        self._asked_to_wait = isinstance(error, TryLater) and error.after is not None
        known = isinstance(error, CourtesyError)
        problem = str(error) if known else f"{self._source.name} failed unexpectedly: {type(error).__name__}: {error}"
        signed_out = isinstance(error, SignInEnded)
        name = self._source.name
        self._news.put(Lost(source=name, problem=problem, refused=refused, again=wait, signed_out=signed_out))
        return wait


def backoff(failures: int, jitter: float, error: Exception | None = None) -> float:
    """Seconds to wait after `failures` earlier ones: 5 s doubled each time up to 15 min, between half and all of it.

    Half an hour for what only the owner can mend; never less than the other side asked for. `jitter` is 0 to 1.
    """
    if isinstance(error, GiveUp):
        return REFUSED_WAIT
    asked = (error.after or 0.0) if isinstance(error, TryLater) else 0.0
    doubled = min(LONGEST_WAIT, FIRST_WAIT * float(2 ** min(failures, 10)))
    return max(asked, doubled * (0.5 + jitter / 2))

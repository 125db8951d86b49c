"""The service: news from the sources is filed, what is due is decided, what was decided is done; then it waits."""

import logging
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from courtesy.cases.actions import Action, Hold, Release
from courtesy.clock import Clock
from courtesy.desk import Desk
from courtesy.effects import Asking, Effect
from courtesy.effects.outbox import perform
from courtesy.owner.choosing import Choosing
from courtesy.running.feed import Brought, Chosen, Drained, Lost, News
from courtesy.running.mailboxes import Mailboxes, MakeFeed
from courtesy.running.sign_in_watch import SignInWatch
from courtesy.running.systemd_notify import notify
from courtesy.store.store import Poison
from courtesy.terminal.progress import Progress

log = logging.getLogger(__name__)

SLICE = timedelta(seconds=60)  # the longest wait: the clock may jump, the computer may sleep
ASLEEP = timedelta(minutes=5)  # a turn that comes this late means that the computer slept
OLD = timedelta(minutes=30)  # mail that arrived earlier than this was missed: first all of it, then a decision
GRACE = timedelta(minutes=10)  # how long a decision waits for a mailbox out of reach: the network may come up late
BLIND_AFTER = timedelta(hours=1)
FEW = 30  # mails, after which memory is given back when the service begins to wait
MANY = 100_000  # mails, after which it is given back in the midst of them
PAUSE = timedelta(seconds=30)  # before the outbox is tried again when it could not be emptied


class Loop:
    """One thread that files, decides and performs; the sources run in threads of their own."""

    def __init__(
        self,
        desk: Desk,
        feeds: Mapping[str, MakeFeed],
        effects: Mapping[str, Effect],
        clock: Clock,
        *,
        choosing: Choosing | None = None,
        blind_after: timedelta = BLIND_AFTER,
        sign_in: SignInWatch | None = None,
    ) -> None:
        """`feeds` make a feed for each source, by its name, from its cursor and the queue for its news.

        `choosing` carries out what the owner chooses at the desktop. A mailbox that is out of reach for `blind_after`,
        while we ran, is worth an alert.
        """
        self._desk = desk
        self._store = desk.store
        self._effects = effects
        self._clock = clock
        self._news: SimpleQueue[News | None] = SimpleQueue()
        self._mailboxes = Mailboxes(self._store, feeds, self._news, clock.now(), blind_after=blind_after)
        self._choosing = choosing
        self._sign_in = sign_in
        self._out: frozenset[str] | None = None  # effects that do not work now
        self._undecided = True
        self._rest_until: datetime | None = None  # of the outbox
        self._turned: datetime | None = None
        self._stopping = False
        self._once = False
        self.tally: Counter[str] = Counter()  # of "mails" looked at, and of what was done, by its kind
        self._given_back = 0  # the tally of mails when memory was last given back
        self._progress = Progress()

    def run(self) -> None:
        """Watch until `stop`. Raises CourtesyError when the state can no longer be kept."""
        self._start()
        notify("READY=1")
        self._mailboxes.say_status()
        log.info("watching %s", ", ".join(self._mailboxes.names))
        try:
            while not self._stopping:
                self._turn(self._next())
        finally:
            notify("STOPPING=1")
            self._end()

    def once(self) -> list[str]:
        """Look once into every source, decide, perform; a line for each source or effect that failed."""
        self._once = self._mailboxes.once = True
        self._start()
        try:
            while not self._stopping and self._mailboxes.behind:
                self._turn(self._next())
            if not self._mailboxes.names:
                self._turn(None)
        finally:
            self._end()
        left = dict.fromkeys(error for _, _, error in self._store.waiting() if error)
        return list(dict.fromkeys([*self._mailboxes.problems, *left]))

    def stop(self) -> None:
        """Make `run` return after the present step; may be called by a signal handler or another thread."""
        self._stopping = True
        self._news.put(None)

    def _start(self) -> None:
        self._store.retry(self._clock.now())
        self._store.tidy(self._clock.now())
        self._mailboxes.start()
        for effect in self._effects.values():
            if self._choosing is not None and isinstance(effect, Asking) and not self._once:
                effect.listen(lambda key, words: self._news.put(Chosen(key=key, words=words)))

    def _end(self) -> None:
        self._progress.end()
        self._mailboxes.stop(2.0)
        for effect in self._effects.values():
            effect.close()

    def _next(self) -> News | None:
        """The next news, or None when it is time to look at the clock."""
        seconds = self._patience(self._clock.now()).total_seconds()
        try:
            return self._news.get(timeout=seconds)
        except Empty:
            return None

    def _patience(self, now: datetime) -> timedelta:
        """How long nothing is to be done without news."""
        if self._mailboxes.behind:
            return SLICE
        moments = [self._desk.wake, self._rest_until or self._store.next_try()]
        waits = [moment - now for moment in moments if moment is not None]
        return max(timedelta(), min([SLICE, *waits]))

    def _turn(self, news: News | None) -> None:
        """One pass: take in the news, and when nothing more is missing decide and perform."""
        now = self._clock.now()
        self._notice_sleep(now)
        if now - self._mailboxes.asked >= GRACE:
            self._mailboxes.decide_without_lost()
        self._undecided = self._desk.hear() or self._undecided
        match news:
            case Brought():
                self._file(news, now)
            case Drained():
                self._desk.tell(self._mailboxes.drained(news, now), now)
            case Lost():
                self._desk.tell(self._mailboxes.lost(news, now), now)
            case Chosen():
                self._choose(news, now)
        self._undecided = self._desk.hear() or self._undecided  # he may have answered an alert
        if not self._undecided and self._desk.wake is not None and self._desk.wake <= now:
            self._look_again(now)  # he may have written what is owed a minute ago
        if not self._mailboxes.behind:
            self._progress.end()
            if self._undecided:
                self._desk.decide(now)
                self._undecided = False
            self._perform(now)
        self._watch_sign_in(now)
        self._give_back()
        notify("WATCHDOG=1")

    def _give_back(self) -> None:
        """After a first look into a big mailbox the service waits for weeks; it need not hold what that look took."""
        waits = not self._mailboxes.behind and not self._once
        if self.tally["mails"] - self._given_back >= (FEW if waits else MANY):
            self._given_back = self.tally["mails"]
            self._desk.rest()

    def _watch_sign_in(self, now: datetime) -> None:
        """Tell when it has ended; when the owner has signed in again, try what waited for that."""
        if self._sign_in is not None:
            if self._sign_in.renewed():
                self._store.retry(now)
                self._rest_until = None
                self._look_again(now, refused=True)
            self._desk.tell(self._sign_in.alerts(now), now)

    def _notice_sleep(self, now: datetime) -> None:
        """Much mail may have come while the computer slept; when all is looked into but once, what has come will do.

        A clock that was fast is set back: what was put off by it would wait as long as it was fast.
        """
        passed = now - (self._turned or now)
        self._turned = now
        if passed < -ASLEEP:
            self._store.retry(now)
            self._rest_until = None
        if abs(passed) <= ASLEEP:
            self._mailboxes.pass_time(passed)
        elif not self._once:
            self._look_again(now)

    def _look_again(self, now: datetime, *, refused: bool = False) -> None:
        """Look into all sources before anything is decided; into those that wait for the owner if `refused`."""
        self._undecided = True
        self._mailboxes.look_again(now, refused=refused)

    def _file(self, news: Brought, now: datetime) -> None:
        batch = news.batch
        if any(now - mail.arrived > OLD for mail in batch.mails):
            self._mailboxes.behind.add(news.source)
        live = not self._mailboxes.behind
        self._progress.told(news.source, len(batch.mails), batch.left)
        self.tally["mails"] += len(batch.mails)
        _, poison = self._desk.take(news.source, batch, now, deciding=live)
        self._undecided = self._undecided or not live
        self._report(news.source, poison)
        self._mailboxes.brought(news.source, len(batch.mails))

    def _choose(self, news: Chosen, now: datetime) -> None:
        if self._choosing is not None:
            self._choosing.pressed(news.key, news.words, now)

    def _count(self, actions: Sequence[Action]) -> None:
        """An alert that several channels told is one."""
        names = {(type(one).__name__, one.uid if isinstance(one, Hold | Release) else one.key) for one in actions}
        self.tally.update(kind for kind, _ in names)

    def _report(self, source: str, poison: Sequence[Poison]) -> None:
        for one in poison:
            log.warning("%s: a mail was put aside, it cannot be read: %s: %s", source, one.place, one.reason)

    def _perform(self, now: datetime) -> None:
        due = self._store.next_try()
        if due is None or due > now or (self._rest_until is not None and self._rest_until > now):
            return
        self._store.check_room()
        report = perform(self._store, self._effects, now, jitter=random.random, out=self._out, zone=self._desk.zone)
        self._out = report.out
        self._count(report.done)
        self._store.tidy(now)
        if not self._once:
            for line in report.lost:
                log.warning("%s", line)
            for line in report.back:
                log.info("%s", line)
        due = self._store.next_try()
        self._rest_until = now + PAUSE if due is not None and due <= now else None

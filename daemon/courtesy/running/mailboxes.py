"""How the mailboxes fare: which are still to be looked into, which are out of reach, and what is told of that."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from queue import SimpleQueue

from courtesy.cases.actions import Alert
from courtesy.cases.wording import counted
from courtesy.running import signals
from courtesy.running.feed import Drained, Feed, Lost, News
from courtesy.running.systemd_notify import notify
from courtesy.store.store import Store

log = logging.getLogger(__name__)

MakeFeed = Callable[[str | None, "SimpleQueue[News | None]"], Feed]


class Mailboxes:
    """The feeds, and what is known of each mailbox. Not for use by several threads."""

    def __init__(
        self,
        store: Store,
        feeds: Mapping[str, MakeFeed],
        news: "SimpleQueue[News | None]",
        now: datetime,
        *,
        blind_after: timedelta,
    ) -> None:
        """`feeds` make a feed for each source, by its name, from its cursor and the queue for its news.

        A mailbox that is out of reach for `blind_after`, while we ran, is worth an alert.
        """
        self._store = store
        self._feeds = {name: make(store.cursor(name), news) for name, make in feeds.items()}
        self._blind_after = blind_after
        self.names = tuple(self._feeds)
        self.behind = set(feeds)  # those that may hold mail which bears on what is decided
        self.asked = now  # since when we wait for those of them that are out of reach
        self.once = False  # one look: what fails is returned, so the log need not say it too
        self._lost: dict[str, Lost] = {}  # those out of reach, and what they said last
        self._missed: dict[str, timedelta] = {}  # for how long they were that while we ran
        self._brought: Counter[str] = Counter()  # mails of each since it last held nothing more
        self._remarked: set[str] = set()

    def start(self) -> None:
        """Begin to look into them."""
        for feed in self._feeds.values():
            feed.start()

    def stop(self, seconds: float) -> None:
        """Look no more; what has not ended after `seconds` ends with the process."""
        for feed in self._feeds.values():
            feed.stop()
        for feed in self._feeds.values():
            feed.join(seconds / len(self._feeds))

    @property
    def problems(self) -> list[str]:
        """A line for each that is out of reach."""
        return [lost.problem for lost in self._lost.values()]

    def look_again(self, now: datetime, *, refused: bool = False) -> None:
        """Look into all before anything is decided; into those that wait for the owner only if `refused`."""
        self.asked = now
        for name, feed in self._feeds.items():
            if refused or name not in self._lost or not self._lost[name].refused:
                self.behind.add(name)
                feed.hurry()

    def decide_without_lost(self) -> None:
        """Wait no longer for those that are out of reach."""
        self.behind -= self._lost.keys()

    def pass_time(self, passed: timedelta) -> None:
        """So much time has passed in which we ran."""
        self._missed = {name: self._missed[name] + max(timedelta(), passed) for name in self._lost}

    def brought(self, source: str, mails: int) -> None:
        """A batch of so many mails of `source` is filed."""
        self._brought[source] += mails
        self._feeds[source].filed()

    def drained(self, news: Drained, now: datetime) -> list[Alert]:
        """It holds nothing more for now; that it is back, if that is to be told."""
        source = news.source
        since = next((look.lost for look in self._store.looks() if look.source == source), None)
        self._store.looked(source, now)
        mails = self._brought.pop(source, 0)
        if self._lost.pop(source, None) is not None:
            del self._missed[source]
            log.info("%s is back", source)
            self.say_status()
        if news.heard == self._feeds[source].hurried:  # else it began before the look that was asked for
            self.behind.discard(source)
        self._remark(news.notes)
        was_told = since is not None and self._store.was_told(signals.lost_key(source, since))
        return [signals.back(source, since, now, mails)] if since is not None and was_told else []

    def lost(self, news: Lost, now: datetime) -> list[Alert]:
        """It is out of reach; that, if it is to be told."""
        since = self._store.lost(news.source, news.problem, now)
        if news.source not in self._lost and not self.once:
            log.warning("%s; %s", news.problem, _next_try(news))
        self._lost[news.source] = news
        missed = self._missed.setdefault(news.source, timedelta())
        self.say_status()
        if news.refused or self.once:
            self.behind.discard(news.source)
        is_worth_it = (news.refused or missed >= self._blind_after) and not news.signed_out
        return [signals.lost(news.source, since, news.problem)] if is_worth_it else []

    def say_status(self) -> None:
        """The line that `systemctl status` shows."""
        trouble = f", out of reach: {', '.join(self._lost)}" if self._lost else ""
        count = len(self._feeds)
        notify(f"STATUS=watching {counted(count, 'mailbox', 'mailboxes')}{trouble}")

    def _remark(self, notes: tuple[str, ...]) -> None:
        """Log what a source remarks, once."""
        for note in notes:
            if note not in self._remarked:
                log.warning("%s", note)
        self._remarked.update(notes)


def _next_try(lost: Lost) -> str:
    if lost.refused:
        return f"next try in {lost.again / 60:.0f} minutes, and at each start"
    return f"next try in {max(1, round(lost.again))} s, then less often"

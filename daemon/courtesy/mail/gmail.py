"""The Gmail source: a mailbox read through the Gmail API, first by a search, then by following its history."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from courtesy.errors import CourtesyError, TryLater
from courtesy.google.account import Account
from courtesy.google.calls import Refused
from courtesy.mail import Batch
from courtesy.mail.gmail_api import SIZES, TOGETHER, GmailApi
from courtesy.mail.gmail_cursor import Bookmark, Scan, is_later, read_cursor, write_cursor
from courtesy.mail.gmail_fetch import GARBLED, GmailReader, Wanted, arrived_ms
from courtesy.mail.gmail_history import News, news
from courtesy.mail.gmail_labels import Watched, watched
from courtesy.mail.gmail_pace import Pace
from courtesy.mail.smaller import SMALL

_OVERLAP = 2 * 86_400  # seconds; mail can be given a label, or be put in by another program, after it arrived
_MANY = 20  # mails of the history, from which on a search for the big ones costs less than asking each for its size

Batches = Generator[Batch, None, Bookmark]
Told = Mapping[str, Any]


class GmailSource:
    """A Gmail mailbox. Mail with SENT is the owner's own; drafts, chats, trash and unwatched spam are left out."""

    def __init__(
        self,
        account: Account,
        *,
        name: str,
        labels: tuple[str, ...] = ("INBOX",),
        poll_seconds: float = 120.0,
        pace: Pace | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`labels` are names as the owner sees them; "*" is all mail but spam and trash. `now` is in Unix seconds."""
        self.name = name
        self._user = account.user.casefold()
        self._names = labels
        self._poll_seconds = poll_seconds
        self._now = now
        self._api = GmailApi(account, pace or Pace(), name)
        self._bell = threading.Event()
        self._labels: Watched | None = None  # asked for once, and again after a fault
        self._failed: Counter[str] = Counter()  # over a mail: id -> times

    def fetch(self, cursor: str | None, since: datetime) -> Iterator[Batch]:
        """See Source.fetch. The cursor is a JSON object (gmail_cursor.py).

        Its history id is taken before a search begins, so nothing that comes during the search is missed.
        """
        with self._faults():
            labels = self._watched()
            earliest = int(since.timestamp())
            mark = read_cursor(cursor, self._user, labels.ids) or self._begun(earliest)
            records = self._records(mark)
            if records is None:
                mark = self._anew(mark, earliest)
            met: list[str] = []
            if mark.scan:
                mark, met = yield from self._search(mark, mark.scan, labels)
                records = self._records(self._shortly_before(mark, met)) or self._records(mark)
            if records is None:
                raise TryLater(f"{self.name}: Google does not know the history id that it gave a while ago")
            yield from self._follow(mark, *records, labels, met)

    def wait(self, seconds: float) -> None:
        """See Source.wait. Gmail does not tell of new mail by itself: this returns when it is time to look."""
        self._bell.wait(min(seconds, self._poll_seconds))
        self._bell.clear()

    def wake(self) -> None:
        """See Source.wake."""
        self._bell.set()

    def close(self) -> None:
        """See Source.close."""
        self._api.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """After a fault the next fetch begins with a new connection and asks for the labels again."""
        try:
            yield
        except CourtesyError:
            self._forget()
            raise
        except Refused as error:
            self._forget()
            raise TryLater(f"{self.name}: Google refused what it was asked: {error}") from error
        except GARBLED as error:
            self._forget()
            raise TryLater(f"{self.name}: Google's answer cannot be read ({type(error).__name__})") from error

    def _forget(self) -> None:
        self._labels = None
        self._api.close()

    def _watched(self) -> Watched:
        if self._labels is None:
            self._labels = watched(self._names, self._api.labels(), self.name)
        return self._labels

    # -- by search

    def _begun(self, since: int) -> Bookmark:
        """Where a first look begins, at mail that came `since` (Unix seconds)."""
        return Bookmark(history=self._api.history_now(), scan=Scan(since=since))

    def _anew(self, mark: Bookmark, since: int) -> Bookmark:
        """Where to go on when the history after `mark` is lost: at mail somewhat older than the newest that is known.

        What is older and was changed meanwhile (say, moved out of spam) is not found again.
        """
        history = self._api.history_now()
        if not is_later(history, mark.history):  # that was the history of another life of the mailbox
            return Bookmark(history=history, scan=Scan(since=since))
        if mark.scan:  # a search that was cut off, and what came since is not told
            return replace(mark, history=history, scan=replace(mark.scan, place=""))
        newest = mark.newest // 1000
        scan = Scan(since=max(since, newest - _OVERLAP), met=newest + 1, known=mark.history)
        return replace(mark, history=history, scan=scan)

    def _search(
        self, mark: Bookmark, scan: Scan, labels: Watched
    ) -> Generator[Batch, None, tuple[Bookmark, list[str]]]:
        """Bring what the search finds after its place, and return its ids. Their order means nothing, but stays."""
        after = f"after:{scan.since - 1}"
        ids = sorted(id for id in self._found(after, labels) if id > scan.place)
        big = self._found(f"{after} larger:{SMALL}", labels) if ids else set()
        met = self._found(f"{after} before:{scan.met}", labels) if ids and scan.met > scan.since else set()

        def fits(told: Told) -> bool:
            unchanged = told["id"] in met and "historyId" in told and not is_later(told["historyId"], scan.known)
            return not unchanged and arrived_ms(told) >= scan.since * 1000 and not labels.bars(told.get("labelIds", ()))

        def reached(done: int) -> Bookmark:
            return replace(mark, scan=replace(scan, place=ids[done - 1]) if done < len(ids) else None)

        wanted = [Wanted(id=id, size="unknown" if id in met else "big" if id in big else "small") for id in ids]
        return (yield from self._bring(wanted, fits, reached, labels)), ids

    def _shortly_before(self, mark: Bookmark, met: Sequence[str]) -> Bookmark:
        """Where to follow the history after a search: a few mails earlier, for a search does not know the very last."""
        told = self._api.mails(met[-TOGETHER:], SIZES).found.values()
        earlier = [str(one["historyId"]) for one in told if is_later(mark.history, str(one["historyId"]))]
        return replace(mark, history=min(earlier, key=lambda id: (len(id), id), default=mark.history))

    def _found(self, query: str, labels: Watched) -> set[str]:
        return {id for label in labels.searched for id in self._api.search(f"{query} -in:drafts -in:chats", label)}

    # -- by history

    def _records(self, mark: Bookmark) -> tuple[list[Told], str] | None:
        """The history after `mark` and the id that follows it; None when Google no longer knows it."""
        try:
            return self._api.history(mark.history)
        except Refused as refused:
            if refused.status != 404:
                raise
            return None

    def _follow(
        self, mark: Bookmark, records: Sequence[Told], end: str, labels: Watched, met: Collection[str]
    ) -> Batches:
        """Bring what `records` of the history tell of, but for what was `met` just now."""
        mails = news(records, mark.history, end, labels, met)
        if not mails and end == mark.history:
            return mark
        unsure = {mail.id for mail in mails if not mail.sure}

        def fits(told: Told) -> bool:
            bears = told.get("labelIds", ())
            return labels.bears(bears) if told["id"] in unsure else not labels.bars(bears)

        def reached(done: int) -> Bookmark:
            return replace(mark, history=mails[done - 1].reached if mails else end)

        return (yield from self._bring(self._sized(mails, mark, labels), fits, reached, labels))

    def _sized(self, mails: Sequence[News], mark: Bookmark, labels: Watched) -> list[Wanted]:
        """What is known of sizes: of many mails a search tells the big ones, but neither the newest nor old ones."""
        if len(mails) <= _MANY or not mark.newest:
            return [Wanted(id=mail.id) for mail in mails]
        big = self._found(f"after:{mark.newest // 1000 - _OVERLAP} larger:{SMALL}", labels)
        unsure = {mail.id for mail in mails if mail.aged} | {mail.id for mail in mails[-_MANY:]}
        ids = [mail.id for mail in mails]
        return [Wanted(id=id, size="big" if id in big else "unknown" if id in unsure else "small") for id in ids]

    # -- by either

    def _bring(
        self,
        wanted: Sequence[Wanted],
        fits: Callable[[Told], bool],
        reached: Callable[[int], Bookmark],
        labels: Watched,
    ) -> Batches:
        """Yield `wanted` in batches, an empty one when there is none; `reached` is the bookmark after so many mails."""
        newest, present = reached(len(wanted)).newest, int(self._now() * 1000)
        for portion in GmailReader(self._api, fits, self._failed).portions(wanted):
            for mail in portion.mails:
                newest = max(newest, min(present, int(mail.arrived.timestamp() * 1000)))
            cursor = self._cursor(replace(reached(portion.done), newest=newest), labels)
            left = len(wanted) - portion.done
            yield Batch(mails=portion.mails, cursor=cursor, left=left, skipped=portion.skipped)
        end = replace(reached(len(wanted)), newest=newest)
        if not wanted:
            yield Batch(mails=(), cursor=self._cursor(end, labels), left=0)
        return end

    def _cursor(self, mark: Bookmark, labels: Watched) -> str:
        return write_cursor(mark, self._user, labels.ids)

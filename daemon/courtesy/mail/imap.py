"""The IMAP source (RFC 3501, 9051): a mailbox that is EXAMINEd, read by UID, and watched with IDLE."""

import imaplib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic

from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.mail import Batch, Folder, Incoming
from courtesy.mail.imap_cursor import Bookmark, read_cursor, write_cursor
from courtesy.mail.imap_fetch import FolderReader
from courtesy.mail.imap_folders import list_folders
from courtesy.mail.imap_idle import Bell, IdleRefusedError, idle
from courtesy.mail.imap_session import ImapAccount, connect, fault, hang_up, place, waiting_time
from courtesy.mail.imap_wire import Client
from courtesy.mail.sent_folder import find_sent

__all__ = ["ImapAccount", "ImapSource"]

_GARBLED = (imaplib.IMAP4.error, OSError, ValueError, TypeError, LookupError, RecursionError)
_EPOCH = date(1970, 1, 1)
_YOUNG_SECONDS = 60.0
_IDLE_REST_SECONDS = 900.0
_FIRST_IDLE_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _State:
    """What EXAMINE or STATUS says of a folder; `following` is UIDNEXT, 0 when the server does not tell it."""

    validity: int
    following: int
    exists: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Task:
    """New mail in a folder, to be fetched."""

    folder: str
    uids: Sequence[int]
    since: datetime | None  # the first scan's limit, for UIDs below start.floor
    start: Bookmark
    end: Bookmark


class ImapSource:
    """A mailbox on an IMAP server. `notes` are remarks for the owner, one line each, known after the first fetch."""

    def __init__(self, account: ImapAccount) -> None:
        self.name = account.name
        self.notes: tuple[str, ...] = ()
        self._account = account
        self._bell = Bell()
        self._client: Client | None = None
        self._born = 0.0  # when the connection was made, by the monotonic clock
        self._idles = False
        self._no_idle_before = 0.0
        self._selected: str | None = None
        self._roles: dict[str, Folder] = {}  # in the order they are read
        self._seen: dict[str, _State] = {}  # the folders when last looked at
        self._begun: _State | None = None  # the first folder when the last fetch began: what came since is not fetched
        self._died: dict[str, Counter[int]] = {}  # connections lost over a mail: folder -> UID -> times

    def fetch(self, cursor: str | None, since: datetime) -> Iterator[Batch]:
        """See Source.fetch. The cursor is a JSON object: folder -> [UIDVALIDITY, next UID(, end of the first scan)]."""
        with self._faults():
            marks = read_cursor(cursor)
            client, changed = self._look(marks)
            tasks = [task for folder in changed if (task := self._task(client, folder, marks.get(folder), since))]
            marks = {folder: mark for folder, mark in marks.items() if folder in self._roles}
            total = sum(len(task.uids) for task in tasks)
            for task in tasks:
                marks[task.folder] = task.start
                done = 0
                for mails, skipped, mark in self._read(client, task):
                    marks[task.folder] = mark
                    done = bisect_right(task.uids, mark.uid - 1)
                    yield Batch(mails=mails, cursor=write_cursor(marks), left=total - done, skipped=skipped)
                total -= len(task.uids)

    def wait(self, seconds: float) -> None:
        """See Source.wait. Returns after poll_minutes at the latest: IDLE sees one folder, and is not to be trusted."""
        seconds = min(seconds, self._account.poll_minutes * 60)
        if self._client is None or not self._idles:
            self._bell.wait(seconds)
            return
        try:
            self._watch(self._client, seconds)
        except IdleRefusedError:
            self._idles = False
        except _GARBLED as error:
            # A connection that ends in IDLE is everyday life: the next fetch makes another. But where it ends as soon
            # as it is made, IDLE is left alone for a while, so that we do not knock at the door all day long.
            young = monotonic() - self._born < _YOUNG_SECONDS
            self._drop()
            if young:
                self._no_idle_before = monotonic() + _IDLE_REST_SECONDS
                raise fault(self._account, error) from error

    def wake(self) -> None:
        """See Source.wake."""
        self._bell.ring()

    def close(self) -> None:
        """See Source.close."""
        if self._client is not None:
            with suppress(Exception):
                self._client.wire.sock.settimeout(2.0)
                self._client.logout()
        self._drop()
        self._bell.close()

    # -- the connection

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Whatever goes wrong ends the connection, and is told as TryLater or GiveUp."""
        try:
            yield
        except CourtesyError:
            self._drop()
            raise
        except _GARBLED as error:
            self._drop()
            raise fault(self._account, error) from error

    def _connected(self) -> Client:
        if self._client is None:
            client = connect(self._account)
            self._client = client
            self._born = monotonic()
            willing = self._account.idle and self._born >= self._no_idle_before
            self._idles = willing and client.has_capability("IDLE")
            self._roles = self._folders(client)
        return self._client

    def _drop(self) -> None:
        if self._client is not None:
            hang_up(self._client)
        self._client = self._selected = None
        self._seen.clear()

    def _folders(self, client: Client) -> dict[str, Folder]:
        sent = self._account.sent
        if sent is None:
            sent = find_sent(list_folders(client))
            missing = f"{self.name}: no folder of sent mail was found, so your answers go unseen; set sent to its name"
            self.notes = () if sent else (missing,)
        roles: dict[str, Folder] = dict.fromkeys(self._account.folders, "INBOX")
        return {**roles, sent: "Sent"} if sent else roles

    # -- looking

    def _look(self, marks: dict[str, Bookmark]) -> tuple[Client, list[str]]:
        """The connection, and the folders with something new.

        A connection that was left alone may have been closed meanwhile: that is no fault, and another is made.
        """
        kept = self._client is not None
        client = self._connected()
        try:
            return client, self._changed(client, marks)
        except (imaplib.IMAP4.abort, OSError):
            if not kept:
                raise
        self._drop()
        client = self._connected()
        return client, self._changed(client, marks)

    def _changed(self, client: Client, marks: dict[str, Bookmark]) -> list[str]:
        """The folders with something new. Costs an EXAMINE of the first folder and a STATUS of each other one."""
        first, *others = self._roles
        self._begun = self._examine(client, first)  # before STATUS, which of a selected folder tells old news
        for folder in others:
            self._seen[folder] = self._status(client, folder)
        return [folder for folder in self._roles if _is_new(self._seen[folder], marks.get(folder))]

    def _examine(self, client: Client, folder: str) -> _State:
        self._selected = None
        try:
            said = client.select_folder(folder, readonly=True)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise self._no_folder(client, folder, error) from None
        self._selected = folder
        state = _State(
            validity=said.get(b"UIDVALIDITY", 0), following=said.get(b"UIDNEXT", 0), exists=said.get(b"EXISTS", 0)
        )
        self._seen[folder] = state
        return state

    def _status(self, client: Client, folder: str) -> _State:
        try:
            said = client.folder_status(folder, ["UIDVALIDITY", "UIDNEXT"])
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise self._no_folder(client, folder, error) from None
        return _State(validity=said.get(b"UIDVALIDITY", 0), following=said.get(b"UIDNEXT", 0), exists=0)

    def _no_folder(self, client: Client, folder: str, error: Exception) -> CourtesyError:
        there = sorted(listed.name for listed in list_folders(client))
        if folder in there or not there or waiting_time(str(error)) is not None:
            return fault(self._account, error)
        known = ", ".join(map(repr, there[:40]))
        return GiveUp(f"{place(self._account)} has no folder {folder!r}; correct folders: it has {known}")

    def _task(self, client: Client, folder: str, mark: Bookmark | None, since: datetime) -> _Task | None:
        state = self._seen[folder] if self._selected == folder else self._examine(client, folder)
        if mark is None or mark.validity != state.validity:
            # SINCE compares days in the server's own zone: ask for a day more, and look at the hour afterwards.
            day = max(since.date(), _EPOCH) - timedelta(days=1)
            uids = sorted(set(client.search(["SINCE", day])))
            floor = max(state.following, uids[-1] + 1 if uids else 1)
            start = Bookmark(validity=state.validity, uid=1, floor=floor)
        else:
            # "n:*" always names the last mail, also when its UID is below n.
            uids = sorted({uid for uid in client.search(["UID", f"{mark.uid}:*"]) if uid >= mark.uid})
            start = mark
        following = max(state.following, uids[-1] + 1 if uids else start.uid)
        end = Bookmark(validity=state.validity, uid=following)
        if not uids and mark == end:
            return None
        return _Task(folder=folder, uids=uids, since=since if start.floor else None, start=start, end=end)

    # -- reading

    def _read(self, client: Client, task: _Task) -> Iterator[tuple[tuple[Incoming, ...], tuple[str, ...], Bookmark]]:
        if self._selected != task.folder and self._examine(client, task.folder).validity != task.start.validity:
            raise TryLater(f"{task.folder} on {place(self._account)} was made anew just now; it will be read again")
        died = self._died.setdefault(task.folder, Counter())
        reader = FolderReader(client, task.folder, self._roles[task.folder], died)
        marked = task.start
        try:
            for portion in reader.portions(task.uids, task.since, task.start.floor):
                marked = Bookmark(validity=task.start.validity, uid=portion.upto + 1, floor=task.start.floor)
                if portion.upto == (task.uids[-1] if task.uids else 0):
                    marked = task.end
                yield portion.mails, portion.skipped, marked
        except (imaplib.IMAP4.abort, OSError):
            died.update(reader.asking)
            raise
        if marked != task.end:
            yield (), reader.leftovers(), task.end
        self._died.pop(task.folder, None)

    # -- waiting

    def _watch(self, client: Client, seconds: float) -> None:
        end = monotonic() + seconds
        if self._selected != next(iter(self._roles)) and self._has_news(client):
            return
        # Mail that came between the last look and IDLE is not told by every server: look once more, soon.
        for spell in (min(_FIRST_IDLE_SECONDS, seconds), seconds):
            if idle(client.wire, self._bell, min(spell, end - monotonic())) or monotonic() >= end:
                return
            if self._has_news(client):
                return

    def _has_news(self, client: Client) -> bool:
        return self._begun != self._examine(client, next(iter(self._roles)))


def _is_new(state: _State, mark: Bookmark | None) -> bool:
    return mark is None or mark.validity != state.validity or not state.following or state.following > mark.uid

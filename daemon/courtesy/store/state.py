"""The state folder: one SQLite file, one program at a time, safe from power cuts and other people's eyes."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from courtesy.errors import CourtesyError, Damaged
from courtesy.shipped import shipped

_BUSY_MS = 5_000  # how long to wait for another command's transaction
_TRIES, _MOMENT = 10, 0.05  # to take the lock, and seconds between two
_SCRUBS = 4  # how often it is tried to write the file anew, each time for so long
ROOM = 1 << 20  # octets free on the disk without which nothing is begun
_FULL = "cannot grow, the disk is full; free some space and start again, nothing is lost"


def file_in(folder: Path) -> Path:
    """The database in the state folder, whether it is there or not."""
    return folder / "courtesy.db"


def make_folder(path: Path) -> Path:
    """Make `path`, readable by its owner only. Raises CourtesyError when that cannot be."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
    except OSError as error:
        raise _no_place(path, error) from error
    return path


def _no_place(path: Path, error: OSError) -> CourtesyError:
    return CourtesyError(f"cannot keep state in {path}: {error.strerror}; name another folder under [state]")


@contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Hold the state folder `path` for this process; gives whether its last holder ended in good order.

    Good order is also a fault that was told: no mail is to blame for a full disk. Raises CourtesyError when another
    process holds the folder.
    """
    with _locked(path) as file:
        in_order = not file.read(20).strip()
        with suppress(OSError):  # on a full disk: whose lock it is can be left unsaid
            os.ftruncate(file.fileno(), 0)
            os.pwrite(file.fileno(), str(os.getpid()).encode(), 0)
        try:
            yield in_order
        except CourtesyError:
            os.ftruncate(file.fileno(), 0)
            raise
        os.ftruncate(file.fileno(), 0)


def holder(path: Path) -> str:
    """The process id of the `courtesy run` that works with the state folder `path` now; "" when none does."""
    try:
        with (path / "lock").open(encoding="ascii", errors="replace") as file:
            owner = file.read(20).strip()
            if owner.isdecimal():  # who ended in good order leaves nothing; who was killed leaves his id, but no lock
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return owner
    except OSError:
        pass
    return ""


def _locked(path: Path) -> TextIO:
    try:
        opened = os.open(make_folder(path) / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _no_place(path, error) from error
    file = os.fdopen(opened, "r+", encoding="ascii", errors="replace")  # a power cut may leave anything in it
    try:
        _take(file)
    except OSError as error:
        file.seek(0)
        owner = file.read(20).strip() or "unknown"
        file.close()
        raise CourtesyError(f"another `courtesy run` (process {owner}) works with {path}; stop it first") from error
    return file


def _take(file: TextIO) -> None:
    """Lock `file`, which a command that only looks (`holder`) may have for less than a moment. Raises OSError."""
    for _ in range(_TRIES):
        with suppress(BlockingIOError):
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(_MOMENT)
    return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Database:
    """An SQLite file brought to the present schema. Every failure is a CourtesyError that names file and remedy."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Open `path`, or a database in memory for None. Raises CourtesyError."""
        self._path = path
        self._name = str(path or "the database in memory")
        self._afterwards: list[Callable[[], None]] = []
        with self._said_plainly():
            self._db = self._connect(read_only)
            self._db.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            self._db.execute("PRAGMA cache_size=-512")  # kB, not 2,000: the system keeps the file at hand too
            if read_only:
                self._check_version()
            else:
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten
                self._db.execute("PRAGMA synchronous=FULL")  # NORMAL may forget commits at a power cut
                self._migrate()

    def _connect(self, read_only: bool) -> sqlite3.Connection:
        if self._path is None:
            return sqlite3.connect(":memory:", isolation_level=None)
        if read_only:
            return sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        make_folder(self._path.parent)
        self.check_room()
        # Made here for its mode, which sqlite gives its side files too. One that is there is not opened: closing it
        # would end the locks of this process's other connections, and the next command would delete their log.
        with suppress(OSError):  # sqlite says better what is wrong
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
        return sqlite3.connect(self._path, isolation_level=None)

    def _migrate(self) -> None:
        """Apply the migrations that are missing, all in one transaction."""
        steps = migrations()
        if self._version() == len(steps):
            return
        with self.transaction():
            self._check_not_newer(len(steps))
            for step in steps[self._version() :]:
                for statement in statements(step):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version={len(steps)}")

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _check_not_newer(self, known: int) -> None:
        if self._version() > known:
            raise CourtesyError(f"{self._name} was written by a newer courtesy; install that version again")

    def _check_version(self) -> None:
        known = len(migrations())
        self._check_not_newer(known)
        if self._version() < known:
            raise CourtesyError(f"{self._name} was written by an older courtesy; start `courtesy run` once to renew it")

    def check(self) -> None:
        """Raise CourtesyError when the file is damaged."""
        found = self.rows("PRAGMA quick_check(1)")
        if found != [("ok",)]:
            raise self._damaged()

    def scrub(self) -> None:
        """Write the file anew, so that nothing of what was deleted is in it or its log. Raises CourtesyError."""
        problem = f"{self._name} is in use"
        for _ in range(_SCRUBS):
            try:
                with self._said_plainly():
                    self._db.execute("PRAGMA temp_store=MEMORY")  # nothing of it into another file
                    self._db.execute("VACUUM")
                    if self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                        return
            except CourtesyError as error:  # the service writes, or a command reads
                problem = str(error)
        remedy = "then `courtesy forget --older-than 999w` does the rest"
        raise CourtesyError(f"{problem}; what was forgotten can still be found in the file, {remedy}")

    def check_room(self) -> None:
        """Raise CourtesyError when the disk is as good as full: what is done must be noted, lest it be done again."""
        if self._path is not None:
            try:
                disk = os.statvfs(self._path.parent)
            except OSError as error:
                raise _no_place(self._path.parent, error) from error
            if disk.f_blocks and disk.f_bavail * disk.f_frsize < ROOM:  # none at all: this disk does not tell
                raise CourtesyError(f"{self._name} {_FULL}")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What `sql` answers. Raises CourtesyError."""
        with self._said_plainly():
            return self._db.execute(sql, values).fetchall()

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run `sql` for each of `rows`. Raises CourtesyError."""
        with self._said_plainly():
            self._db.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction it is part of that one. Raises CourtesyError."""
        if self._db.in_transaction:
            yield
            return
        self.check_room()
        with self._said_plainly():
            self._db.execute("BEGIN IMMEDIATE")
        self._afterwards.clear()
        try:
            yield
            with self._said_plainly():
                self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk may have rolled it back already
                self._db.execute("ROLLBACK")
            raise
        kept, self._afterwards = self._afterwards, []
        for do in kept:  # which may begin a transaction of its own
            do()

    def afterwards(self, do: Callable[[], None]) -> None:
        """Have `do` done when the transaction we are in is committed, and never when it fails; else at once."""
        if self._db.in_transaction:
            self._afterwards.append(do)
        else:
            do()

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _said_plainly(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._told(error) from error

    def _told(self, error: sqlite3.Error) -> CourtesyError:
        """The same fault in words for the owner."""
        code = getattr(error, "sqlite_errorname", "") or ""
        remedies = {
            "SQLITE_BUSY": "is locked by another program; close what has it open and try again",
            "SQLITE_LOCKED": "is locked by another program; close what has it open and try again",
            "SQLITE_FULL": _FULL,
            "SQLITE_IOERR": f"cannot be read or written ({error}); check the disk, and that it is not full",
            "SQLITE_READONLY": "cannot be written; check its owner and permissions",
            "SQLITE_CANTOPEN": "cannot be opened; check that its folder exists and belongs to you",
        }
        if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return self._damaged()
        said = next((said for name, said in remedies.items() if code.startswith(name)), f"failed: {error}")
        return CourtesyError(f"{self._name} {said}")

    def _damaged(self) -> Damaged:
        return Damaged(
            f"{self._name} is damaged; move it away and start again, `courtesy doctor` says how: "
            "the mailbox is read anew, what is still owed may be told a second time, and your notes and corrections go"
        )


def migrations() -> list[str]:
    """The migrations' SQL, oldest first; the n-th brings the schema from version n-1 to n."""
    files = sorted((f for f in shipped("store/migrations").iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [file.read_text(encoding="utf-8") for file in files]


def statements(script: str) -> Iterator[str]:
    """The single statements of `script`: sqlite3's own executescript would end the transaction we are in."""
    gathered = ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""

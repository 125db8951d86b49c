"""What is remembered survives, once, and what goes wrong with the file is said with its remedy."""

import fcntl
import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from courtesy.cases.actions import Alert, Hold, Release
from courtesy.cases.events import Event
from courtesy.errors import CourtesyError
from courtesy.mail.message import Address
from courtesy.reading import OwnMail, Reading, Span, Why
from courtesy.store.state import Database, lock, migrations, statements
from courtesy.store.store import Poison, Store

NOW = datetime(2026, 4, 14, 10, tzinfo=UTC)
HOLD = Hold(uid="a@courtesy", start=NOW, end=NOW + timedelta(hours=1), status="tentative", summary="Interview: Ridge")
ALERT = Alert(key="reply_needed:1", kind="reply_needed", text="Answer Ridge", due=NOW)
EVENT = Event(
    identity="one",
    at=NOW,
    sent=NOW - timedelta(minutes=1),
    message_id="<1@ridge.example>",
    references=("<0@ridge.example>",),
    subject="Interview",
    parties=(Address(name="Renée", email="renee@ridge.example"),),
    reading=Reading(
        kind="invite",
        times=(Span(start=NOW, end=NOW + timedelta(hours=1)),),
        deadline=(NOW + timedelta(days=1)).date(),
        duration=timedelta(minutes=45),
        why=(Why(rule="en/invite.ask", says="invite", weight=2.5, quote="would you have time"),),
        own=OwnMail(thanks=True),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "courtesy.db"


@pytest.fixture
def store(path: Path) -> Store:
    return Store(path)


def test_a_batch_is_filed_whole_and_once(store: Store, path: Path) -> None:
    late = replace(EVENT, identity="two", at=NOW - timedelta(hours=1), reading=Reading(kind="offer", deadline=NOW))
    poison = [Poison(place="INBOX, uid 3", reason="broken")]
    for _ in range(2):  # the cursor was lost, everything comes a second time
        store.file("mail", "7", seen=["one", "two", "three"], events=[EVENT, late], poison=poison, now=NOW)
    store.close()
    again = Store(path)
    assert again.events() == [late, EVENT]
    assert again.cursor("mail") == "7"
    assert again.cursor("other") is None
    assert again.unseen(["one", "four", *map(str, range(2000))]) == {"four", *map(str, range(2000))}
    assert again.quarantine() == [("mail", poison[0])]


def test_a_transaction_that_fails_leaves_no_trace(store: Store) -> None:
    def file_and_fail() -> None:
        with store.transaction():
            store.file("mail", "7", seen=["one"], events=[EVENT], now=NOW)
            store.tell([ALERT], ["desktop"], NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        file_and_fail()
    assert (store.events(), store.cursor("mail"), store.due(NOW)) == ([], None, [])


def test_a_hold_changes_with_a_higher_sequence_and_overtakes_what_waits(store: Store) -> None:
    moved = replace(HOLD, start=NOW + timedelta(hours=2), end=NOW + timedelta(hours=3))
    assert store.plan("calendar", [HOLD], NOW) == [HOLD]
    assert store.plan("calendar", [HOLD], NOW) == []
    assert store.plan("calendar", [moved], NOW) == [replace(moved, sequence=1)]
    assert [task.action for task in store.due(NOW)] == [replace(moved, sequence=1)]
    store.done(store.due(NOW)[0].id)
    assert store.plan("calendar", [], NOW) == [Release(uid=HOLD.uid)]
    assert store.plan("calendar", [], NOW) == []
    assert store.plan("calendar", [moved], NOW) == [replace(moved, sequence=3)]
    assert [task.action for task in store.due(NOW)] == [replace(moved, sequence=3)]
    assert store.plan("another calendar", [HOLD], NOW) == [HOLD]


def test_an_alert_is_told_once_by_each_channel_and_waits_until_it_is_done(store: Store) -> None:
    assert store.tell([ALERT], ["desktop", "mail"], NOW) == [ALERT]
    assert store.tell([ALERT], ["desktop", "mail", "new"], NOW) == []
    first, second = store.due(NOW)
    assert (first.effect, second.effect, first.action, first.since) == ("desktop", "mail", ALERT, NOW)
    store.done(first.id)
    store.later(second.id, NOW + timedelta(minutes=1), "no network")
    assert store.due(NOW) == []
    assert store.next_try() == NOW + timedelta(minutes=1)
    assert store.due(NOW + timedelta(minutes=1))[0].attempts == 1
    store.failed(second.id, NOW + timedelta(hours=6), "wrong password")
    assert store.waiting() == [("mail", ALERT, "wrong password")]
    store.retry(NOW)
    assert [task.attempts for task in store.due(NOW)] == [2]
    assert store.told(NOW) == [(NOW, ALERT)]


def test_what_waits_for_a_calendar_that_is_gone_is_forgotten_and_told_anew_when_it_returns(store: Store) -> None:
    store.plan("old", [HOLD], NOW)
    store.done(store.due(NOW)[0].id)
    store.tell([ALERT], ["old", "new"], NOW)
    store.keep_only(["new"], ["new"])
    assert [task.effect for task in store.due(NOW)] == ["new"]
    assert store.plan("old", [HOLD], NOW) == [HOLD]
    assert [task.action for task in store.due(NOW)] == [ALERT, HOLD]


def test_alerts_that_wait_for_a_channel_that_is_gone_go_to_those_that_are_there(store: Store) -> None:
    """Each once, but for those that a channel has told before, and with the moment at which they were decided."""
    heard = replace(ALERT, key="reply_needed:2")
    store.tell([heard], ["desktop", "mail"], NOW)
    store.done(store.due(NOW)[0].id)
    store.tell([ALERT], ["mail"], NOW)
    store.failed(store.due(NOW)[0].id, NOW + timedelta(hours=6), "wrong password")
    later = NOW + timedelta(hours=1)
    store.keep_only(["desktop", "calendar", "phone"], ["desktop", "phone"])
    assert [(task.effect, task.action, task.since) for task in store.due(later)] == [
        ("desktop", ALERT, NOW),
        ("phone", heard, NOW),
        ("phone", ALERT, NOW),
    ]


def test_what_was_done_a_month_ago_is_forgotten_but_never_told_again(store: Store) -> None:
    other = replace(ALERT, key="reply_needed:2")
    store.tell([ALERT, other], ["desktop"], NOW)
    store.plan("calendar", [HOLD], NOW)
    for task in store.due(NOW)[::2]:
        store.done(task.id)
    count = "SELECT count(*) FROM outbox"
    store.tidy(NOW + timedelta(days=29))
    assert store._db.rows(count) == [(3,)]
    store.tidy(NOW + timedelta(days=31))
    assert store._db.rows(count) == [(1,)]
    assert [action for _, action, _ in store.waiting()] == [other]
    assert store.tell([ALERT, other], ["desktop"], NOW) == []
    assert store.plan("calendar", [HOLD], NOW) == []


def test_what_waits_is_found_by_its_index(store: Store) -> None:
    """However long the list of what is done."""
    asked: list[str] = []
    store._db._db.set_trace_callback(asked.append)
    store.due(NOW)
    store.next_try()
    store.held_up(NOW)
    store._db._db.set_trace_callback(None)
    plans = [store._db.rows(f"EXPLAIN QUERY PLAN {sql}") for sql in asked]
    assert len(plans) == 3
    assert all("outbox_waiting" in plan[0][-1] for plan in plans)


def test_an_event_that_is_put_aside_stays_aside(store: Store, path: Path) -> None:
    store.file("mail", "7", seen=["one", "two"], events=[EVENT, replace(EVENT, identity="two")], now=NOW)
    store.put_aside("one", Poison(place="<1@ridge.example>", reason="KeyError: x"), NOW)
    store.close()
    again = Store(path)
    assert [event.identity for event in again.events()] == ["two"]
    assert again.unseen(["one"]) == set()
    assert again.quarantine() == [("", Poison(place="<1@ridge.example>", reason="KeyError: x"))]


def test_a_mailbox_is_lost_since_the_first_failure_and_back_at_the_first_look(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    assert store.lost("mail", "no route", NOW) == NOW
    assert store.lost("mail", "wrong password", later) == NOW
    assert [(look.lost, look.problem) for look in store.looks()] == [(NOW, "wrong password")]
    store.looked("mail", later)
    assert [(look.looked, look.lost, look.problem) for look in store.looks()] == [(later, None, "")]


def test_the_first_run_is_remembered(store: Store) -> None:
    assert store.begun(NOW) == NOW
    assert store.begun(NOW + timedelta(days=1)) == NOW


def test_only_the_owner_may_read_the_state(store: Store, path: Path) -> None:
    store.begun(NOW)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def _schema(database: sqlite3.Connection) -> list[tuple[str, str]]:
    rows = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return [(name, " ".join(re.sub("--.*", "", sql).split())) for name, sql in rows]


def test_all_migrations_make_the_schema_that_is_written_down(path: Path) -> None:
    Database(path).close()
    fresh = sqlite3.connect(":memory:")
    fresh.executescript((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8"))
    assert _schema(sqlite3.connect(path)) == _schema(fresh)


@pytest.mark.parametrize("version", range(len(migrations())))
def test_a_file_of_any_version_is_brought_up_to_date(path: Path, version: int) -> None:
    path.parent.mkdir()
    old = sqlite3.connect(path)
    for step in migrations()[:version]:
        for statement in statements(step):
            old.execute(statement)
    old.execute(f"PRAGMA user_version={version}")
    old.close()
    with pytest.raises(CourtesyError, match="older courtesy"):
        Store(path, read_only=True)
    Database(path).close()
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == (len(migrations()),)
    Store(path, read_only=True).events()


def test_a_newer_file_is_left_alone(path: Path) -> None:
    Store(path).close()
    sqlite3.connect(path).execute("PRAGMA user_version=999")
    for read_only in (False, True):
        with pytest.raises(CourtesyError, match="written by a newer courtesy"):
            Store(path, read_only=read_only)


def test_a_damaged_file_is_named_with_its_remedy(store: Store, path: Path) -> None:
    store.file("mail", "7", seen=map(str, range(5000)), events=[], now=NOW)
    store.close()
    octets = bytearray(path.read_bytes())
    octets[4096 * 3 : -4096] = os.urandom(len(octets) - 4096 * 4)
    path.write_bytes(octets)
    with pytest.raises(CourtesyError, match=r"courtesy\.db is damaged; move it away"):
        Store(path).check()
    path.write_bytes(b"no database at all" * 1000)
    with pytest.raises(CourtesyError, match="damaged"):
        Store(path)


def test_a_full_disk_and_a_locked_file_are_said_in_one_line(store: Store, path: Path) -> None:
    store._db.rows("PRAGMA max_page_count=1")
    with pytest.raises(CourtesyError, match="disk is full"):
        store.file("mail", "7", seen=map(str, range(50_000)), events=[], now=NOW)
    assert store.unseen(["1"]) == {"1"}
    store._db.rows("PRAGMA busy_timeout=1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CourtesyError, match="locked by another program"):
        store.begun(NOW)


def test_two_connections_of_the_service_and_a_command_lose_nothing(store: Store, path: Path) -> None:
    """The service opens a second one to learn from a mail; a command that ends then must not take the log away."""
    Store(path).close()
    look = f"from pathlib import Path; from courtesy.store.store import Store; s = Store(Path({str(path)!r})); "
    look += "print(s.unseen(['kept'])); s.close()"
    found_here = {**os.environ, "PYTHONPATH": "daemon"}
    subprocess.run([sys.executable, "-c", look], env=found_here, check=True, capture_output=True)
    store.file("mail", "7", seen=["kept"], events=[], now=NOW)
    found = subprocess.run([sys.executable, "-c", look], env=found_here, check=True, capture_output=True, text=True)
    assert found.stdout == "set()\n", "what was filed after the command is seen by the next"


def test_one_program_at_a_time(tmp_path: Path) -> None:
    taken = f"lock(Path({str(tmp_path)!r})).__enter__()"
    program = f"from pathlib import Path; from courtesy.store.state import lock; print({taken}, flush=True)"
    environment = {**os.environ, "PYTHONPATH": "daemon"}

    def other() -> "subprocess.CompletedProcess[str]":
        """Another program, that does not end in good order."""
        command = [sys.executable, "-c", f"{program}; import os; os._exit(0)"]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    with lock(tmp_path) as in_order:
        assert in_order
        assert f"another `courtesy run` (process {os.getpid()}) works with" in other().stderr
    assert other().stdout == "True\n"
    with suppress(CourtesyError), lock(tmp_path) as in_order:
        assert not in_order
        raise CourtesyError("the disk is full")
    assert other().stdout == "True\n"


def test_who_only_looks_at_the_lock_keeps_nobody_from_starting(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    with (tmp_path / "lock").open() as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        threading.Timer(0.01, fcntl.flock, (looking, fcntl.LOCK_UN)).start()
        with lock(tmp_path) as in_order:
            assert in_order


def test_a_lock_that_a_power_cut_left_in_shreds_is_none(tmp_path: Path) -> None:
    (tmp_path / "lock").write_bytes(b"\xff\x00\xfe")
    with lock(tmp_path) as in_order:
        assert not in_order
    with lock(tmp_path) as in_order:
        assert in_order

"""Killed at any moment and started again, the program has done exactly what it would have done undisturbed."""

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.corpus.build import build
from tests.shell.plain_reader import plain_intake

from courtesy.cases.actions import Action, Alert
from courtesy.casework.intake import Intake, owner_of
from courtesy.config import file as config
from courtesy.desk import Desk
from courtesy.effects.vdir import Vdir
from courtesy.loop import Loop
from courtesy.mail.maildir import Maildir
from courtesy.running.feed import Feed
from courtesy.store.store import Store

NOW = datetime(2026, 4, 15, 18, tzinfo=UTC)
CONFIG = config.parse('[me]\naddresses = ["ada@mail.example"]\ntime_zone = "Europe/London"\n')
THREAD = {"References": "<r1@ridge.example>", "In-Reply-To": "<r1@ridge.example>"}
MONDAY = "2026-04-20T13:00+01:00/2026-04-20T14:00+01:00"
TUESDAY = "2026-04-21T10:00+01:00/2026-04-21T11:00+01:00"
RENEE = "Renee Castell <renee@ridge.example>"

FIRST: list[dict[str, Any]] = [
    {
        "id": "r1",
        "from": RENEE,
        "to": "ada@mail.example",
        "subject": "Interview with Ridge Health",
        "date": "2026-04-14T10:30:00+01:00",
        "headers": {"Message-ID": "<r1@ridge.example>"},
        "text": f"invite Ridge {MONDAY} {TUESDAY}",
    },
    {
        "id": "p1",
        "from": "Pat Moss <pat@moss.example>",
        "to": "ada@mail.example",
        "subject": "Interview at Moss & Sons",
        "date": "2026-04-14T12:30:00+01:00",
        "text": "invite Moss",
    },
]
LATER: list[dict[str, Any]] = [
    {
        "id": "r2",
        "from": RENEE,
        "to": "ada@mail.example",
        "subject": "Re: Interview with Ridge Health",
        "date": "2026-04-15T14:00:00+01:00",
        "headers": THREAD,
        "text": f"confirm Ridge {TUESDAY}",
    }
]


class FixedClock:
    def now(self) -> datetime:
        return NOW


class Notebook:
    """An alert channel that a reader can ask what was told, as a mailbox can be asked for a Message-ID."""

    name = "notebook"

    def __init__(self, path: Path) -> None:
        self._path = path

    def perform(self, action: Action) -> None:
        assert isinstance(action, Alert)
        told = self._path.read_text().splitlines() if self._path.exists() else []
        if action.key not in told:
            with self._path.open("a") as file:
                file.write(f"{action.key}\n")

    def close(self) -> None:
        pass


class Doomed:
    """An effect in whose hands the program may die, before or after the work is done."""

    def __init__(self, effect: Any, step: Callable[[], None]) -> None:
        self.name = effect.name
        self._effect = effect
        self._step = step

    def perform(self, action: Action) -> None:
        self._step()
        self._effect.perform(action)
        self._step()

    def close(self) -> None:
        self._effect.close()


@pytest.fixture(scope="module")
def intake() -> Intake:
    return plain_intake("ada@mail.example")


def deliver(folder: Path, rows: list[dict[str, Any]]) -> None:
    for sub in ("cur", "new", "tmp"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    for row in rows:
        path = folder / "cur" / f"{row['id']}:2,S"
        if not path.exists():
            waiting = folder / "tmp" / row["id"]
            waiting.write_bytes(build(row))
            arrived = datetime.fromisoformat(row["date"]).timestamp()
            os.utime(waiting, (arrived, arrived))
            waiting.rename(path)


def look(folder: Path, intake: Intake, step: Callable[[], None]) -> None:
    """One look of the service, with a chance to die at each statement of SQL and around each effect."""
    store = Store(folder / "state" / "courtesy.db")
    store._db._db.set_trace_callback(lambda sql: step())
    calendar, notebook = Vdir(folder / "calendar", clock=lambda: NOW), Notebook(folder / "told")
    desk = Desk(
        store,
        intake,
        owner_of(CONFIG, intake.packs),
        calendar=calendar.name,
        channels=(notebook.name,),
        begun=store.begun(NOW),
    )
    source = Maildir(folder / "mail", name="mail", sent="")
    since = NOW - timedelta(days=30)
    feeds = {"mail": lambda cursor, news: Feed(source, cursor, lambda: since, news, once=True)}
    effects = {effect.name: Doomed(effect, step) for effect in (calendar, notebook)}
    problems = Loop(desk, feeds, effects, FixedClock()).once()
    store.close()
    assert problems == []


def live(folder: Path, intake: Intake, last: int | None = None) -> int:
    """A life of the program in a process of its own; killed at its step `last`. How many steps it took."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        steps = 0

        def step() -> None:
            nonlocal steps
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            for mails in (FIRST, LATER):
                deliver(folder / "mail", mails)
                look(folder, intake, step)
            os.write(writing, str(steps).encode())
        finally:
            os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as result:
        counted = result.read()
    assert counted or os.WTERMSIG(status) == signal.SIGKILL
    return int(counted or 0)


def outcome(folder: Path) -> dict[str, str]:
    """The calendar and what was told."""
    told = {"told": "\n".join(sorted((folder / "told").read_text().splitlines()))}
    return told | {path.name: path.read_text() for path in (folder / "calendar").glob("*.ics")}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, intake: Intake) -> tuple[int, dict[str, str]]:
    """The steps of a life that nobody ends, and what comes of it."""
    folder = tmp_path_factory.mktemp("undisturbed")
    return live(folder, intake), outcome(folder)


def test_an_undisturbed_life_does_all_that_is_due(undisturbed: tuple[int, dict[str, str]]) -> None:
    _, wanted = undisturbed
    assert len(wanted) == 2, "one interview is held, of the two times that were proposed"
    assert wanted["told"].count("reply_overdue") == 2
    assert "STATUS:CONFIRMED" in "".join(wanted.values())


@pytest.mark.parametrize("part", range(6))
def test_a_kill_at_any_step_loses_nothing_and_doubles_nothing(
    tmp_path: Path, intake: Intake, undisturbed: tuple[int, dict[str, str]], part: int
) -> None:
    steps, wanted = undisturbed
    stride = max(1, steps // 36)
    for last in range(1 + part * stride, steps + 1, 6 * stride):
        folder = tmp_path / str(last)
        assert live(folder, intake, last) == 0
        assert live(folder, intake) > 0
        assert outcome(folder) == wanted, f"killed at step {last} of {steps}"


def test_a_mail_that_kills_the_program_is_found_and_put_aside(tmp_path: Path, intake: Intake) -> None:
    deadly = {**FIRST[1], "id": "d1", "from": "mallory@evil.example", "text": "deadly"}
    deliver(tmp_path / "mail", [deadly])
    lives = 0
    while live(tmp_path, intake) == 0:
        lives += 1
        assert lives < 5
    assert live(tmp_path, intake) > 0
    store = Store(tmp_path / "state" / "courtesy.db", read_only=True)
    assert [poison.reason for _, poison in store.quarantine()] == ["the program died over it"]
    assert "STATUS:CONFIRMED" in "".join(outcome(tmp_path).values())

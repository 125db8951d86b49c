"""A job seeker's home: a configuration, a maildir, and the real program run in it as a process of its own."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO
from zlib import crc32

import pytest
from tests.corpus.build import build

ROOT = Path(__file__).parents[2]
# The program with its waits shortened: what takes seconds or minutes in earnest takes parts of a second here.
_HURRIED = """
import sys
from datetime import timedelta
from courtesy import cli, loop
from courtesy.accounts import passwords
from courtesy.running import feed
from courtesy.effects import outbox
feed.FIRST_WAIT, feed.LONGEST_WAIT, passwords.COMMAND_SECONDS = 0.2, 0.5, 1
outbox.FIRST_WAIT = outbox.LONGEST_WAIT = loop.PAUSE = loop.GRACE = timedelta(seconds=0.5)
sys.exit(cli.main())
"""


def letter(company: str) -> bytes:
    """A plain invitation that `company` has just sent, to a time that is its own."""
    domain = company.split()[0].lower() + ".example"
    now = datetime.now(UTC)
    pick = crc32(company.encode())
    day = now + timedelta(days=20 + pick % 60)
    return build(
        {
            "id": f"{company.split()[0].lower()}1",
            "from": f"Renee Castell <renee@{domain}>",
            "to": "ada@mail.example",
            "subject": f"Interview with {company}",
            "date": now.isoformat(),
            "text": f"Dear Ada,\n\nWe would like to invite you to an interview on {day:%A} {day.day} {day:%B %Y} at "
            f"{8 + pick // 60 % 10:02}:00. Please reply and tell us whether this suits you.\n\n"
            f"Best regards,\nRenee Castell\n{company}\n",
        }
    )


class Home:
    """Everything lies in `folder`: the mail, the configuration, the state, the calendar."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.state = folder / "state"
        self.calendar = folder / "calendar"
        for sub in ("cur", "new", "tmp"):
            (folder / "mail" / sub).mkdir(parents=True)
            (folder / "mail" / ".Sent" / sub).mkdir(parents=True)
        self.surroundings: dict[str, str] = {}
        self.configure()

    def configure(self, *mailboxes: Mapping[str, object], alerts: Sequence[Mapping[str, object]] = ()) -> None:
        """Write the configuration: `mailboxes` beside the maildir, and the channels `alerts`, or else the terminal."""
        addresses = ["ada@mail.example", *(alert["to"] for alert in alerts if "to" in alert)]
        me = {"addresses": addresses, "time_zone": "Europe/London"}
        maildir = {"kind": "maildir", "name": "paper", "path": self.folder / "mail"}
        tables = [("[me]", me), ("[state]", {"folder": self.state}), ("[digest]", {"alerts_a_day": 0})]
        tables += [("[[mailbox]]", one) for one in (*mailboxes, maildir)]
        tables += [("[calendar]", {"kind": "vdir", "path": self.calendar})]
        tables += [("[[alert]]", one) for one in alerts or [{"kind": "terminal"}]]
        self.config.write_text("\n".join(f"{head}\n{_toml(table)}" for head, table in tables))

    def secret(self, words: str, mode: int = 0o600, name: str = "secret") -> Path:
        """A file with a password."""
        path = self.folder / name
        path.write_text(words)
        path.chmod(mode)
        return path

    def deliver(self, company: str) -> None:
        """Put an invitation into the maildir."""
        name = f"{time.time_ns()}.home"
        (self.folder / "mail" / "tmp" / name).write_bytes(letter(company))
        (self.folder / "mail" / "tmp" / name).rename(self.folder / "mail" / "new" / name)

    def holds(self) -> list[str]:
        """The summaries in the calendar."""
        entries = [path.read_text() for path in self.calendar.glob("*.ics")]
        return sorted(line[8:] for text in entries for line in text.splitlines() if line.startswith("SUMMARY:"))

    def run(self, *arguments: str, prepare: Callable[[], None] | None = None) -> "subprocess.CompletedProcess[str]":
        """A command, run to its end."""
        return subprocess.run(
            self._command(*arguments),
            env=self._environment(),
            preexec_fn=prepare,
            capture_output=True,
            text=True,
            timeout=90,
        )

    def once(self, prepare: Callable[[], None] | None = None) -> tuple[int, list[str], list[str]]:
        """`courtesy run --once`: its status, what it told, what it complained of."""
        ran = self.run("run", "--once", prepare=prepare)
        assert "Traceback" not in ran.stderr, ran.stderr
        return ran.returncode, list(filter(_is_alert, ran.stdout.splitlines())), ran.stderr.splitlines()

    def service(self) -> "Service":
        """`courtesy run`, until the end of the block."""
        return Service(self._command("run"), self._environment())

    def _command(self, name: str, *more: str) -> list[str]:
        return [sys.executable, "-c", _HURRIED, name, *more, "--config", str(self.config)]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT / "daemon"), "HOME": str(self.folder), **self.surroundings}


class Service:
    """A running `courtesy run`; `told` and `logged` are the lines so far of its two outputs, without what is quoted."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.told: list[str] = []
        self.logged: list[str] = []
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        assert self.process.stderr
        pairs: list[tuple[IO[str], list[str]]] = [(self.process.stdout, self.told), (self.process.stderr, self.logged)]
        self._readers = [
            threading.Thread(target=lines.extend, args=(filter(_is_alert, stream),), daemon=True)
            for stream, lines in pairs
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> "Service":
        return self.until(lambda: any("watching" in line for line in self.logged))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        finally:
            self.process.kill()
        for reader in self._readers:
            reader.join(5)
        if error is None:
            assert self.process.returncode == 0
            assert not any("Traceback" in line for line in self.logged)

    def until(self, reached: Callable[[], object]) -> "Service":
        """Wait until that is so, at most a minute."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if reached():
                return self
            time.sleep(0.01)
        raise AssertionError(f"told {self.told}, logged {self.logged}")

    def heard(self, words: str) -> int:
        """How many lines of either output hold `words`."""
        return sum(words in line for line in (*self.told, *self.logged))


def _is_alert(line: str) -> bool:
    """Whether it is neither the quotation that follows an alert nor the summary of `--once`."""
    return not line.startswith((" ", "Looked at "))


def _toml(table: Mapping[str, object]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value) if isinstance(value, int) else f"'{value}'"


@contextmanager
def full_disk(folder: Path, kilobytes: int = 4) -> Iterator[Callable[[], object]]:
    """Mount a small disk at `folder`, with room for a page at most; gives what makes room. Only root may do that."""
    options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("only root can mount a disk")
    if kilobytes <= 4:
        (folder / "ballast").write_bytes(bytes(4096))
    try:
        yield lambda: subprocess.run(["mount", "-o", "remount,size=4m", str(folder)], check=True)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)

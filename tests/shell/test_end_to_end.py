"""The whole service on a real IMAP server: mail comes in, the interview is held, the owner is told, once."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.corpus.build import build
from tests.servers.dovecot import PASSWORD, Dovecot

ROOT = Path(__file__).parents[2]
SOON = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=9)
LETTER = f"""Hi Ada,

Thank you for applying for the Clinic Manager position at Ridge Health. We would like to invite you to an interview by
video. Would {SOON:%A, %d %B %Y}, 10:00 - 11:00 suit you? Please let us know whether that time works for you.

Best regards,
Renee Castell
Talent Acquisition, Ridge Health
"""


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def service(server: Dovecot, tmp_path: Path) -> Callable[[], "subprocess.Popen[str]"]:
    """Starts the service on the mailbox of ada@mail.example."""
    (tmp_path / "password").write_text(PASSWORD)
    (tmp_path / "password").chmod(0o600)
    config = tmp_path / "config.toml"
    config.write_text(
        '[me]\naddresses = ["ada@mail.example"]\ntime_zone = "Europe/London"\n'
        f'[[mailbox]]\nkind = "imap"\nhost = "localhost"\nport = {server.tls_port}\nca_file = "{server.ca_file}"\n'
        f'user = "ada"\npassword_file = "{tmp_path / "password"}"\n'
        f'[calendar]\nkind = "vdir"\npath = "{tmp_path / "calendar"}"\n[[alert]]\nkind = "terminal"\n'
        f'[state]\nfolder = "{tmp_path / "state"}"\n'
    )
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "daemon")}
    command = [sys.executable, "-m", "courtesy", "run", "--config", str(config)]
    return lambda: subprocess.Popen(
        command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def deliver(server: Dovecot, folder: str, sender: str, to: str, subject: str, text: str) -> None:
    now = datetime.now(UTC)
    name = subject.replace(" ", ".")
    row = {"id": name, "from": sender, "to": to, "subject": subject, "date": now.isoformat(), "text": text}
    server.append("ada", build(row), folder)


def ended(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """Stop the service; what else it told and logged."""
    process.send_signal(signal.SIGTERM)
    told, logged = process.communicate(timeout=30)
    assert process.returncode == 0
    return told, logged


def test_an_invitation_is_held_and_told_once(
    server: Dovecot, service: Callable[[], "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    first = service()
    assert first.stdout
    assert first.stderr
    assert "watching mailbox ada@localhost" in first.stderr.readline()
    timer = threading.Timer(60, first.kill)  # rather than wait for ever
    timer.start()
    deliver(server, "INBOX", "Shop <news@shop.example>", "ada@mail.example", "Sale", "Everything at half price!")
    deliver(
        server,
        "INBOX",
        "Renee Castell <renee@ridge.example>",
        "ada@mail.example",
        "Interview invitation: Clinic Manager at Ridge Health",
        LETTER,
    )
    assert "Ridge Health" in first.stdout.readline()
    told, logged = ended(first)
    timer.cancel()
    assert (told, logged) == ("", "")
    (entry,) = (tmp_path / "calendar").glob("*.ics")
    assert "STATUS:TENTATIVE" in entry.read_text()

    again = service()
    assert again.stderr
    assert "watching" in again.stderr.readline()
    timer = threading.Timer(60, again.kill)
    timer.start()
    assert again.stdout
    second = LETTER.replace("Ridge Health", "Heron Books").replace("10:00 - 11:00", "15:00 - 16:00")
    deliver(server, "INBOX", "Jo Kay <jo@heron.example>", "ada@mail.example", "Interview at Heron Books", second)
    assert "Heron Books" in again.stdout.readline(), "and nothing of what came before"
    assert ended(again) == ("", "")
    timer.cancel()
    assert len(list((tmp_path / "calendar").glob("*.ics"))) == 2

"""How soon an invitation is told: from APPEND to the alert on the terminal, against a bare IDLE watcher.

usage: python -m bench.latency [--times 10]

Both watch the same mailbox of a Dovecot of their own in the same run, so that the server's own delay is the same
for both. Also said: what the waiting service holds in memory, and how long `courtesy --help` takes.
"""

import argparse
import imaplib
import os
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue

from bench.first_scan import CONFIG, COURTESY
from imapclient import IMAPClient
from tests.corpus.build import build
from tests.servers.dovecot import PASSWORD, Dovecot

WORDS = "Ash Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Kapok Larch Maple Nettle Oak Pine Quince Rowan".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10, help="invitations to send")
    times = parser.parse_args().times
    os.environ["PYTHONPATH"] = "daemon"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    server = Dovecot()
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder, service(server, Path(folder)) as (alerts, process):
            raw: SimpleQueue[float] = SimpleQueue()
            threading.Thread(target=watch, args=(server, raw.put), daemon=True).start()
            time.sleep(8)  # both are in IDLE: the service looks once more, five seconds after its first look
            memory = resident_mb(process.pid)
            pairs = [measured(server, number, raw, alerts) for number in range(times)]
    finally:
        server.stop()
    watcher, courtesy = (statistics.median(column) for column in zip(*pairs, strict=True))
    extra = statistics.median(later - sooner for sooner, later in pairs)
    print(f"APPEND to EXISTS, bare watcher     {watcher * 1000:7.1f} ms (median of {times})")
    print(f"APPEND to alert, courtesy run      {courtesy * 1000:7.1f} ms")
    print(f"of these courtesy's own            {extra * 1000:7.1f} ms (at most {worst(pairs) * 1000:.1f} ms)")
    print(f"resident memory of the idle service {memory:6.1f} MB")
    bare, help_ = seconds([sys.executable, "-c", "pass"]), seconds([*COURTESY, "--help"])
    print(f"courtesy --help                    {help_ * 1000:7.1f} ms, bare python {bare * 1000:.1f} ms")


def measured(
    server: Dovecot, number: int, raw: "SimpleQueue[float]", alerts: "SimpleQueue[float]"
) -> tuple[float, float]:
    """Send one invitation; the seconds until the watcher and the owner heard of it."""
    letter = invitation(number)
    with imaplib.IMAP4("localhost", server.port) as client:
        client.login("ada", PASSWORD)
        begun = time.perf_counter()
        client.append("INBOX", "", imaplib.Time2Internaldate(datetime.now(UTC)), letter)
    heard = raw.get(timeout=60) - begun, alerts.get(timeout=60) - begun
    time.sleep(1)
    return heard


def invitation(number: int) -> bytes:
    """Mail of a company that has not written before, with a day of its own."""
    name = WORDS[number % len(WORDS)] + (f" {number}" if number >= len(WORDS) else "")
    domain = name.replace(" ", "").lower() + ".example"
    now = datetime.now(UTC)
    day = now + timedelta(days=14 + number)
    text = f"We would like to invite you to an interview on {day:%A} {day.day} {day:%B %Y} at 10:00. "
    text += "Please reply and tell us whether this suits you."
    return build(
        {
            "id": f"latency{number}",
            "from": f"Renee Castell <renee@{domain}>",
            "to": "ada@mail.example",
            "subject": f"Interview with {name} Clinics",
            "date": now.isoformat(),
            "text": f"Dear Ada,\n\n{text}\n\nBest regards,\nRenee Castell\n{name} Clinics\n",
        }
    )


def watch(server: Dovecot, heard: Callable[[float], None]) -> None:
    """The bare watcher: what the fastest program could know."""
    tls = ssl.create_default_context(cafile=server.ca_file)
    client = IMAPClient("localhost", server.tls_port, ssl_context=tls)
    client.login("ada", PASSWORD)
    client.select_folder("INBOX", readonly=True)
    client.idle()
    while True:
        for answer in client.idle_check():
            if answer[1:] == (b"EXISTS",):
                heard(time.perf_counter())


@contextmanager
def service(server: Dovecot, folder: Path) -> Iterator[tuple["SimpleQueue[float]", "subprocess.Popen[str]"]]:
    """`courtesy run`; gives the moments of its alerts, and the process."""
    (folder / "secret").write_text(PASSWORD)
    (folder / "secret").chmod(0o600)
    config = folder / "config.toml"
    config.write_text(CONFIG.format(folder=folder, port=server.tls_port, ca=server.ca_file))
    process = subprocess.Popen([*COURTESY, "run", "--config", str(config)], stdout=subprocess.PIPE, text=True)
    alerts: SimpleQueue[float] = SimpleQueue()

    def listen() -> None:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("Reply to "):
                alerts.put(time.perf_counter())

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield alerts, process
    finally:
        process.terminate()
        process.wait(10)


def worst(pairs: list[tuple[float, float]]) -> float:
    return max(later - sooner for sooner, later in pairs)


def resident_mb(pid: int) -> float:
    """What `ps` says the process holds."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(said.stdout) / 1024


def seconds(command: list[str]) -> float:
    """The median of ten runs."""
    taken = []
    for _ in range(10):
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


if __name__ == "__main__":
    main()

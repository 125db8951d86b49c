"""How fast a big mailbox is read for the first time, against a plain loop and mbsync, on a Dovecot of its own.

usage: python -m bench.first_scan [--mails 10000] [--big 100]

All figures are of whole processes: wall seconds, peak memory, bytes that the server sent in the session.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.mailbox import mails, write_maildir
from tests.servers.dovecot import PASSWORD, Dovecot

COURTESY = [sys.executable, "-m", "courtesy"]
NAIVE = """
import email, email.policy, ssl, sys
from imapclient import IMAPClient
host, port, ca = sys.argv[1:]
client = IMAPClient(host, int(port), ssl=True, ssl_context=ssl.create_default_context(cafile=ca))
client.login("ada", {password!r})
client.select_folder("INBOX", readonly=True)
for uid in client.search("ALL"):
    raw = client.fetch([uid], ["RFC822"])[uid][b"RFC822"]
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    mail["subject"], mail["from"], (mail.get_body(("plain", "html")) or mail).get_content()
client.logout()
"""
WARM = """
import ssl, sys
from imapclient import IMAPClient
host, port, ca = sys.argv[1:]
client = IMAPClient(host, int(port), ssl=True, ssl_context=ssl.create_default_context(cafile=ca))
client.login("ada", {password!r})
client.select_folder("INBOX", readonly=True)
client.logout()
"""
CONFIG = """
[me]
addresses = ["ada@mail.example"]
time_zone = "Europe/London"
[state]
folder = "{folder}/state"
[[mailbox]]
kind = "imap"
host = "localhost"
port = {port}
user = "ada"
password_file = "{folder}/secret"
ca_file = "{ca}"
[calendar]
kind = "vdir"
path = "{folder}/calendar"
[[alert]]
kind = "terminal"
"""
MBSYNC = """
IMAPAccount a
Host localhost
Port {port}
User ada
Pass {password}
SSLType IMAPS
CertificateFile {ca}

IMAPStore far
Account a

MaildirStore near
Path {folder}/mbsync/
Inbox {folder}/mbsync/INBOX

Channel c
Far :far:
Near :near:
Patterns INBOX
Sync Pull
Create Near
SyncState *
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One process, measured."""

    seconds: float
    peak_mb: float
    moved_mb: float
    output: str


def measure(command: Sequence[str], log: Path) -> Run:
    """Run `command` to its end; the bytes are those that Dovecot wrote about the sessions in the meantime."""
    before = log.stat().st_size if log.exists() else 0
    began = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        output.seek(0)
        said = output.read().decode(errors="replace")
    if status:
        raise RuntimeError(f"{' '.join(map(str, command[:4]))} failed: {said[-800:]}")
    time.sleep(0.5)  # the server writes its log when the session is over
    sent = sum(int(n) for n in re.findall(r"out=(\d+)", log.read_text()[before:]))
    return Run(seconds=seconds, peak_mb=usage.ru_maxrss / 1024, moved_mb=sent / 1e6, output=said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--big", type=int, default=100, help="how many have an attachment of 1 MB")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        server = Dovecot()
        write_maildir(server.folder / "mail" / "ada", mails(options.mails, options.big, newest=datetime.now(UTC)))
        server.give_away()
        server.start()
        try:
            compare(server, folder)
        finally:
            server.stop()


def compare(server: Dovecot, folder: Path) -> None:
    """Courtesy's first scan and its second look, then the peers, each a process of its own."""
    log = server.folder / "log"
    (folder / "secret").write_text(PASSWORD)
    (folder / "secret").chmod(0o600)
    (folder / "config.toml").write_text(CONFIG.format(folder=folder, port=server.tls_port, ca=server.ca_file))
    once = [*COURTESY, "run", "--once", "--config", str(folder / "config.toml")]
    naive = [sys.executable, "-c", NAIVE.format(password=PASSWORD), "localhost", str(server.tls_port), server.ca_file]
    measure([sys.executable, "-c", WARM.format(password=PASSWORD), *naive[-3:]], log)
    rows = {"courtesy, first scan": measure(once, log), "courtesy, nothing new": measure(once, log)}
    rows["loop: RFC822 one by one, policy.default"] = measure(naive, log)
    if shutil.which("mbsync"):
        (folder / "mbsync").mkdir()
        (folder / "mbsyncrc").write_text(
            MBSYNC.format(folder=folder, port=server.tls_port, password=PASSWORD, ca=server.ca_file)
        )
        rows["mbsync (fetches, understands nothing)"] = measure(["mbsync", "-c", str(folder / "mbsyncrc"), "c"], log)
    print(f"{'':42} {'wall s':>8} {'peak MB':>8} {'moved MB':>9}")
    for name, run in rows.items():
        print(f"{name:42} {run.seconds:8.2f} {run.peak_mb:8.1f} {run.moved_mb:9.4f}")
    ratio = rows["loop: RFC822 one by one, policy.default"].seconds / rows["courtesy, first scan"].seconds
    print(f"courtesy is {ratio:.1f} times as fast as the loop")


if __name__ == "__main__":
    main()

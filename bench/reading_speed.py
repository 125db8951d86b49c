"""How long a mail takes to parse and to read, and what the rules cost to load, against the parser of the library.

usage: python -m bench.reading_speed [--mails 1000]

Milliseconds of processor time a mail, best of three rounds; the peer parses with email.policy.default and looks for
a few words. Loading is measured in a process of its own.
"""

import argparse
import email
import email.policy
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from bench.mailbox import mails

from courtesy.casework.intake import Intake, intake_of
from courtesy.config.tables import Config

NEWEST = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = re.compile(r"(?i)\b(?:interview|application|position|candidate|recruiter|offer|availability)\b")
LOADING = """
import json, time
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
begun, before = time.process_time(), resident()
from courtesy.config.tables import Config
from courtesy.casework.intake import intake_of
imported = time.process_time()
intake_of(Config())
print(json.dumps([1000 * (imported - begun), 1000 * (time.process_time() - imported), before, resident()]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=1000, help="of each sort")
    options = parser.parse_args()
    imported, loaded, before, resident = loading()
    print(f"import {imported:.0f} ms, rules loaded {loaded:.0f} ms; resident {before:.1f} -> {resident:.1f} MB")
    intake = intake_of(Config())
    print(f"{'ms a mail':16} {'mails':>6} {'parse':>7} {'read':>7} {'together':>9} {'peer':>7}")
    for name, raws in sorts(options.mails).items():
        compare(name, raws, intake)


def loading() -> list[float]:
    """What LOADING says of a program whose modules are compiled, as those of an installed one are."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        command = [sys.executable, "-c", LOADING]
        said = [subprocess.run(command, check=True, capture_output=True, text=True, env=settings) for _ in range(2)]
    numbers: list[float] = json.loads(said[-1].stdout)
    return numbers


def sorts(count: int) -> dict[str, list[bytes]]:
    """Ordinary mail and job mail, at most `count` of each; one mail in twenty of a mailbox is about a job."""
    ordinary: list[bytes] = []
    job: list[bytes] = []
    for _, raw in mails(21 * count, 0, newest=NEWEST):
        pile = ordinary if b"@everyday.example>" in raw else job
        if len(pile) < count:
            pile.append(raw)
        if len(job) == len(ordinary) == count:
            break
    return {"ordinary mail": ordinary, "job mail": job}


def compare(name: str, raws: Sequence[bytes], intake: Intake) -> None:
    """A line of the table."""
    messages = [intake.parse(raw, NEWEST) for raw in raws]
    parse = each(lambda raw: intake.parse(raw, NEWEST), raws)
    read = each(intake.read, messages)
    print(f"{name:16} {len(raws):6} {parse:7.3f} {read:7.3f} {parse + read:9.3f} {each(peer, raws):7.3f}")


def peer(raw: bytes) -> bool:
    """What a small script would do: parse with the library, look for words."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    return WORDS.search(f"{mail['from']} {mail['subject']} {body.get_content() if body else ''}") is not None


def each(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Milliseconds of processor time that `work` takes for one item, in the best of three rounds."""
    rounds = []
    for _ in range(3):
        begun = time.process_time()
        for item in items:
            work(item)
        rounds.append(time.process_time() - begun)
    return 1000 * min(rounds) / len(items)


if __name__ == "__main__":
    main()

"""Two programs of ours that change one file at the same time: neither loses what the other writes."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from courtesy import files
from courtesy.effects.written import Written
from courtesy.errors import CourtesyError
from courtesy.owner import own_rules

TIMES = 40
BEGIN = """
import sys
from pathlib import Path
from courtesy.effects.written import Written
from courtesy.owner.own_rules import add, remove
path, me = Path(sys.argv[1]), sys.argv[2]
print(flush=True)
input()
"""
TEACHES = """
for n in range({times}):
    add(path, f'\\n# {{me}}{{n}}, a mail\\n\\n[[rule]]\\nname = "invite-{{me}}{{n}}"\\n')
    assert n % 2 or remove(path, f"{{me}}{{n}}")
"""
KEEPS = """
for n in range({times}):
    Written(path).put(f"{{me}}{{n}}", "kept")
    n % 2 or Written(path).drop(f"{{me}}{{n}}")
"""


def together(program: str, path: Path) -> None:
    """Run `program` twice at once on `path`, as "a" and as "b"."""
    code = BEGIN + program.format(times=TIMES)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), me],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=env,
        )
        for me in "ab"
    ]
    for one in both:
        assert one.stdout is not None
        one.stdout.readline()  # it is ready
    for one in both:
        assert one.stdin is not None
        one.stdin.write(b"\n")
        one.stdin.flush()
    assert [one.wait() for one in both] == [0, 0]
    for one in both:
        one.communicate()


def left() -> set[str]:
    """What is there in the end of what each began."""
    return {f"{me}{n}" for me in "ab" for n in range(1, TIMES, 2)}


def test_two_that_teach(tmp_path: Path) -> None:
    path = tmp_path / "my-rules.toml"
    together(TEACHES, path)
    assert {f"invite-{one}" for one in left()} == {rule["name"] for rule in tomllib.loads(path.read_text())["rule"]}


def test_two_that_keep_entries_in_a_calendar(tmp_path: Path) -> None:
    path = tmp_path / ".courtesy.json"
    together(KEEPS, path)
    written = Written(path)
    assert {name for name in (f"{me}{n}" for me in "ab" for n in range(TIMES)) if written.get(name)} == left()


def test_one_that_does_not_let_go_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LONGEST_WAIT", 0.1)
    path = tmp_path / "my-rules.toml"
    with files.alone_with(path), pytest.raises(CourtesyError, match=r"my-rules\.toml cannot be .*another program"):
        own_rules.add(path, "\n[[rule]]\n")
    own_rules.add(path, "\n[[rule]]\n")  # and once it has
    assert path.exists()

"""The manual page and the completion of shells say what the commands say of themselves."""

import re
import shutil
import sqlite3
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from courtesy.cli import COMMANDS, main
from courtesy.shown.shells import SHELLS
from courtesy.shown.usage import usages

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/man/courtesy.1"


def test_the_page_is_that_of_today() -> None:
    """After a change: make man."""
    spec = spec_from_file_location("man", ROOT / "docs/man/make.py")
    assert spec is not None
    assert spec.loader is not None
    maker = module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.page() == PAGE.read_text(encoding="utf-8")
    assert all(f"\n.SS courtesy {command}\n" in maker.page() for command in COMMANDS)


def test_the_state_is_read_as_the_page_on_privacy_says() -> None:
    """Its queries are answered by the tables that there are."""
    db = sqlite3.connect(":memory:")
    db.executescript((ROOT / "tests/shell/schema.sql").read_text(encoding="utf-8"))
    page = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    queries = re.findall(r'courtesy\.db "(SELECT [^"]+)"', page)
    assert len(queries) >= 3
    for query in queries:
        assert db.execute(query).fetchall() == []


def test_every_picture_is_small_and_shown() -> None:
    """On a page; they are not in the sdist."""
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")))
    for picture in [*(ROOT / "docs/pictures").glob("*.png"), *(ROOT / "docs/pictures").glob("*.svg")]:
        assert picture.stat().st_size < 100_000
        assert f"pictures/{picture.name})" in pages, picture.name


def test_the_page_can_be_set() -> None:
    """Without a warning."""
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    ran = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8", PAGE], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_takes_its_completion(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is written in its language; bash and fish also show what they make of it."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    assert main(["completion", shell]) == 0
    path = tmp_path / "courtesy"
    path.write_text(capsys.readouterr().out)
    assert subprocess.run([shell, "-n", path], capture_output=True, text=True).stderr == ""
    for words, expected in (
        ("courtesy sn", "snooze"),
        ("courtesy service un", "uninstall"),
        ("courtesy init --ti", "--ti"),
        ("courtesy export --format ma", "markdown"),
        ("courtesy wrong --kind inv", "invite"),
    ):
        assert any(one.startswith(expected) for one in completed(shell, path, words)), words


def completed(shell: str, path: Path, words: str) -> list[str]:
    """What the shell proposes; zsh can be asked at a terminal only."""
    if shell == "fish":
        command = f"source {path}; complete -C '{words}'"
    elif shell == "bash":
        count = len(words.split()) - 1
        command = (
            f"source {path}; COMP_WORDS=({words}); COMP_CWORD={count}; _courtesy; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        )
    else:
        return [option for usage in usages() for one in usage.options for option in (*one.names, *one.choices)] + [
            *COMMANDS
        ]
    return subprocess.run([shell, "-c", command], capture_output=True, text=True).stdout.splitlines()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_narrow_terminal(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for commands that are to be copied; and without a command there is help, too."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"] if command else [])
    assert ended.value.code == 0
    wide = [line for line in capsys.readouterr().out.splitlines() if len(line) > 80]
    assert not [line for line in wide if not line.startswith(("  courtesy ", "  echo "))]

"""The commands that macOS would run, with stand-ins for its programs that write down what they were given."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.effects.examples import REPLY, SCAM, SLOT

from courtesy.effects.macos import MacNotifications
from courtesy.errors import GiveUp, TryLater


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH; a program in it writes its arguments and input to `given`."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def install(folder: Path, name: str, ending: str = "") -> None:
    program = folder / name
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >{folder}/given\n/bin/cat >>{folder}/given\n{ending}\n')
    program.chmod(0o755)


def given(folder: Path) -> list[str]:
    return (folder / "given").read_text().splitlines()


def test_terminal_notifier_gets_the_text_by_its_input(programs: Path) -> None:
    install(programs, "terminal-notifier")
    install(programs, "osascript", "exit 1")
    shown = []
    for text in ("-remove ALL", "[x]", "[x]"):
        MacNotifications().perform(replace(REPLY, text=text, key=text))
        shown.append(given(programs))
    assert [lines[-2:] for lines in shown] == [
        [text, f"\u201c{REPLY.why}\u201d"] for text in ("-remove ALL", "[x]", "[x]")
    ]
    assert shown[0][:3] == ["-title", "Reply needed: Ridgeline Health", "-group"]
    assert shown[0][3] != shown[1][3] == shown[2][3]


def test_osascript_gets_the_words_as_arguments_only(programs: Path) -> None:
    install(programs, "osascript")
    MacNotifications().perform(replace(SCAM, text='" & (do shell script "id") & "\n-e'))
    lines = given(programs)
    assert lines[-2] == '" & (do shell script "id") & " -e'
    assert "verify" in lines[-1]
    assert [line for line in lines[:-3] if "do shell script" in line] == []
    assert lines[-3] == "Looks like a scam: Global <b>Payroll</b> & Co"


def test_what_goes_wrong_is_said(programs: Path) -> None:
    MacNotifications().perform(SLOT)
    with pytest.raises(GiveUp, match="install terminal-notifier"):
        MacNotifications().perform(REPLY)
    install(programs, "osascript", "echo not allowed >&2; exit 1")
    with pytest.raises(TryLater, match="not allowed"):
        MacNotifications().perform(REPLY)
    install(programs, "osascript", "exec /bin/sleep 5")
    with pytest.raises(TryLater, match="does not come to an end"):
        MacNotifications(timeout=0.2).perform(REPLY)

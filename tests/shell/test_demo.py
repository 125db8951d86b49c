"""The demo, as a newcomer sees it; on a maildir, which is faster than a server."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from courtesy.cli import main


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Play it, and return what it said."""
    monkeypatch.setattr("courtesy.demo.mailbox.find_spec", lambda name: None)

    def run(*options: str) -> str:
        assert main(["demo", *options]) == 0
        return capsys.readouterr().out

    return run


def test_the_story_is_told_and_what_it_leaves_behind(
    play: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = play()
    (left,) = tmp_path.iterdir()
    assert "Thu 05 Mar 11:00–11:30  confirmed  Interview Northgate Museum" in said
    assert f"Delete {left} when you have seen enough; with --folder DIR" in said


def test_a_folder_of_ones_own_is_kept(play: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "my demo"
    said = play("--folder", str(folder))
    assert len(list((folder / "calendar").glob("*.ics"))) == 3
    assert "Delete" not in said
    assert main(["demo", "--folder", str(folder)]) == 2

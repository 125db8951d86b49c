"""A mailbox in one file is never taken for its first mail, without a word."""

import json
import mailbox
from pathlib import Path

import pytest
from tests.shell.home import letter

from courtesy.cli import main
from courtesy.files import holds_several_mails

NOTED = "holds several mails (mbox)"


def box(path: Path, *companies: str) -> Path:
    with_mails = mailbox.mbox(path)
    for company in companies:
        with_mails.add(letter(company))
    with_mails.close()
    return path


def test_a_mailbox_is_named_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = box(tmp_path / "box.mbox", "Acme Tools", "Ridge Health")
    assert main(["read", str(file)]) == 1
    said = capsys.readouterr()
    assert NOTED in said.err
    assert "Interview with Acme Tools" in said.out
    listed = tmp_path / "history.jsonl"
    listed.write_text(json.dumps({"file": file.name, "arrives": "2026-03-02T10:00:00Z"}))
    for history, words in ((listed, NOTED), (file, "is a mailbox and no history")):
        assert main(["replay", "--history", str(history), "--until", "2026-04-01T00:00:00Z", "--json"]) == 2
        said = capsys.readouterr()
        assert words in said.err
        assert "\0" not in said.err


def test_one_mail_with_the_line_of_a_mailbox_above_it_is_a_mail(tmp_path: Path) -> None:
    assert not holds_several_mails(box(tmp_path / "one", "Acme Tools").read_bytes())
    quoted = (
        b"From jo@x.example Mon Mar  2 10:00:00 2026\nFrom: jo@x.example\n\nHi\n\nFrom Monday 10:30 on we are open.\nJo"
    )
    assert not holds_several_mails(quoted)

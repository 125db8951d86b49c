"""What the owner corrects by a button or by mail is learnt, one thing after the other, and what goes wrong is told."""

import logging
from pathlib import Path
from threading import Event as Moment
from threading import enumerate as threads
from typing import Any, ClassVar

import pytest
from tests.cases.histories import mail

from courtesy.cases.correct import Said
from courtesy.config.tables import Config, Rules, State
from courtesy.errors import CourtesyError
from courtesy.owner import lessons
from courtesy.owner.lessons import Lessons
from courtesy.owner.teaching import Lesson


class Teaching:
    """Takes a while, and counts how many are at it; over the second mail it stumbles."""

    at_once: ClassVar[list[int]] = []
    running: ClassVar[int] = 0

    def __init__(self, *_: Any) -> None: ...

    def correct(self, found: Any, said: Said, *, rule: bool) -> Lesson:
        Teaching.running += 1
        Teaching.at_once.append(Teaching.running)
        Moment().wait(0.02)
        Teaching.running -= 1
        if len(Teaching.at_once) == 2:
            raise CourtesyError("the mailbox is out of reach")
        return Lesson(subject="", short="", event=None, problems=("no rule would help",))


def test_lessons_are_learnt_one_after_the_other_and_faults_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Two at once would write the owner's rules, and one of them would be lost."""
    monkeypatch.setattr(lessons, "Teaching", Teaching)
    taught = Lessons(Config(state=State(folder=str(tmp_path)), rules=Rules(packs=("en",))), None, in_background=True)
    for _ in range(3):
        taught.learn(mail("invite", "03-02 09:00", "jo.kay@acme.example"), Said(kind="other"))
    for thread in threads():
        if thread.name == "lesson":
            thread.join(20)
    assert Teaching.at_once == [1, 1, 1]
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert sorted(one.partition("but: ")[2] for one in told) == [
        "no rule would help",
        "no rule would help",
        "the mailbox is out of reach",
    ]

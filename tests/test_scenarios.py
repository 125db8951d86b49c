"""Plays whole job hunts: once with every mail read as its label says, once with the program's own reading.

The first must go as a perfect assistant would have it. The second measures how well mail of people whom nobody
tuned for is understood; hunts that go wrong because a mail is misread are named below with that mail. They lie in
tests/scenarios, each writer's under a letter of its own.
"""

from pathlib import Path

import pytest
from tests.job_hunts import SCENARIOS, faults, load, packs, questions
from tests.label_reader import LabelIntake

MISREAD = {  # name of the scenario: which mail, taken for what
    "q07-barista-melbourne": "q07-08, kind words after the owner withdrew, taken for an invitation",
}
ASKED = {  # of which mails the owner is asked whether they are of an interview; more is too much
    "p15-conflicts-and-neighbours": ("p15-06, a calendar invitation of his present job",),
    "q07-barista-melbourne": ("q07-06, an interview that looks like a date among friends",),
    "q17-policy-analyst-wellington": ("q17-07, a post put on hold, which may be an interview called off",),
    "r19-answering-machines-and-copies": ("r19-08, papers asked for under the subject of the interview",),
    "t04-validation-boston-calendar-cancelled": ("t04-04, a dentist's appointment with a calendar part",),
    "t05-winemaker-adelaide-rejected-after-final": ("t05-12, the owner's thanks are thanked for",),
    "t08-civil-engineer-dubai-withdraws": ("t08-04, a recruiter's message about a job not applied for",),
    "t14-teacher-toronto-school-board": (
        "t14-02, an interview at the child's school",
        "t14-05, a staff meeting with a calendar part",
    ),
}
UNSAID = {"q11-chef-cape-town"}  # a length stated without a time, which no key of the labels holds


@pytest.mark.parametrize("path", [path for path in SCENARIOS if path.stem not in UNSAID], ids=lambda path: path.stem)
def test_a_job_hunt_goes_well_when_its_mail_is_read_right(path: Path) -> None:
    scenario = load(path)
    ids = scenario.message_ids()
    settings = scenario.config()
    intake = LabelIntake(
        packs=packs(),
        addresses=frozenset(settings.me.addresses),
        zone=settings.me.zone,
        mails={ids[mail["id"]]: mail for mail in scenario.told["mail"]},
    )
    assert not (wrong := faults(scenario, scenario.deeds(intake))), "\n".join([*scenario.told["story"], *wrong])


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_job_hunt_goes_well(path: Path, request: pytest.FixtureRequest) -> None:
    if path.stem in MISREAD:
        request.applymarker(pytest.mark.xfail(strict=True, reason=MISREAD[path.stem]))
    scenario = load(path)
    deeds = scenario.deeds(scenario.intake())
    assert not (wrong := faults(scenario, deeds)), "\n".join([*scenario.told["story"], *wrong])
    assert questions(deeds) <= len(ASKED.get(path.stem, ()))


def test_the_owner_is_hardly_asked() -> None:
    """A question is better than a wrong hold, and worse than none."""
    assert sum(map(len, ASKED.values())) <= len(SCENARIOS) // 10

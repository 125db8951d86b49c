"""Which rule files are loaded, and that any choice of them reads mail."""

import pytest
from tests.corpus.build import build, rows

from courtesy.casework.intake import Intake, intake_of
from courtesy.config.tables import Config, Rules
from courtesy.errors import ConfigError


def choosing(*packs: str) -> Intake:
    return intake_of(Config(rules=Rules(packs=packs)))


def test_german_alone_reads_german_and_stumbles_over_nothing() -> None:
    intake = choosing("de")
    for name in ("en1", "ml1"):
        for row in rows(name):
            intake.read(intake.parse(build(row)))
    letter = {
        "id": "absage",
        "from": "Ute Brandt <brandt@kranichwerk.example>",
        "to": "ada@mail.example",
        "subject": "Ihre Bewerbung als Buchhalterin",
        "date": "2026-03-02T09:00:00+01:00",
        "text": "Sehr geehrte Frau Fielding,\n\nvielen Dank für Ihre Bewerbung. Leider müssen wir Ihnen mitteilen, "
        "dass wir uns für einen anderen Bewerber entschieden haben.\n\nMit freundlichen Grüßen\nUte Brandt\n",
    }
    assert intake.read(intake.parse(build(letter))).kind == "reject"


def test_a_pack_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(ConfigError, match=r'no pack "klingon"; there are de, en, es, fr, it, nl, pt'):
        choosing("klingon")

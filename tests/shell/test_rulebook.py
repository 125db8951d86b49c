"""Which rule files are loaded, and that any choice of them reads mail."""

import pytest
from tests.corpus.build import build, rows

from courtesy.config import Config, Rules
from courtesy.errors import ConfigError
from courtesy.intake import Intake, intake_of


def choosing(*packs: str) -> Intake:
    return intake_of(Config(rules=Rules(packs=packs)))


def test_german_alone_reads_german_and_stumbles_over_nothing() -> None:
    intake = choosing("de")
    kinds = {row["id"]: intake.read(intake.parse(build(row))).kind for name in ("en1", "ml1") for row in rows(name)}
    regrets = [
        row["id"]
        for row in rows("ml1")
        if row["label"]["kind"] == "reject" and "leider" in (row.get("text") or "").lower()
    ]
    assert len(regrets) > 1
    assert [kinds[regret] for regret in regrets] == ["reject"] * len(regrets)


def test_a_pack_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(ConfigError, match=r'no pack "klingon"; there are de, en, es, fr, it, nl, pt'):
        choosing("klingon")

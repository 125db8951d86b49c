"""The plainest letters about an interview, in six languages, from firms of all sorts: none of them is passed over."""

import tomllib
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.corpus.build import build
from tests.job_hunts import packs

from courtesy.mail.parse import parse
from courtesy.reading.read import read
from courtesy.reading.reading import INTERVIEW

BERLIN = ZoneInfo("Europe/Berlin")
LETTERS = tomllib.loads(Path(__file__).with_name("plain_letters_abroad.toml").read_text("utf-8"))
STARTS = ["12 10:00", "10 14:00", "", "12 10:00", "13 10:00"]  # of each language's letters, in November
ENOUGH = 0.8  # of them are read as interviews; about the others the owner is asked


@pytest.mark.parametrize("language", LETTERS)
def test_no_plain_letter_is_passed_over(language: str) -> None:
    letters = LETTERS[language]
    told, passed_over = [], []
    for firm, subject, letter in product(letters["firms"], letters["subjects"], letters["letters"]):
        mail = {
            "id": "letter", "from": f"{firm} <info@house.example>", "to": "Mia Lindqvist <mia@mail.example>",
            "subject": subject, "date": "2026-11-02T09:00:00+00:00", "text": f"{letter}\n{firm}\n",
        }  # fmt: skip
        message = parse(build(mail), arrived=None)
        found = read(message, packs(), addresses=frozenset({"mia@mail.example"}), zone=BERLIN)
        told.append(found.kind in INTERVIEW)
        if found.kind in INTERVIEW:
            starts = " ".join(f"{span.start.astimezone(BERLIN):%d %H:%M}" for span in found.times)
            assert starts == STARTS[letters["letters"].index(letter)], f"{firm} / {subject} / {letter[:90]!r}"
        if found.kind not in INTERVIEW and not found.unsure:
            passed_over.append(f"{firm} / {subject} / {letter[:90]!r}")
    assert passed_over == []
    assert sum(told) >= ENOUGH * len(told)

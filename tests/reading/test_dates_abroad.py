"""What six languages say of when alike: said_abroad.toml holds the same sentence in each, and what is read in it."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import find
from courtesy.reading.words import Words
from courtesy.shipped import shipped

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
WORDS = {code: Words.load(shipped(f"rules/{code}/words.toml").read_text(encoding="utf-8")) for code in LANGUAGES}
SENT = datetime(2026, 10, 14, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday
SAID = tomllib.loads((Path(__file__).parent / "said_abroad.toml").read_text(encoding="utf-8"))["said"]
CASES = [(said, code) for said in SAID for code in LANGUAGES if code in said]


def told(spans):
    return [s.start.strftime("%d.%m. %H:%M") + (s.end.strftime("-%H:%M") if s.end else "") for s in spans]


def day(found: date | None) -> str:
    if found is None:
        return ""
    return found.strftime("%d.%m. %H:%M" if isinstance(found, datetime) else "%d.%m.")


@pytest.mark.parametrize(("said", "code"), CASES, ids=lambda one: one if isinstance(one, str) else one["kind"])
def test_the_same_is_read_in_every_language(said, code):
    found = find(
        newest=said[code],
        subject="",
        quoted="",
        sent=SENT,
        zone=ZoneInfo("Europe/Berlin"),
        kind=said["kind"],
        words=WORDS[code],
        beside=WORDS["en"],
    )
    spans = {"times": told(found.times), "windows": told(found.windows)}
    spans["days"] = [day(one) for one in found.days]
    read = {**spans, "deadline": day(found.deadline), "news_by": day(found.news_by)}
    wanted = {key: said[key] for key in read if key in said}
    assert {key: read[key] for key in wanted} == wanted

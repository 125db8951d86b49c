"""A day that the owner jots down is the day that he means."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtesy.casework.intake import intake_of
from courtesy.config.tables import Config
from courtesy.reading.day import day_meant, day_promised

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 4, 14, 17, tzinfo=ZONE)  # a Tuesday
WORDS = intake_of(Config()).packs.words


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 May", "05-12"), ("May 12th", "05-12"),
        ("2026-05-12", "05-12"), ("12/5", "05-12"), ("by the 20th", "04-20"),
        ("they said end of next week", "04-24"), ("Friday", "04-17"), ("next Friday", "04-24"), ("tomorrow", "04-15"),
        ("today", "04-14"), ("two weeks", "04-28"), ("in a fortnight", "04-28"), ("end of the month", "04-30"),
        ("week of 4 May", "05-08"), ("on Thursday or Friday", "04-17"), ("early next week", "04-21"),
        ("Ende nächster Woche", "04-24"), ("12. Juni", "06-12"), ("in zwei Wochen", "04-28"), ("vendredi", "04-17"),
        ("le 12 mai", "05-12"), ("el viernes", "04-17"), ("venerdì", "04-17"), ("volgende week", "04-24"),
        ("no idea", None), ("yesterday", None), ("", None), ("12", None), ("when they are ready", None),
    ],
)  # fmt: skip
def test_days(text: str, day: str | None) -> None:
    meant = day_meant(text, now=NOW, zone=ZONE, words=WORDS)
    assert meant == (date.fromisoformat(f"2026-{day}") if day else None)


@given(st.text(max_size=400))
def test_whatever_is_typed_is_a_day_to_come_or_none(text: str) -> None:
    meant = day_meant(text, now=NOW, zone=ZONE, words=WORDS)
    assert meant is None or meant >= NOW.date()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Went well. They will get back to me by Friday.", "04-17"),
        ("They decide by 12 May", "05-12"),
        ("nice people\nThey'll let me know next week\nfree lunch", "04-24"),
        ("They said I would hear from them by Friday.", "04-17"),
        ("I'll hear back within two weeks", "04-28"),
        ("I promised them my answer by Friday.", None),
        ("I told them I'd decide by Friday", None),
        ("I have to get back to them by Friday", None),
        ("They want to hear from me by Friday", None),
        ("They need my references by Friday.", None),
        ("They want somebody to start on 1 June.", None),
        ("Tom is away until 12 May.", None),
    ],
)
def test_what_they_promised_is_told_from_what_he_did(text: str, day: str | None) -> None:
    promised = day_promised(text, now=NOW, zone=ZONE, words=WORDS["en"])
    assert (promised and promised[0]) == (date.fromisoformat(f"2026-{day}") if day else None)
    assert promised is None or promised[1] in text

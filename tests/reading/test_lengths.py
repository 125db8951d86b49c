"""How long a conversation takes is its length; how long somebody holds forth is not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import find
from courtesy.reading.words import Words
from courtesy.shipped import shipped

ZONE = ZoneInfo("Europe/Lisbon")
WORDS = Words.load(shipped("rules/en/words.toml").read_text(encoding="utf-8"))


def length(text: str) -> timedelta | None:
    sent = datetime(2026, 10, 14, 9, 30, tzinfo=ZONE)
    found = find(newest=text, subject="", quoted="", sent=sent, zone=ZONE, kind="invite", words=WORDS, owner="")
    return found.duration


@pytest.mark.parametrize(
    "said",
    [
        "Our head cook would love to speak with you for 25 minutes over Zoom.",
        "Ines and Bo want to speak to you for about 25 minutes by phone.",
        "Might you speak with our depot manager for 25 minutes?",
    ],
)
def test_a_talk_between_two_has_its_length(said: str) -> None:
    assert length(f"{said} Thursday 22 October at 11 would be good.") == timedelta(minutes=25)


@pytest.mark.parametrize(
    "said",
    [
        "Candidates speak for 25 minutes.",
        "You will speak about a herd of your choice for 25 minutes.",
        "Please speak to the class for 25 minutes.",
    ],
)
def test_a_speech_is_not_the_whole(said: str) -> None:
    assert length(f"{said} Thursday 22 October at 11 would be good.") is None

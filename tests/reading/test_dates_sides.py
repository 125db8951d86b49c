"""Numeric dates by who writes them: an American's 12/3 is the third of December, wherever the owner lives."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import find
from courtesy.reading.packs import Words
from courtesy.shipped import shipped

ENGLISH = Words.load(shipped("rules/en/words.toml").read_text(encoding="utf-8"))
GERMAN = Words.load(shipped("rules/de/words.toml").read_text(encoding="utf-8"))
FRENCH = Words.load(shipped("rules/fr/words.toml").read_text(encoding="utf-8"))


def days(text, *, sent, offset, owner, words=ENGLISH):
    """The days of the times in `text`, sent on `sent` at ten, `offset` hours from UTC, to an owner in `owner`."""
    moment = datetime.fromisoformat(f"{sent}T10:00").replace(tzinfo=timezone(timedelta(hours=offset)))
    found = find(newest=text, subject="", quoted="", sent=moment, zone=ZoneInfo(owner), kind="confirm", words=words)
    return [span.start.date().isoformat() for span in found.times]


@pytest.mark.parametrize(
    ("text", "sent", "offset", "owner", "wanted"),
    [
        # the mail itself: a number beyond twelve, a weekday that fits only one order
        ("Your visit is on 2/5 at 9:00, mine on 1/28 is off.", "2027-01-18", 1, "Europe/Paris", "2027-02-05"),
        ("Your interview is Thu 3/12 at 9:00.", "2026-11-23", -5, "America/New_York", "2026-12-03"),
        # the writer's side: an American offset, an American clock or address in a mail that left in UTC
        ("See you for the interview on 2/3 at 1:15 PM.", "2027-01-11", -8, "Europe/Madrid", "2027-02-03"),
        ("See you for the interview on 2/3 at 1:15 PM PT.", "2027-01-11", 0, "Europe/Madrid", "2027-02-03"),
        ("Your interview is 1/4 at 9 AM.\n\nJo, Austin, TX", "2026-12-07", 0, "Europe/London", "2027-01-04"),
        ("Interview: 4/5, 10:00 am", "2027-03-29", -4, "Europe/Dublin", "2027-04-05"),
        # ... and others put the day first, also to an American owner
        ("The interview is on 4/3 at 10am.", "2027-02-22", 11, "America/Chicago", "2027-03-04"),
        ("The interview is on 10/12 at 11.00.", "2026-10-05", 5.5, "America/New_York", "2026-12-10"),
        # nobody's side: what is near, for interviews are
        ("Your interview is on 12/3 at 14:30.", "2026-11-09", 0, "Europe/London", "2026-12-03"),
        ("Your interview is on 3/12 at 14:30.", "2026-11-09", 0, "America/New_York", "2026-12-03"),
        ("Interview 5/2 at 3pm.\n\nAnik, Toronto, Ontario", "2027-01-25", -5, "America/Toronto", "2027-02-05"),
        ("Interview 2/5 at 3pm.\n\nAnik, Toronto, Ontario", "2027-01-25", -5, "America/Toronto", "2027-02-05"),
        ("Your interview: 9/2, 2pm, Makati", "2027-08-23", 8, "Asia/Manila", "2027-09-02"),
        ("Your interview: 2/9, 2pm, Makati", "2027-08-23", 8, "Asia/Manila", "2027-09-02"),
        # and where both are near, what is usual where the owner lives
        ("Your interview is on 2/3 at 14:30.", "2027-01-18", 0, "Europe/London", "2027-03-02"),
        ("Your interview is on 2/3 at 14:30.", "2027-01-18", 0, "America/Denver", "2027-02-03"),
    ],
)
def test_who_writes_says_which_of_day_and_month_comes_first(text, sent, offset, owner, wanted):
    assert days(text, sent=sent, offset=offset, owner=owner) == [wanted]


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Ihr Vorstellungsgespräch ist am 2/3 um 9:30 Uhr.", GERMAN, "2027-03-02"),
        ("Votre entretien est confirmé pour le 2/3 à 9h30.", FRENCH, "2027-03-02"),
    ],
)
def test_only_english_puts_the_month_first(text, words, wanted):
    assert days(text, sent="2027-01-11", offset=-5, owner="America/New_York", words=words) == [wanted]

"""Thanks for what has been hide no time that is offered in the same sentence; sent on a Monday."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from tests.reading.test_dates_whose import WORDS, told

from courtesy.reading.dates import find

LONDON = ZoneInfo("Europe/London")
SENT = datetime(2026, 11, 9, 9, 0, tzinfo=LONDON)
OFFERED = {
    "Suite à votre candidature, je vous propose un entretien le jeudi 19 novembre à 14h.": "fr",
    "Merci pour votre candidature, je vous propose un entretien le jeudi 19 novembre à 14h.": "fr",
    "Vielen Dank für das Gespräch, wir laden Sie gern am Donnerstag, 19. November, um 14 Uhr ein.": "de",
    "Gracias por tu tiempo, te proponemos una entrevista el jueves 19 de noviembre a las 14:00.": "es",
    "Grazie per il tempo dedicato, la invitiamo a un colloquio giovedì 19 novembre alle 14.": "it",
    "Thank you for applying, we would like to invite you to interview on Thursday 19 November at 2pm.": "en",
    "Thank you for applying for the role and we'd like to invite you in on Thursday 19 November at 2pm.": "en",
    "Good to speak just now, as agreed I'll see you on Thursday 19 November at 2pm.": "en",
}
OVER = {
    "Suite à notre entretien de mardi à 14h.": "fr",
    "Merci pour votre venue jeudi à 14h.": "fr",
    "Vielen Dank für das Gespräch am Donnerstag um 10 Uhr.": "de",
    "Thanks for speaking with Dana on Tuesday at 10.": "en",
    "It was lovely to meet you on Tuesday at 10, and thanks for coming in.": "en",
    "We met at the fair on Tuesday at 3pm.": "en",
}


def times(text: str, language: str) -> list[str]:
    words = WORDS[language]
    found = find(newest=text, subject="", quoted="", sent=SENT, zone=LONDON, kind="invite", words=words)
    return told(found.times)


@pytest.mark.parametrize("text", OFFERED)
def test_a_time_in_a_clause_of_its_own_is_offered(text: str) -> None:
    assert times(text, OFFERED[text]) == ["19.11. 14:00"]


@pytest.mark.parametrize("text", OVER)
def test_a_time_that_thanks_are_given_for_is_none_to_come(text: str) -> None:
    assert times(text, OVER[text]) == []


def test_who_rings_about_the_interview_fixes_none() -> None:
    asked = "On Monday Nadia wrote:\n\nCould you do Thursday 19 November at 4pm, about 45 minutes?"
    ring = "All confirmed with Lumen. I'll give you a ring on Wednesday at 5.30 to run through it."
    read = partial(find, subject="", sent=SENT, zone=LONDON, kind="confirm", words=WORDS["en"])
    assert told(read(newest=ring, quoted="").times) == []
    assert told(read(newest=ring, quoted=asked).times) == []  # the application knows which was asked for
    itself = "All confirmed. I'll ring you on Wednesday at 5.30 to run through your CV."
    assert told(read(newest=itself, quoted="").times) == ["11.11. 17:30"]

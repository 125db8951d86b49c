"""Hours in words, as six languages say them, and the times of a forward, a move and a cancellation."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import Words, find
from courtesy.shipped import shipped

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
WORDS = {code: Words.load(shipped(f"rules/{code}/words.toml").read_text("utf-8")) for code in LANGUAGES}
SENT = datetime(2026, 10, 14, 8, tzinfo=UTC)  # a Wednesday


def read(text, *, language="en", kind="confirm", quoted="", subject="", cover=""):
    return find(
        newest=text, subject=subject, quoted=quoted, sent=SENT, zone=ZoneInfo("Europe/Berlin"), kind=kind,
        words=WORDS[language], cover=cover,
    )  # fmt: skip


def told(spans):
    return [s.start.strftime("%d.%m. %H:%M") + (s.end.strftime("-%H:%M") if s.end else "") for s in spans]


SPOKEN = {
    ("fr", "Rendez-vous mardi 20 octobre à seize heures quinze."): "16:15",
    ("fr", "Rendez-vous mardi 20 octobre à deux heures et demie."): "14:30",
    ("fr", "Rendez-vous mardi 20 octobre à neuf heures trente."): "09:30",
    ("de", "Das Gespräch ist am Dienstag, 20. Oktober um sechzehn Uhr."): "16:00",
    ("de", "Das Gespräch ist am Dienstag, 20. Oktober um fünf vor halb zehn."): "09:25",
    ("de", "Das Gespräch ist am Dienstag, 20. Oktober um drei viertel vier."): "15:45",
    ("de", "Das Gespräch ist am Dienstag, 20. Oktober um viertel vier."): "15:15",
    ("de", "Das Gespräch ist am Dienstag, 20. Oktober um Viertel nach drei."): "15:15",
    ("es", "La entrevista es el martes 20 de octubre a las diecisiete horas."): "17:00",
    ("it", "Il colloquio è martedì 20 ottobre alle quindici e trenta."): "15:30",
    ("nl", "Het gesprek is dinsdag 20 oktober om twee uur."): "14:00",
    ("nl", "Het gesprek is dinsdag 20 oktober om tien over half drie."): "14:40",
    ("pt", "A entrevista é na terça-feira, 20 de outubro, às quinze horas."): "15:00",
}


@pytest.mark.parametrize(("said", "hour"), SPOKEN.items())
def test_an_hour_in_words(said, hour):
    language, text = said
    assert told(read(text, language=language).times) == [f"20.10. {hour}"]


def test_hours_of_a_journey_are_no_hour_of_the_day():
    assert read("Le site est à deux heures de route de Lyon, on en parle mardi.", language="fr").times == ()


def test_who_hands_a_mail_on_says_the_time():
    cover = "Could you do Monday at 10 or Tuesday at 2?"
    below = "\n\nGet her in again, with Phil. Any day that week but Wednesday at 3pm."
    assert told(read(cover + below, kind="invite", cover=cover).times) == ["19.10. 10:00", "20.10. 14:00"]
    assert told(read("See below." + below, kind="confirm", cover="See below.").times) == ["21.10. 15:00"]


def test_the_hour_of_today_that_is_called_off():
    assert told(read("The taproom is shut for the day. Not your 1pm, not anyone's.", kind="cancel").times) == [
        "14.10. 13:00"
    ]


def test_a_time_by_which_a_cancelled_appointment_was_set():
    text = "Following a strike with effect from midnight, the interview scheduled for tomorrow by 10:00am is postponed."
    assert told(read(text, kind="cancel").times) == ["15.10. 10:00"]


def test_a_time_until_which_somebody_cannot_come_is_no_end():
    text = "The talk was to begin at ten on the 28th. She cannot be here until noon; I have moved it to noon."
    assert told(read(text, kind="reschedule").times) == ["28.10. 12:00"]


def test_days_in_lines_with_gaps_are_one_list():
    text = "What we have:\n\nTuesday 7:30 a.m. to 8:45 a.m.\n\nMonday 4:15 p.m. to 5:30 p.m."
    assert told(read(text, kind="invite").times) == ["20.10. 07:30-08:45", "26.10. 16:15-17:30"]

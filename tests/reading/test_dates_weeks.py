"""A week that is named holds for all the weekdays of its list; the same time holds on another day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import find
from courtesy.reading.packs import Words
from courtesy.shipped import shipped

BERLIN = ZoneInfo("Europe/Berlin")
SENT = datetime(2027, 3, 8, 9, 0, tzinfo=BERLIN)  # a Monday


def days(text, language="en"):
    """The days of March of the times in `text`."""
    words = Words.load(shipped(f"rules/{language}/words.toml").read_text(encoding="utf-8"))
    found = find(newest=text, subject="", quoted="", sent=SENT, zone=BERLIN, kind="invite", words=words)
    return [span.start.day for span in (*found.times, *found.windows)]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "Could we meet next week, Wednesday at 9 or Thursday at 3pm?", [17, 18]),
        ("en", "Could we meet next week: Thursday 3 p.m. or Tuesday 9 a.m.?", [18, 16]),
        ("en", "Are you free next week? Tuesday at 9.30 or Wednesday at 4.15 would suit us.", [16, 17]),
        (
            "en",
            "Here are our slots for next week:\n\n- Tuesday 09:00\n- Wednesday 10:30\n- Friday 15:00\n",
            [16, 17, 19],
        ),
        ("en", "Next week, Thursday at 10, Friday at 11 or Monday at 12 are open for the interview.", [18, 19, 22]),
        ("en", "The week after next, Tuesday 10:00 or Thursday 11:00, for your interview?", [23, 25]),
        ("de", "Ginge es nächste Woche am Mittwoch um 9:15 Uhr oder am Donnerstag um 15 Uhr?", [17, 18]),
        ("de", "Termine für nächste Woche:\n\n* Dienstag, 8:30 Uhr\n* Mittwoch, 13:00 Uhr\n", [16, 17]),
        ("fr", "Seriez-vous libre la semaine prochaine, mardi à 9h ou mercredi à 14h30 ?", [16, 17]),
        ("es", "¿Puede la próxima semana, el martes a las 9:00 o el miércoles a las 16:00?", [16, 17]),
        ("it", "Può venire la prossima settimana, martedì alle 9:00 o mercoledì alle 15:30?", [16, 17]),
        ("nl", "Kunt u volgende week dinsdag om 9.00 uur of woensdag om 14.30 uur?", [16, 17]),
        ("pt", "Pode na próxima semana, terça-feira às 9h00 ou quarta-feira às 15h30?", [16, 17]),
        ("de", "In der kommenden Woche hätten wir Mittwoch um 10:00 Uhr oder Donnerstag um 14:00 Uhr.", [17, 18]),
        # the week may come last
        ("en", "Could you do Wednesday at 10 or Friday at 2pm next week?", [17, 19]),
        ("fr", "Mercredi à 10h ou vendredi à 14h la semaine prochaine, cela vous irait ?", [17, 19]),
        # another sentence, another week
        ("en", "Could you do Friday at 10 or Tuesday at 2pm next week?", [12, 16]),
        ("en", "We are all away next week, so could you do Thursday at 3pm?", [11]),
        ("en", "The panel decides next week. Could you talk on Wednesday at 3pm?", [10]),
        ("en", "Next week, Tuesday at 10, or this week, Friday at 3?", [16, 12]),
    ],
)
def test_a_named_week_holds_for_its_list(language, text, wanted):
    assert days(text, language) == wanted


@pytest.mark.parametrize(
    ("language", "text", "new", "old"),
    [
        ("en", "I can't make tomorrow at 3 any more. May we push it to the same time on Friday?", 12, 9),
        ("en", "We must drop tomorrow at 3pm. Could we shift to the same hour on Thursday instead?", 11, 9),
        ("de", "Statt morgen um 15 Uhr ginge es bei uns nur zur selben Zeit am Freitag. Passt Ihnen das?", 12, 9),
    ],
)
def test_the_same_time_on_another_day_is_the_new_time_of_a_move(language, text, new, old):
    words = Words.load(shipped(f"rules/{language}/words.toml").read_text(encoding="utf-8"))
    found = find(newest=text, subject="", quoted="", sent=SENT, zone=BERLIN, kind="reschedule", words=words)
    assert [(span.start.day, span.start.hour) for span in found.times] == [(new, 15)]
    assert [(span.start.day, span.start.hour) for span in found.old_times] == [(old, 15)]

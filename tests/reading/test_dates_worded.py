"""Hours in words, as six languages say them, and the times of a forward, a move and a cancellation."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import find
from courtesy.reading.words import Words
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


def test_hours_without_a_day():
    moved = read("Please note that your interview is now at 15:00 on the same day.", kind="reschedule")
    assert [f"{hour:%H:%M}" for hour in moved.hours] == ["15:00"]
    zoned = read("Could we make it 11am ET rather than 10?", kind="reschedule")
    assert zoned.hours[0].isoformat() == "11:00:00-04:00"
    assert not read("It is now on Tuesday 20 October at 15:00.", kind="reschedule").hours


def test_a_number_that_counts_what_is_said_is_no_hour():
    text = (
        "Next: 1) a talk with Emil on Tuesday 20 October 10:00-11:30, 2) a chat with me on Friday 23 October at 13:00."
    )
    assert told(read(text, kind="invite").times) == ["20.10. 10:00-11:30", "23.10. 13:00"]


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


QUOTED = "On Mon, 12 Oct 2026 at 09:00, Ann Lee wrote:\n> See you Thursday 15 October at 10:30."
OFFERED = (
    "On Mon, 12 Oct 2026 at 09:00, Ann Lee wrote:\n> Thursday 15 October at 10:30, Friday 16 at 2pm or Monday 19 at 9?"
)
OLDER = {
    ("en", "reschedule", "Could we do the same time next week instead?", QUOTED): ["22.10. 10:30"],
    ("en", "reschedule", "Can we push by exactly a week, same time?", QUOTED): ["22.10. 10:30"],
    ("de", "reschedule", "Können wir um eine Woche schieben, gleiche Uhrzeit?", "> Donnerstag, 15.10., 10.30 Uhr"): [
        "22.10. 10:30"
    ],
    ("en", "confirm", "The last one it is.", OFFERED): ["19.10. 09:00"],
    ("en", "confirm", "See you then!", OFFERED): [],  # several were offered: which, nothing says
    ("nl", "confirm", "Top, de tweede graag.", "> donderdag 15 oktober om 10 uur of vrijdag 16 oktober om 14 uur"): [
        "16.10. 14:00"
    ],
    ("it", "invite", "Stesso giorno alle 11? Altrimenti giovedì 22 alle 16.", ""): ["22.10. 16:00"],
}  # fmt: skip


@pytest.mark.parametrize(("said", "times"), OLDER.items())
def test_what_the_older_mail_says(said, times):
    language, kind, text, quoted = said
    assert told(read(text, language=language, kind=kind, quoted=quoted).times) == times


LANGUAGES_SAY = {
    ("nl", "invite", "Kun je dinsdagavond om 7 uur?"): ["20.10. 19:00"],
    ("nl", "cancel", "Morgenavond half acht kan niet doorgaan."): ["15.10. 19:30"],
    ("nl", "reschedule", "Het gesprek maandag is niet 14:00 maar 15:30 geworden."): ["19.10. 15:30"],
    ("nl", "invite", "Vorige week vroegen we je om een tijd te prikken voor je gesprek."): [],
    ("de", "confirm", "Es handelt sich um eine Vertretung; das Gespräch klären wir."): [],
    ("de", "confirm", "Dann rufe ich Sie am kommenden Mittwoch um 11 Uhr an."): ["21.10. 11:00"],
    ("de", "confirm", "Bis am Mittwoch, 21. Oktober! Start 8.00, Feierabend 17.30."): ["21.10. 08:00-17:30"],
    ("de", "invite", "Komm halt am Do nach der Mittagspause vorbei, so um 4?"): ["15.10. 16:00"],
    ("es", "confirm", "Su entrevista quedó agendada para el día jueves 22 de octubre a las 4:30 pm."): ["22.10. 16:30"],
    ("fr", "confirm", "Je t'inscris pour mercredi 21 octobre à 10 h."): ["21.10. 10:00"],
    ("pt", "reschedule", "Passamos para dia 23, sexta, às 9h, pode ser?"): ["23.10. 09:00"],
    ("en", "invite", "I am away next week, Thursday at 3pm then?"): ["15.10. 15:00"],
    ("en", "confirm", "See you this coming Wednesday at 11."): ["21.10. 11:00"],
    ("en", "reschedule", "Let's do 22nd Oct (Thursday) same slot 3 pm on the same link."): ["22.10. 15:00"],
    ("en", "reschedule", "No worry about the bus. 10.20 instead of 10, Tuesday 20 October."): ["20.10. 10:20"],
    ("en", "confirm", "Open house starts at 9.30 on Saturday, but please come at 11am."): ["17.10. 11:00"],
    ("es", "reschedule", "Mañana no llego a las 13:00. ¿Podemos vernos a las 17:30?"): ["15.10. 17:30"],
    ("es", "invite", "El jueves 22 de octubre a las 8:00 a.m., a las 9:30 a.m."): ["22.10. 08:00", "22.10. 09:30"],
    ("it", "confirm", "Ti aspetto mercoledì 21 alle 7:30, finiamo verso mezzogiorno."): ["21.10. 07:30-12:00"],
    ("pt", "confirm", "Fechado então, teste na cozinha no domingo das 10 às 15."): ["18.10. 10:00-15:00"],
    ("en", "invite", "Can you get to the depot one morning next week, 7.30 start?"): [],  # on no day that is known
    ("en", "invite", "We do it on Monday 19-10, 9.30, same room?"): ["19.10. 09:30"],
}


@pytest.mark.parametrize(("said", "times"), LANGUAGES_SAY.items())
def test_a_time_in_its_language(said, times):
    language, kind, text = said
    assert told(read(text, language=language, kind=kind).times) == times


LIMITS = {
    ("it", "invite", "Risponda entro il 20, per favore."): "2026-10-20",
    ("pt", "invite", "Agradecemos que nos indique a sua preferência até ao próximo dia 23."): "2026-10-23",
    ("fr", "assessment", "4 questions, quand vous le voulez d'ici 72 heures."): "2026-10-17",
    ("de", "offer", "Der Link ist 10 Tage gültig."): "2026-10-24",
    ("es", "offer", "¿Nos dices algo antes de que acabe el miércoles?"): "2026-10-21",
    ("en", "offer", "You start on 12 January. Will you let me know by the 23rd?"): "2026-10-23",
    ("en", "invite", "Log on and choose your slot by 12 noon on Friday 16 October."): "2026-10-16",
    ("it", "invite", "Si prega di far pervenire la preferenza entro le ore 12 del 16 ottobre."): "2026-10-16",
    ("en", "offer", "Deposit the fee to HR today by 5 pm to get the letter."): "2026-10-14",
    ("en", "offer", "Fridays until 2pm, so take the weekend and tell us on Monday."): "2026-10-19",
    ("en", "invite", "Please tell me which one is good for you until 06.11."): "2026-11-06",
    ("en", "invite", "He's our CTO and wants to talk with you before the end of the week."): None,
}


@pytest.mark.parametrize(("said", "day"), LIMITS.items())
def test_by_when_to_answer(said, day):
    language, kind, text = said
    found = read(text, language=language, kind=kind).deadline
    assert (str(found)[:10] if found else None) == day


PROMISES = {
    ("de", "update", "Der Chef entscheidet am Dienstag, am Freitag melde ich mich."): "2026-10-23",
    ("de", "update", "Ich melde mich bis Ende der KW 45."): "2026-11-06",
    ("es", "update", "El lunes lo hablamos en equipo y el martes te cuento."): "2026-10-20",
    ("fr", "update", "Vous aurez une réponse sous quinzaine."): "2026-10-29",
    ("it", "update", "Contiamo di darti una risposta entro la fine del mese."): "2026-10-31",
    ("nl", "update", "Je hoort uiterlijk halverwege volgende week van ons."): "2026-10-21",
    ("pt", "update", "A direção reúne na segunda e na terça ligo-lhe com a resposta."): "2026-10-20",
    ("en", "update", "I should have something Tuesday."): "2026-10-20",
    ("en", "confirm", "It is on 19 October at 10. You hear within two weeks of the interview."): "2026-11-02",
    ("en", "update", "You will hear from us within two weeks of the interview."): None,  # which was when?
    ("it", "receipt", "Entro 10 giorni Le faremo sapere se il Suo profilo è stato selezionato."): "2026-10-24",
    ("en", "receipt", "Should you be shortlisted we will contact you within three weeks."): None,
}  # fmt: skip


@pytest.mark.parametrize(("said", "day"), PROMISES.items())
def test_by_when_they_come_back(said, day):
    language, kind, text = said
    found = read(text, language=language, kind=kind).news_by
    assert (str(found) if found else None) == day


def doubts(found):
    return [why.quote for why in found.why if why.says == "doubt"]


def test_an_hour_that_may_be_of_the_morning_or_the_evening_is_a_doubt():
    assert doubts(read("See you on Tuesday at seven.")) == ["seven may be of the morning or of the evening"]
    for plain in ("See you on Tuesday at 7pm.", "See you on Tuesday evening at seven.", "See you on Tuesday at 10."):
        assert not doubts(read(plain))
    assert not doubts(read("Bis Dienstag um 7 Uhr also.", language="de"))

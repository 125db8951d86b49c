"""What writers nobody had studied say of when: hours of the early morning, hours that are a house's, two clocks."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import Times, find
from courtesy.reading.words import Words
from courtesy.shipped import shipped

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
WORDS = {code: Words.load(shipped(f"rules/{code}/words.toml").read_text(encoding="utf-8")) for code in LANGUAGES}
BERLIN = ZoneInfo("Europe/Berlin")
SENT = datetime(2026, 10, 14, 9, 30, tzinfo=BERLIN)  # a Wednesday


def read(text, *, kind="invite", language="en", sent=SENT, zone=BERLIN) -> Times:
    return find(
        newest=text, subject="", quoted="", sent=sent, zone=zone, kind=kind, words=WORDS[language], beside=WORDS["en"]
    )


def told(spans):
    return [s.start.strftime("%d.%m. %H:%M") + (s.end.strftime("-%H:%M") if s.end else "") for s in spans]


AS_WRITTEN = [
    ("de", "Magst du am Samstag schnuppern kommen, von 5.30 bis 10 Uhr?", ["17.10. 05:30-10:00"]),
    ("de", "Sonntag, 18. Oktober, Frühdienst 6:15 bis ca. 11 Uhr, Wohnbereich 2.", ["18.10. 06:15-11:00"]),
    ("de", "Kannst du am Montag um 5.30 abends vorbeikommen?", ["19.10. 17:30"]),
    ("de", "Können Sie am Montag um 3 kommen?", ["19.10. 15:00"]),
    ("fr", "C'est noté pour ton essai: samedi 17 à 5h tapantes.", ["17.10. 05:00"]),
    ("fr", "Venez lundi 19 octobre de 6h15 à 11h30.", ["19.10. 06:15-11:30"]),
    ("fr", "On peut se parler lundi à 5h30 de l'après-midi ?", ["19.10. 17:30"]),
    ("nl", "Zaterdag 17 oktober proefdraaien, 6.30 tot 11 uur?", ["17.10. 06:30-11:00"]),
    ("nl", "Kun je maandag om 4 langskomen?", ["19.10. 16:00"]),
    ("it", "La prova è sabato 17 ottobre alle 5.45, entrata sul retro.", ["17.10. 05:45"]),
    ("it", "Ci vediamo lunedì alle 5?", ["19.10. 17:00"]),
    ("es", "La prueba es el sábado 17 de octubre a las 6:15 en la panadería.", ["17.10. 06:15"]),
    ("es", "¿Puedes venir el lunes a las 5?", ["19.10. 17:00"]),
    ("pt", "O teste é no sábado, 17 de outubro, às 6h15.", ["17.10. 06:15"]),
    ("en", "Trial on Saturday 17th, 6.30 start at the depot.", ["17.10. 06:30"]),
    ("en", "Could you join the early shift on Saturday 17th at 6?", ["17.10. 06:00"]),
    ("en", "Could you come on Monday 19th at 5.30?", ["19.10. 17:30"]),
    ("en", "Dinner service on Saturday 17th, 6.30 start, bring your knives.", ["17.10. 18:30"]),
]


@pytest.mark.parametrize(("language", "text", "times"), AS_WRITTEN)
def test_an_hour_of_the_early_morning_as_it_is_written(language, text, times):
    assert told(read(text, language=language).times) == times


def test_spanish_of_america_says_5_30_of_the_afternoon():
    bogota = ZoneInfo("America/Bogota")
    sent = SENT.astimezone(bogota)
    text = "¿Puede venir el lunes 19 de octubre a las 5:30?"
    assert told(read(text, language="es", sent=sent, zone=bogota).times) == ["19.10. 17:30"]


FOOT = [
    ("de", "Kommen Sie am Montag, 19. Oktober um 8.30 Uhr.", "Mit besten Grüßen\nTheresia Windhag\n",
     "Tel.-Zeiten: Mo bis Do 8.00-12.00 und 13.00-16.30, Fr 8.00-12.00"),
    ("de", "Das Gespräch ist am Montag, 19. Oktober um 8.30 Uhr.", "Mit freundlichen Grüßen\nW. Seidl\n",
     "Parteienverkehr: Mo 7.30-12.00 und 14.00-18.00, Mi und Fr 7.30-12.00 Uhr"),
    ("fr", "L'entretien aura lieu le lundi 19 octobre à 8h30.", "Cordialement,\nInès Roy\n",
     "Maison communale - ouverte de 9h à 12h, permanence le mercredi de 16h à 19h"),
    ("nl", "Het gesprek is op maandag 19 oktober om 8.30 uur.", "Met vriendelijke groeten,\nAnouk\n",
     "Loket: ma 9.00-12.00 en 13.00-16.00, wo 9.00-12.00"),
    ("it", "Il colloquio è lunedì 19 ottobre alle 8.30.", "Cordiali saluti\nLuisa Neri\n",
     "Portineria: lunedì 9.00-12.00 e 14.00-17.00, giovedì 9.00-12.00"),
    ("es", "La entrevista es el lunes 19 de octubre a las 8:30.", "Un saludo,\nCarmen\n",
     "Conserjería: lunes 9:00-13:00 y 16:00-19:00, jueves 9:00-13:00"),
    ("pt", "A entrevista é na segunda-feira, 19 de outubro, às 8h30.", "Com os melhores cumprimentos,\nRita\n",
     "Balcão: segunda 9h00-12h00 e 14h00-17h00, quinta 9h00-12h00"),
    ("en", "Your interview is on Monday 19 October at 8:30 am.", "Kind regards\nAnn\n",
     "Front counter Mon 9.00-12.00 and 14.00-17.00, Thu 9.00-12.00"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "body", "farewell", "hours"), FOOT)
def test_ranges_of_weekdays_below_the_farewell_are_a_houses_hours(language, body, farewell, hours):
    read_so = read(f"Hello,\n\n{body}\n\n{farewell}{hours}\n", kind="confirm", language=language)
    assert told(read_so.times) == ["19.10. 08:30"]
    above = read(f"Hello,\n\n{hours}\n\n{farewell}", language=language)
    assert above.times or above.windows  # the same line above the farewell is an offer


def test_a_postscript_and_a_date_below_the_farewell_count():
    text = "Which suits you?\n\nBest wishes\nAnn\n\nPS: Monday 9:00-9:45 or 11:00-11:45 would do too.\n"
    assert told(read(text).times) == ["19.10. 09:00-09:45", "19.10. 11:00-11:45"]
    text = "Which suits you?\n\nBest wishes\nAnn\n\n19 October 9:00-9:45, 11:00-11:45\n"
    assert told(read(text).times) == ["19.10. 09:00-09:45", "19.10. 11:00-11:45"]


MOVES = {
    "Making your trial Monday 19th instead of Thursday, still 9.30 to 2.30.": ["19.10. 09:30-14:30"],
    "Tomorrow's 11:00 can't happen. I can see you Monday 19th October at 11:00 or Tuesday 20th at 15:00 instead.": [
        "19.10. 11:00", "20.10. 15:00",
    ],
    "Earlier | Revised\nDate | 16-Oct-2026 | 19-Oct-2026 (Mon)\nTime | 11:00 AM | 3:00 PM\n": ["19.10. 15:00"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "times"), MOVES.items())
def test_a_move(text, times):
    assert told(read(text, kind="reschedule").times) == times


NEW_YORK, LONDON, KOLKATA = (ZoneInfo(name) for name in ("America/New_York", "Europe/London", "Asia/Kolkata"))
CLOCKS = [
    (
        "Wed 21 October, 9:00 NY / 15:00 NL\nThu 22 October, 10:30 NY / 16:30 NL",
        NEW_YORK, ["21.10. 09:00", "22.10. 10:30"],
    ),
    ("Wed 21 October, 15:00 NL / 9:00 NY", NEW_YORK, ["21.10. 09:00"]),
    ("Date: 21-10-2026\nTime: 12:00 noon Kuwait / 2:30 pm India", KOLKATA, ["21.10. 14:30"]),
    (
        "Option | Date | Minneapolis (CDT) | London (BST/GMT)\n1 | Thu 22 Oct | 9:00 AM | 3:00 PM\n"
        "2 | Mon 26 Oct | 9:00 AM | 2:00 PM\n", LONDON, ["22.10. 15:00", "26.10. 14:00"],
    ),
    (
        "Would these do? (U.S. Eastern; your time five hours later.)\n\nTue Oct 20, 9:30 am\nThu Oct 22, 9:00 am\n",
        LONDON, ["20.10. 14:30", "22.10. 14:00"],
    ),
    ("Walk-in on 21 October at 9.00 AM. Venue: Hotel Crescent, GST Road.", KOLKATA, ["21.10. 09:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zone", "times"), CLOCKS)
def test_the_owners_clock_of_two(text, zone, times):
    found = read(text, zone=zone)
    assert [span.start.astimezone(zone).strftime("%d.%m. %H:%M") for span in found.times] == times


def test_two_hours_as_far_apart_as_the_clocks_with_no_place_beside_them_are_two():
    assert len(read("Wed 21 October, 9:00 / 15:00, which suits?", zone=NEW_YORK).times) == 2


BESIDE = [
    ("fr", "le lundi 19 octobre 2026 à 15 h 20 (accueil à 14 h 50)", ["19.10. 15:20"]),
    ("de", "Am Montag, 19.10., eine Tour mitfahren, Abfahrt 6.30 Uhr vom Hof, Rückkehr gegen 12.", ["19.10. 06:30"]),
    ("de", "Montag, 19. Oktober\n\n08:45  Ankommen, Kakao\n09:00  Gruppenaufgabe\n", ["19.10. 09:00"]),
    ("nl", "Het gesprek is op maandag 19 oktober om 13.50 uur, lokaal 2.11.", ["19.10. 13:50"]),
    ("it", "Colloquio lunedì 19 ottobre alle 9.30, aula 3.12.", ["19.10. 09:30"]),
    (
        "en", "Monday 19 October\n8.45 am  Reporting, Hall 2\n9.00 am  Pre-placement talk\n10.00 am  Coding round\n",
        ["19.10. 10:00"],
    ),
    ("en", "Date: 19 October 2026\nSlot: 15:20 to 16:00\n", ["19.10. 15:20-16:00"]),
    ("en", "Monday 19 October, 2nd period (9.20 to 10.00), if you please.", ["19.10. 09:20-10:00"]),
    ("nl", "Kun je eens mee? Ma 19 of wo 21 okt, 7 uur bij de bus.", ["19.10. 07:00", "21.10. 07:00"]),
    ("en", "Can you start with a trial on Friday? 6 till close.", ["16.10. 18:00"]),
    ("en", "Are you about on Sunday for a chat, 12 or 4?", ["18.10. 12:00", "18.10. 16:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "times"), BESIDE)
def test_what_stands_beside_the_hour_that_counts(language, text, times):
    assert told(read(text, kind="confirm", language=language).times) == times


def test_walk_in_hours_on_both_days_are_two_windows():
    text = "Walk-in: 24 October 2026 (Saturday) and 25 October 2026 (Sunday)\nTime: 9.00 AM to 1.00 PM on both days\n"
    text += "Allow 30 minutes.\n"
    assert told(read(text).windows) == ["24.10. 09:00-13:00", "25.10. 09:00-13:00"]
    assert told(read("Attend on 24/10/2026 betwn 10 to 4 at our factory.").windows) == ["24.10. 10:00-16:00"]


LIMITS = [
    ("assessment", "en", "Window: 15 Oct 2026 10:00 AM to 18 Oct 2026 10:00 PM", (2026, 10, 18, 22)),
    ("assessment", "en", "Old deadline | 16 Oct 2026\nNew deadline | 19 Oct 2026", (2026, 10, 19)),
    ("assessment", "en", "Please complete both within 5 days of this email.", (2026, 10, 19)),
    ("assessment", "fr", "À compléter avant votre rendez-vous du 2 novembre, soit le 29 au plus tard.", (2026, 10, 29)),
    ("offer", "en", "Start: not before 2 November 2026. To accept, press Accept within 5 days.", (2026, 10, 19)),
    ("offer", "en", "I need a yes or no from you by 9 a.m. Tuesday so it can make the agenda.", (2026, 10, 20, 9)),
    ("offer", "en", "Could you telephone me before school breaks up on Friday?", (2026, 10, 16)),
    ("offer", "de", "Ein Exemplar bitte unterschrieben zurück, wenn möglich noch diese Woche.", (2026, 10, 16)),
    ("invite", "en", "If you have not chosen by noon on Monday 19 October your place may go.", (2026, 10, 19, 12)),
    ("invite", "en", "Sign up for a timeslot between 10/15 8:00 AM and 10/18 11:59 PM.", (2026, 10, 18, 23, 59)),
    ("invite", "fr", "Veuillez nous communiquer vos préférences pour le 19 octobre au plus tard.", (2026, 10, 19)),
    ("invite", "en", "My colleague is off in three weeks. Could you come by on Monday?", None),
    ("reschedule", "en", "You must accept the new date in the portal by 19 October.", (2026, 10, 19)),
    ("reschedule", "fr", "Peux-tu me revenir demain avant midi ?", (2026, 10, 15, 12)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "language", "text", "limit"), LIMITS)
def test_by_when_the_owner_must_act(kind, language, text, limit):
    found = read(text, kind=kind, language=language)
    expected = limit and (datetime(*limit, tzinfo=BERLIN) if len(limit) > 3 else date(*limit))
    assert found.deadline == expected
    assert limit is None or not (found.news_by or found.times or found.windows)


PROMISES = [
    ("receipt", "en", "Don't expect anything from me before Sunday.", None),
    ("receipt", "de", "Bitte erwarten Sie nichts vor Montag.", None),
    ("receipt", "nl", "Je hoort van ons niet voor maandag.", None),
    ("receipt", "en", "If you're shortlisted you will hear from us by Friday 23 October.", None),
    ("receipt", "en", "We will let you know by Friday 23 October whether you are shortlisted.", (2026, 10, 23)),
    ("update", "en", "Successful candidates will be contacted by 23 October.", None),
    ("update", "en", "I'll let you know over the weekend.", (2026, 10, 18)),
    ("update", "en", "She says end of the week.", (2026, 10, 16)),
    ("invite", "en", "Come on Monday at 10. You will hear from us by 23 October either way.", (2026, 10, 23)),
    ("assessment", "de", "Danach melden wir uns innerhalb von drei Arbeitstagen.", None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "language", "text", "day"), PROMISES)
def test_by_when_they_promise_to_come_back(kind, language, text, day):
    assert read(text, kind=kind, language=language).news_by == (day and date(*day))


def test_hours_for_ringing_up_are_no_window():
    assert not read("Please telephone us between 9:00 a.m. and 4:30 p.m. on Monday to arrange a time.").windows
    assert not read(
        "Rufen Sie uns bitte am Montag zwischen 10 und 15 Uhr an und wir machen einen Termin aus.", language="de"
    ).windows
    assert told(read("I can call you between 9:00 and 12:30 on Monday.").windows) == ["19.10. 09:00-12:30"]

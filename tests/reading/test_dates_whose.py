"""Which of the times of a mail are the owner's appointment, for which days, and on whose clock; sent on a Wednesday."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import Times, find
from courtesy.reading.words import Words
from courtesy.shipped import shipped

LONDON = ZoneInfo("Europe/London")
SENT = datetime(2026, 10, 14, 9, 30, tzinfo=LONDON)
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
WORDS = {code: Words.load(shipped(f"rules/{code}/words.toml").read_text(encoding="utf-8")) for code in LANGUAGES}
OWNER = "Tamsin Blakey tamsin blakey@mail example"


def read(text, kind="invite", *, language="en", zone=LONDON, sent=SENT, quoted="", their_clock=False) -> Times:
    return find(
        newest=text,
        subject="",
        quoted=quoted,
        sent=sent,
        zone=zone,
        kind=kind,
        words=WORDS[language],
        owner=OWNER,
        their_clock=their_clock,
    )


def told(spans, zone=LONDON):
    local = [(span.start.astimezone(zone), span.end) for span in spans]
    return [f"{start:%d.%m. %H:%M}" + (end.astimezone(zone).strftime("-%H:%M") if end else "") for start, end in local]


ITSELF = {  # a range that is the interview
    "Thursday 22 October, 2:00-3:30 pm, our studio. You'd present one case to Ines, Bart and me for 30 min.": [
        "22.10. 14:00-15:30"
    ],
    "It is half a day, with a 20 minute talk among it. Pick one:\n- Tuesday 20 October, 09:00 - 13:00\n"
    "- Friday 23 October, 13:00 - 17:00": ["20.10. 09:00-13:00", "23.10. 13:00-17:00"],
    "Would you do a paid half day in the shop? sat oct 24 or sun oct 25, 10 to 2, $120.": [
        "24.10. 10:00-14:00", "25.10. 10:00-14:00",
    ],
    "The assessment centre has a 15 minute interview in it. Tuesday 27 October, 9.30 to 15.30.": ["27.10. 09:30-15:30"],
    "A trial shift, then: Friday 23rd 18:00-22:00 or Saturday 24th 11:00-15:00, your choice.": [
        "23.10. 18:00-22:00", "24.10. 11:00-15:00",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "times"), ITSELF.items())
def test_a_range_that_is_the_interview(text, times):
    found = read(text)
    assert told(found.times) == times
    assert found.windows == ()


WINDOWS = {
    "I'm in the shop all day on Sunday, get there whenever between noon and 3.": ["18.10. 12:00-15:00"],
    "A 30 minute call on Tuesday 20 October, any time between 9 and 12?": ["20.10. 09:00-12:00"],
    "We see people on Tuesday 27 October between 9am and 12 noon. Would that half day suit?": ["27.10. 09:00-12:00"],
    "Walk-in drive for this role: 24 October (Saturday), 10 AM to 3 PM, Kharadi.": ["24.10. 10:00-15:00"],
}


@pytest.mark.parametrize(("text", "windows"), WINDOWS.items())
def test_a_range_within_which_to_choose(text, windows):
    found = read(text)
    assert told(found.windows) == windows
    assert found.times == ()


SEVERAL_DAYS = {
    "Come and see me mon 19/10 or tues 20/10, we're closed both, 3pm either day, back door.": [
        "19.10. 15:00", "20.10. 15:00",
    ],
    "Wednesday 21st or Thursday 22nd, 11 o'clock on both, whichever you like.": ["21.10. 11:00", "22.10. 11:00"],
    "Monday 19 October, arrive 9am, we eat at 12.30, done by 2.30. If Monday's no good, the Tuesday, same times.": [
        "19.10. 09:00-14:30", "20.10. 09:00-14:30",
    ],
    "Can you do Friday 23 October at 4pm? If the Friday doesn't suit, Saturday, same time.": [
        "23.10. 16:00", "24.10. 16:00",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "times"), SEVERAL_DAYS.items())
def test_one_hour_for_several_days(text, times):
    assert told(read(text).times) == times


MOVED = {
    "I can't have you up tomorrow. Could we do Monday 19th (a holiday, sorry) or Wednesday 21st? 9am as before.": [
        "19.10. 09:00", "21.10. 09:00",
    ],
    "Floor's dry. this sat oct 17 10-2? or if you'd rather do it after the clocks change, sun oct 25 same time": [
        "17.10. 10:00-14:00", "25.10. 10:00-14:00",
    ],
    "I'm leaving for Leeds at noon on Friday, so could we do Thursday the 22nd at 4 in place of Friday at 2?": [
        "22.10. 16:00"
    ],
    "Everything goes back by an hour, so on Friday your lesson is at 10.15, the pupils at 11 and "
    "the interview at 12.": [
        "16.10. 10:15", "16.10. 11:00", "16.10. 12:00",
    ],
    "The drive is shifted to Monday 19 October 2:00 PM. Teams link will be shared by 12 noon on "
    "Monday.": ["19.10. 14:00"],
    "It's Thursday 22 October at 10. The agenda will be sent to you on Wednesday at 5pm.": ["22.10. 10:00"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "times"), MOVED.items())
def test_a_move(text, times):
    assert told(read(text, "reschedule").times) == times


def test_a_move_to_the_same_time_on_another_day_of_that_week():
    asked = "Would you mind if we moved you to the Thursday? Our chair is at a funeral on Wednesday. Same time, 11.30."
    assert told(read(asked, "reschedule", quoted="I have you down for Wednesday 28 October at 11.30.").times) == [
        "29.10. 11:30"
    ]


CONFIRMED = {
    "Tuesday 20 October, 3pm till about 4. I'll ring you Monday night for a quick run through about half 6.": [
        "20.10. 15:00-16:00"
    ],
    "You see them Friday 23 October at 11. Give me a bell on Thursday at 5 for a prep call.": ["23.10. 11:00"],
    "Yes, thurs 22nd, the 11.30 one. Café not office.": ["22.10. 11:30"],
    "Monday 19 October at 2pm. The joining instructions will be with you by 9am on Monday.": ["19.10. 14:00"],
    "We see people next Thursday evening and you are one of five. You are at ten past seven.": ["22.10. 19:10"],
    "Lesson on Friday 9.40-10.10 with 4W, then the panel straight after at 10.15 until about 10.45.": [
        "16.10. 09:40-10:10", "16.10. 10:15-10:45",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "times"), CONFIRMED.items())
def test_a_time_beside_the_fixed_one_is_not_another(text, times):
    assert told(read(text, "confirm").times) == times


def test_a_limit_at_noon_is_no_slot():
    text = (
        "Tue 20 October, 9:00 a.m. or 10:30 a.m.? We must hear from you no later than Friday, 16 October, 12:00 noon."
    )
    found = read(text)
    assert told(found.times) == ["20.10. 09:00", "20.10. 10:30"]
    assert told([type(found.times[0])(start=found.deadline)]) == ["16.10. 12:00"]


@pytest.mark.parametrize("gone", ["is now gone, I'm afraid", "has been taken", "is no longer free"])
def test_a_time_that_is_gone_is_no_offer(gone):
    text = f"Monday the 19th at 11 {gone}. Tuesday 20th at 9 is still there, or Wednesday 21 October at 2."
    assert told(read(text).times) == ["20.10. 09:00", "21.10. 14:00"]


AGAIN = [
    "Tuesday the 20th at 2pm, Tuesday the 20th at 4.30pm, or Wednesday the 21st at 3pm, all Irish "
    "time, so 8am, 10.30am and 9am for you.",
    "Tuesday the 20th at 3pm, Tuesday the 20th at 5.30pm or Wednesday the 21st at 4pm Paris time "
    "(8am, 10.30am, 9am your time).",
    "Tuesday 20th at 2pm, Tuesday 20th at 4.30pm or Wednesday 21st at 3pm here. That is 8am, 10.30am and 9am for you.",
]


@pytest.mark.parametrize("text", AGAIN)
def test_a_list_said_again_on_another_clock_is_one_list(text):
    chicago = ZoneInfo("America/Chicago")
    found = read(text, zone=chicago, sent=datetime(2026, 10, 14, 17, 9, tzinfo=LONDON))
    assert told(found.times, chicago) == ["20.10. 08:00", "20.10. 10:30", "21.10. 09:00"]


TURNS = {
    "S/No.  NAME              DATE         TIME\n1      ABDI, FATUMA      21/10/2026   9.00 a.m.\n"
    "2      BLAKEY, TAMSIN    21/10/2026   9.40 a.m.\n"
    "3      OUMA, GRACE       21/10/2026   10.20 a.m.": ["21.10. 09:40"],
    "Candidates on Thursday 22 October:\n10:00 | R. Stone | Panel A\n10:45 | T. Blakey | Panel B\n"
    "11:30 | K. Orr | Panel A": [
        "22.10. 10:45"
    ],
    "Group 1 (surnames A to H): Saturday 17 October, 8.30am to 10am\n"
    "Group 2 (I to Z): Saturday 17 October, 10.30am to 12pm": [
        "17.10. 08:30-10:00"
    ],
    "Thursday 22 October by surname:\nM - Z: 9.00\nA - L: 11.00": ["22.10. 11:00"],
    "Two rounds:\nThursday 22 October, 9.00 with Ms Stone\nThursday 22 October, 11.00 with Mr Orr": [
        "22.10. 09:00", "22.10. 11:00",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "times"), TURNS.items())
def test_of_a_list_of_candidates_the_owners_turn(text, times):
    assert told(read(text, "confirm").times) == times


def test_a_day_of_an_older_mail_whose_parts_are_moved():
    text = (
        "Everything moves back by two hours, so your lesson is at 10.45, the panel at 11.30 and the interview at 12.30."
    )
    found = read(text, "reschedule", quoted="I am told that the physics practical starts at 8.00 on Thursday 22nd.")
    assert told(found.times) == ["22.10. 10:45", "22.10. 11:30", "22.10. 12:30"]


def test_who_comes_to_their_door_comes_by_their_clock():
    chicago = ZoneInfo("America/Chicago")
    before = datetime(2026, 10, 14, 17, 0, tzinfo=ZoneInfo("Europe/Dublin"))

    def times(text, sent=before, their_clock=True, zone=chicago):
        return told(read(text, "confirm", zone=zone, sent=sent, their_clock=their_clock).times, LONDON)

    assert times("Thursday 22 October at 11.20, 27 Lower Mount Street, Dublin 2.") == ["22.10. 11:20"]
    assert times("Thursday 22 October at 11.20, 27 Lower Mount Street.") == ["22.10. 11:20"]
    assert times("Thursday 29 October at 11.20, 27 Lower Mount Street, Dublin 2.") == ["29.10. 11:20"]  # winter then
    assert times("Thursday 22 October at 11.20 from our door on Hanover Quay.", their_clock=False) == ["22.10. 11:20"]
    assert times("Thursday 22 October at 11.20 on Zoom.", their_clock=False) == ["22.10. 17:20"]  # on the owner's
    assert times("Thursday 22 October at 11.20, in your office in Chicago.") == ["22.10. 17:20"]
    assert times("Thursday 22 October at 11.20 Eastern, 27 Lower Mount Street.") == ["22.10. 16:20"]
    assert times("Thursday 22 October at 11.20.", sent=before.astimezone(ZoneInfo("UTC"))) == ["22.10. 17:20"]


ELSEWHERE = [  # the same faults in other languages: what the mail is, its words, its times
    ("de", "invite", "Montag, 19.10. oder Dienstag, 20.10., 15 Uhr an beiden Tagen?", ["19.10. 15:00", "20.10. 15:00"]),
    ("de", "invite", "Montag um 11 Uhr ist leider vergeben. Am Dienstag um 9 Uhr wäre noch frei.", ["20.10. 09:00"]),
    ("de", "invite", "Ein halber Tag mit einem Gespräch von 30 Minuten: Dienstag, 20.10., 8 bis 12 Uhr?", [
        "20.10. 08:00-12:00",
    ]),
    ("de", "invite", "Passt Freitag, 23.10., 16 Uhr? Falls Freitag nicht geht, Samstag zur gleichen Zeit.", [
        "23.10. 16:00", "24.10. 16:00",
    ]),
    ("de", "confirm", "Dienstag, 20.10. um 10 Uhr. Den Link erhalten Sie am Montag um 12 Uhr.", ["20.10. 10:00"]),
    ("de", "confirm", "Dienstag, 20.10. um 10 Uhr. Ich rufe Montag um 18 Uhr zum Durchsprechen an.", ["20.10. 10:00"]),
    ("fr", "invite", "Lundi 19 octobre ou mardi 20 octobre, 15h, l'un ou l'autre jour ?", [
        "19.10. 15:00", "20.10. 15:00",
    ]),
    ("fr", "invite", "Lundi 19 à 11h n'est plus disponible. Mardi 20 octobre à 9h ?", ["20.10. 09:00"]),
    ("fr", "invite", "Une demi-journée, dont un échange de 30 minutes : mardi 20 octobre, 9h - 13h.", [
        "20.10. 09:00-13:00",
    ]),
    ("fr", "confirm", "Mardi 20 octobre à 10h. Le lien vous sera envoyé lundi à 12h.", ["20.10. 10:00"]),
    ("es", "invite", "Lunes 19 o martes 20 de octubre, a las 15:00 cualquiera de los dos días.", [
        "19.10. 15:00", "20.10. 15:00",
    ]),
    ("es", "invite", "El lunes 19 a las 11 ya no está disponible. ¿Martes 20 de octubre a las 9?", ["20.10. 09:00"]),
    ("es", "confirm", "Martes 20 de octubre a las 10:00. El enlace se enviará el lunes a las 12:00.", ["20.10. 10:00"]),
    ("it", "invite", "Venerdì 23 ottobre alle 16? Se venerdì non va bene, sabato, stessa ora.", [
        "23.10. 16:00", "24.10. 16:00",
    ]),
    ("it", "confirm", "Martedì 20 ottobre alle 10. Il link verrà inviato lunedì alle 12.", ["20.10. 10:00"]),
    ("nl", "invite", "Maandag 19 om 11 uur is helaas niet meer vrij. Dinsdag 20 oktober om 9 uur?", ["20.10. 09:00"]),
    ("nl", "confirm", "Dinsdag 20 oktober om 10 uur. De link ontvang je maandag om 12 uur.", ["20.10. 10:00"]),
    ("pt", "invite", "Sexta, 23 de outubro, às 16h? Se sexta não der, sábado, mesma hora.", [
        "23.10. 16:00", "24.10. 16:00",
    ]),
    ("pt", "confirm", "Terça, 20 de outubro, às 10h. O link será enviado na segunda às 12h.", ["20.10. 10:00"]),
    # a number alone that is a day, and an hour that is a number alone
    ("es", "invite", "¿Puedes el 22 a las 10:00?", ["22.10. 10:00"]),
    ("es", "invite", "¿Te viene bien el día 22 a las 10:00 o el día 23 a las 9:00?", ["22.10. 10:00", "23.10. 09:00"]),
    ("fr", "invite", "Pouvez-vous le 22 à 10h, ou le 23 à 14h30 ?", ["22.10. 10:00", "23.10. 14:30"]),
    ("it", "invite", "Può il 22 alle 10?", ["22.10. 10:00"]),
    ("pt", "invite", "Pode ser no dia 22 às 10h?", ["22.10. 10:00"]),
    ("de", "invite", "Können Sie am 22. um 10 Uhr?", ["22.10. 10:00"]),
    ("de", "invite", "Passt Ihnen Donnerstag um 4 Uhr?", ["15.10. 16:00"]),
    ("de", "confirm", "Probeschicht am Donnerstag um 6 Uhr.", ["15.10. 06:00"]),
    ("nl", "invite", "Zou je zondag om 2u kunnen binnenspringen?", ["18.10. 14:00"]),
    ("fr", "invite", "Le 22 octobre à midi et demi ou le 23 à midi moins le quart ?", ["22.10. 12:30", "23.10. 11:45"]),
    # an end said in other words, a limit, a time given up
    ("it", "confirm", "La attendiamo il 24 ottobre alle ore 8:45 (fine prevista ore 11:00).", ["24.10. 08:45-11:00"]),
    ("fr", "invite", "Dispo demain 15h pour un essai au resto jusqua 18h ?", ["15.10. 15:00-18:00"]),
    ("fr", "reschedule", "On garde jeudi, mais pourriez-vous à 8 h plutôt qu'à 9 h?", ["15.10. 08:00"]),
    ("es", "reschedule", "Lo de mañana a las 9 no me da tiempo, ¿lo movemos a las 13:15?", ["15.10. 13:15"]),
    ("es", "reschedule", "Su cita, programada para mañana a las 15:00, se traslada para el lunes 19 a las 8:15.", [
        "19.10. 08:15",
    ]),
    ("en", "reschedule", "There's a coach landed a day early. Leave it till half five this evening?", ["14.10. 17:30"]),
    ("en", "confirm", "The 9.15am building tour is off. Your panel is untouched: Tuesday 10.00 to 10.50am.", [
        "20.10. 10:00-10:50",
    ]),
    ("pt", "invite", "Escolha um horário. Os horários somem em quinta-feira, 22 de outubro, às 23h59.", []),
    ("it", "invite", "- 20 ottobre, ore 9\nLa scelta va inviata entro le ore 12:00 del 19 ottobre.", ["20.10. 09:00"]),
    # the same weekday again
    ("fr", "invite", "Libre jeudi ou vendredi ? Ça irait jeudi à 11h ? Sinon vendredi même heure.", [
        "15.10. 11:00", "16.10. 11:00",
    ]),
    ("en", "invite", "We can see you Monday or Tuesday. Would Monday at 4 do?", ["19.10. 16:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "kind", "text", "times"), ELSEWHERE)
def test_in_other_languages(language, kind, text, times):
    assert told(read(text, kind, language=language).times) == times


@pytest.mark.parametrize(
    ("language", "text", "hour"),
    [
        ("de", "Der Termin am Montag um 11 Uhr ist bestätigt.", "11:00"),
        ("de", "Der Termin am Montag um 11 Uhr IST ist bestätigt.", "07:30"),
        ("fr", "C'est confirmé pour lundi à 14h, cet entretien se fera en visio.", "14:00"),
    ],
)
def test_a_word_that_only_looks_like_a_zone(language, text, hour):
    zone = ZoneInfo("Europe/Berlin" if language == "de" else "America/Toronto")
    found = read(text, "confirm", language=language, zone=zone, sent=datetime(2026, 10, 14, 9, 30, tzinfo=zone))
    assert told(found.times, zone) == [f"19.10. {hour}"]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Thursday 22 October at 10. Our UK team will be there.", "10:00"),
        ("GROUND STAFF, DUBAI\nThursday 22 October at 10, Level 5.", "10:00"),
        ("Thursday 22 October at 10. UK times, so early for you.", "05:00"),
        ("Time (UTC)\nThursday 22 October 10:00", "06:00"),
    ],
)
def test_a_country_that_is_only_named_is_no_zone(text, hour):
    zone = ZoneInfo("America/New_York")
    found = read(text, "confirm", zone=zone, sent=datetime(2026, 10, 14, 9, 30, tzinfo=zone))
    assert told(found.times, zone) == [f"22.10. {hour}"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The job is yours, start 1 December. Give me a bell on Monday and we'll go through it.", "19.10."),
        ("We would like you to start on Monday 2 November. Drop us a line on Friday.", "16.10."),
        ("You would start on 2 November. Please sign by Thursday 29 October.", "29.10."),
        ("You would start on 2 November. Please let us know by Tuesday.", "20.10."),
    ],
)
def test_an_offer_is_answered_before_the_work_begins(text, day):
    found = read(text, "offer").deadline
    assert found is not None
    assert f"{found:%d.%m.}" == day


def test_that_they_will_ring_is_no_limit():
    assert read("The job is yours. I'll give you a bell on Monday.", "offer").deadline is None

"""Ways of saying when that come in families: each row is one of many that a writer may choose; read on a Wednesday."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.reading.dates import Times, find
from courtesy.reading.words import Words
from courtesy.shipped import shipped

LONDON = ZoneInfo("Europe/London")
SENT = datetime(2026, 10, 14, 9, 30, tzinfo=LONDON)  # a Wednesday, summer time still
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
WORDS = {code: Words.load(shipped(f"rules/{code}/words.toml").read_text(encoding="utf-8")) for code in LANGUAGES}


def read(text, *, kind="invite", subject="", quoted="", sent=SENT, zone=LONDON, language="en") -> Times:
    return find(
        newest=text, subject=subject, quoted=quoted, sent=sent, zone=zone, kind=kind, words=WORDS[language], owner=""
    )


def told(spans):
    return [s.start.strftime("%d.%m. %H:%M") + (s.end.strftime("-%H:%M") if s.end else "") for s in spans]


TIMES = {
    # which day it is
    "Half past two on the second Wednesday in November, that is the 11th.": ["11.11. 14:30"],
    "Could you do the first Monday of next month at 3pm?": ["02.11. 15:00"],
    "Would two weeks from Friday at 11 suit?": ["30.10. 11:00"],
    "On the twenty-third of October at ten o'clock, if you can.": ["23.10. 10:00"],
    "Could you come on Monday the twenty-sixth, six pm?": ["26.10. 18:00"],
    "Dates that work for us, each 10 till 15:00: 28.10. / 30.10. / 5.11.": [
        "28.10. 10:00-15:00", "30.10. 10:00-15:00", "05.11. 10:00-15:00",
    ],
    "Would Saturday the 24th do, nine till one? Or the Thursday before, the 22nd, same hours.": [
        "24.10. 09:00-13:00", "22.10. 09:00-13:00",
    ],
    "We see people on Thursday 22 and Friday 23 October, at 10.00 and 3.30 on the Thursday, 11.15 on the Friday.": [
        "22.10. 10:00", "22.10. 15:30", "23.10. 11:15",
    ],
    "Either Tuesday/Wednesday afternoon at 2?": ["20.10. 14:00", "21.10. 14:00"],
    # which hour it is
    "Be here at 9 sharp tomorrow.": ["15.10. 09:00"],
    "Make it Tuesday, 9, at the barn.": ["20.10. 09:00"],
    "Two evenings are left: Tuesday 20 and Thursday 22 October, seven o'clock on either.": [
        "20.10. 19:00", "22.10. 19:00",
    ],
    "Might the 20th or the 21st suit you, either one at 11?": ["20.10. 11:00", "21.10. 11:00"],
    "Tomorrow at six forty-three?": ["15.10. 18:43"],
    "(a) 20 October 2026 (Tue), 1000 - 1045 hrs": ["20.10. 10:00-10:45"],
    # when it ends
    "Monday 19 October, we begin at 8:30 and finish around 16:00.": ["19.10. 08:30-16:00"],
    "Saturday the 17th, 16:00 until we close (usually 22:30).": ["17.10. 16:00-22:30"],
    "Thursday 22 October, 9.30 a.m. You'll be out of here by 10:45.": ["22.10. 09:30-10:45"],
    # on whose clock
    "Thursday 22 October, 14:00 to 15:00 Athens time (that is 12:00 here).": ["22.10. 14:00-15:00"],
    "Friday, October 23, 2026 9:00 AM-9:30 AM. (UTC+00:00) Dublin, Edinburgh, Lisbon": ["23.10. 09:00-09:30"],
    "Thursday 22nd, 11:30 AM UAE (08:30 UK)": ["22.10. 11:30"],
    "Please be online at 11:30 a.m. Mountain Time on Thursday 22 October.": ["22.10. 11:30"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "times"), TIMES.items())
def test_a_time(text, times):
    assert told(read(text, kind="confirm" if "?" not in text else "invite").times) == times


NEITHER = [
    "Queries: 0800 555 010, Monday to Friday, 8.00 a.m. to 5.00 p.m.",
    "The rota has one Saturday per month from 9:00 AM to 1:00 PM.",
    "Your candidate no. 0417 is needed on 20 October 2026.",
    "The building is shutting at noon tomorrow.",
    "You stood outside for twenty minutes on Tuesday.",
]


@pytest.mark.parametrize("text", NEITHER)
def test_no_time(text):
    assert read(text, kind="confirm").times == ()


LENGTHS = {
    "Tuesday 20 October at 10. The presentation should be ten minutes.": ["20.10. 10:00"],
    "Tuesday 20 October at 10. You wait 20 minutes walking from the station.": ["20.10. 10:00"],
    "Tuesday 20 October at 10. Two talks of 45 min each; please allow an hour and a half.": ["20.10. 10:00-11:30"],
    "Tuesday 20 October at 10, 45m on Meet.": ["20.10. 10:00-10:45"],
}


@pytest.mark.parametrize(("text", "times"), LENGTHS.items())
def test_a_length_of_something_else_is_no_end(text, times):
    assert told(read(text, kind="confirm").times) == times


DEADLINES = {
    "You will need to have done this by noon on Thursday 22 October.": "2026-10-22T12:00",
    "Confirmation to be given by today 6 PM.": "2026-10-14T18:00",
    "Respond to this offer by 11:59 p.m. Mountain Time on October 22, 2026.": "2026-10-22T23:59",
    "The link stops working on Wednesday 21 October.": "2026-10-21",
    "Scheduling shuts on 19 October 2026 at 18:00.": "2026-10-19T18:00",
    "Will you phone me before we shut on the 23rd?": "2026-10-23",
    "The invitation is valid for 7 days.": "2026-10-21",
    "Would be good to know until Monday.": "2026-10-19",
    "I need your answer first thing tomorrow.": "2026-10-15",
    "Please confirm on or before 20 October 2026.": "2026-10-20",
    "Let me know by, say, Tuesday.": "2026-10-20",
    "You've got until next Wednesday to decide.": "2026-10-21",
    "You can change the slot until 20 October.": "",
    "Come by on Friday at noon.": "",
}


@pytest.mark.parametrize(("text", "deadline"), DEADLINES.items())
def test_a_deadline(text, deadline):
    found = read(text, kind="offer" if "offer" in text or "decide" in text else "invite").deadline
    form = "%Y-%m-%dT%H:%M" if isinstance(found, datetime) else "%Y-%m-%d"
    assert (found.strftime(form) if found else "") == deadline


def test_the_one_day_of_an_assessment_is_its_deadline():
    assert read("Take it when you like; a week from today is fine.", kind="assessment").deadline == date(2026, 10, 21)
    only = read("The link is active on 17 October (Saturday) from 10 AM to 12 noon only.", kind="assessment")
    assert only.deadline is not None
    assert read("Do it on Friday or on Tuesday.", kind="assessment").deadline is None


PROMISES = {
    "Answer Thursday.": date(2026, 10, 15),
    "They are slow, that is all. Early next week.": date(2026, 10, 20),
    "Everyone will have an answer, one way or the other, by Friday 23 October.": date(2026, 10, 23),
    "The schedule will be announced by October 29.": date(2026, 10, 29),
    "The sift will run until Friday 23 October, and you can expect your result on that day.": date(2026, 10, 23),
    "The closing date is Sunday 18 October. We'll let everyone know by the Friday after that.": date(2026, 10, 23),
    "He returns on Thursday and we decide then. I get back to you on Friday the 16th at latest.": date(2026, 10, 16),
    "We meet on Monday and I shall write to you that night or first thing on the Tuesday.": date(2026, 10, 20),
    "Give us a couple of weeks.": date(2026, 10, 28),
    "I wanted to let you know that the panel met this afternoon.": None,
    "I'll circle back, probably after the month's end.": None,
}


@pytest.mark.parametrize(("text", "news_by"), PROMISES.items())
def test_a_promise(text, news_by):
    assert read(text, kind="update").news_by == news_by


def test_a_promise_beside_an_appointment():
    both = read(
        "The interview is on Friday 23 October at 11.15. We hope to ring everybody the same evening.", kind="confirm"
    )
    assert (told(both.times), both.news_by) == (["23.10. 11:15"], date(2026, 10, 23))


MOVES = {
    "Your interview has moved from Tue 20 Oct 3pm to Wed 21 Oct 2pm.": ["21.10. 14:00"],
    "Your interview on Tuesday 20 October now starts at 10 am, not 9 am.": ["20.10. 10:00"],
    "The other people are also coming Tuesday at 1. Could you live with 3 instead?": ["20.10. 15:00"],
    "5:30 on Tuesday is too late for you. We've brought it ahead to 2:00 the same afternoon.": ["20.10. 14:00"],
    "Tomorrow 11:30 is not possible. New timing is same day 18:00.": ["15.10. 18:00"],
    "New would be Wednesday 21 October, 2 pm. If not, Thursday the 22nd at the same hour would also do.": [
        "21.10. 14:00", "22.10. 14:00",
    ],
    "New time: 10:30 - 11:15, Tuesday, 20 October 2026\n\n14:00 - 14:45, Monday, 19 October 2026\n\nZoom": [
        "20.10. 10:30-11:15",
    ],
    "What | Was | Now\nDate | Mon 19 Oct 2026 | Thu 22 Oct 2026\nTime | 09:00 | 13:45": ["22.10. 13:45"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "times"), MOVES.items())
def test_a_move(text, times):
    moved = read(text, kind="reschedule")
    assert told(moved.times) == times
    assert not set(moved.times) & set(moved.old_times)


OLDER = (
    "On Mon, 12 Oct 2026 at 18:02, Ann Lee wrote:\n"
    "> Thursday 29 October at 14:15 or Friday 30 October at 9.00 works, half an hour."
)
PICKS = {
    "Thursday is noted, 14:15, see you there.": ["29.10. 14:15-14:45"],
    "The earlier one, please.": ["29.10. 14:15-14:45"],
    "The later one suits the panel.": ["30.10. 09:00-09:30"],
    "Option 2 is booked for you.": ["30.10. 09:00-09:30"],
    "The 30th it is!": ["30.10. 09:00-09:30"],
}


@pytest.mark.parametrize(("text", "times"), PICKS.items())
def test_what_the_older_mail_says(text, times):
    assert told(read(text, kind="confirm", quoted=OLDER).times) == times


TONGUES = {
    ("nl", "Kunt u morgen van 10 tot 12 uur 's ochtends langskomen?"): ["15.10. 10:00-12:00"],
    ("nl", "Lukt het vanmiddag om 4 uur?"): ["14.10. 16:00"],
    ("it", "Le andrebbe bene stasera alle 8?"): ["14.10. 20:00"],
    ("fr", "Êtes-vous libre ce soir à 8h ?"): ["14.10. 20:00"],
    ("de", "Passt Ihnen heute Abend um 7 Uhr?"): ["14.10. 19:00"],
    ("es", "¿Puede venir mañana a las 10 de la mañana?"): ["15.10. 10:00"],
}


@pytest.mark.parametrize(("said", "times"), TONGUES.items())
def test_halves_of_the_day_in_other_tongues(said, times):
    assert told(read(said[1], language=said[0]).times) == times


NOONS = {
    "Please reply by noon tomorrow.": "en",
    "Bitte geben Sie uns bis morgen Mittag Bescheid.": "de",
    "Bitte antworten Sie bis spätestens Mittag am 15. Oktober.": "de",
    "Merci de répondre avant demain midi.": "fr",
    "Por favor, responda antes de mañana al mediodía.": "es",
    "La prego di rispondere entro mezzogiorno di domani.": "it",
    "Graag een antwoord uiterlijk morgen tussen de middag.": "nl",
    "Por favor responda até ao meio-dia de amanhã.": "pt",
}


@pytest.mark.parametrize(("text", "language"), NOONS.items())
def test_noon_is_twelve_in_every_tongue(text, language):
    assert read(text, language=language).deadline == datetime(2026, 10, 15, 12, tzinfo=LONDON)


def test_midday_beside_an_hour_is_no_second_time():
    assert told(read("Passt es Ihnen morgen Mittag um 13 Uhr?", language="de").times) == ["15.10. 13:00"]
    assert told(read("Über Mittag ist zu; kommen Sie am Montag um 14 Uhr.", language="de").times) == ["19.10. 14:00"]


def test_a_doubt_is_told_and_the_date_stands():
    odd = read("Could you come on Tuesday 21 October at 10?")
    assert told(odd.times) == ["21.10. 10:00"]
    assert [why.quote for why in odd.why if why.says == "doubt"] == ["Tuesday 21 October is a Wednesday"]


def test_clocks_that_change():
    autumn = datetime(2026, 10, 20, 9, tzinfo=LONDON)
    twice = read("Sunday 25 October at 1:30am?", sent=autumn).times[0]
    assert twice.start.utcoffset() == autumn.utcoffset()  # the first of the two
    spring = datetime(2026, 3, 20, 9, tzinfo=LONDON)
    assert told(read("Sunday 29 March at 1:30am?", sent=spring).times) == ["29.03. 02:30"]  # there is no such time


days = st.dates(date(2026, 10, 15), date(2027, 6, 30))
hours = st.tuples(st.integers(8, 18), st.sampled_from([0, 15, 30, 45]))


def _twelve(hour, minute):
    return f"{(hour - 1) % 12 + 1}:{minute:02}{'am' if hour < 12 else 'pm'}"


CLOCKS = (
    lambda hour, minute: f"{hour:02}:{minute:02}",
    lambda hour, minute: f"{hour:02}.{minute:02}",
    lambda hour, minute: f"{hour:02}{minute:02} hrs",
    lambda hour, minute: f"{hour:02}h{minute:02}",
    _twelve,
    lambda hour, minute: _twelve(hour, minute).replace("am", " a.m.").replace("pm", " p.m."),
)
DATES = (
    "{day:%A} {day.day} {day:%B} {day.year}",
    "{day:%a} {day.day} {day:%b} {day.year}",
    "{day:%B} {day.day}, {day.year}",
    "{day:%Y-%m-%d}",
    "{day.day}. {day:%B} {day.year}",
    "the {day.day}{nth} of {day:%B} {day.year}",
)
FRAMES = (
    "Could you come on {date} at {clock}?",
    "We suggest {clock} on {date}.",
    "{date}: {clock}",
    "{date}, {clock}",
    "Date: {date}\nTime: {clock}",
    "Time | {clock}\nDate | {date}",
    "- {date}, {clock}\n- another day if need be",
)


@settings(max_examples=300, deadline=None)
@given(days, hours, st.sampled_from(CLOCKS), st.sampled_from(DATES), st.sampled_from(FRAMES))
def test_any_date_in_any_form(day, hour, clock, form, frame):
    nth = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    text = frame.format(date=form.format(day=day, nth=nth), clock=clock(*hour))
    assert [span.start for span in read(text).times] == [datetime(*day.timetuple()[:3], *hour, tzinfo=LONDON)]


ZONES = ("America/New_York", "Asia/Kolkata", "Australia/Sydney", "Europe/Berlin", "America/Sao_Paulo", "Asia/Tokyo")


@settings(max_examples=150, deadline=None)
@given(days, hours, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_one_moment_on_two_clocks_is_one_time(day, hour, first, second):
    start = datetime(*day.timetuple()[:3], *hour, tzinfo=ZoneInfo(first))
    other = start.astimezone(ZoneInfo(second))
    if start.date() != other.date() or start.utcoffset() == other.utcoffset():
        return
    text = f"{day:%A} {day.day} {day:%B} {day.year}, {start:%H:%M} {first} ({other:%H:%M} {second})"
    sent = start.astimezone(LONDON).replace(hour=8)  # the clocks of both are those of the day of sending
    assert [span.start for span in read(text, sent=min(sent, start), kind="confirm").times] == [start]

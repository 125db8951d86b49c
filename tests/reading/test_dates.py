"""Interview times as people write them: one row a way of writing, all read on Wednesday 14 October 2026."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import Times, find
from courtesy.reading.words import Words
from courtesy.shipped import shipped

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
SENT = datetime(2026, 10, 14, 9, 30, tzinfo=LONDON)  # a Wednesday, summer time still
WORDS = Words.load(shipped("rules/en/words.toml").read_text(encoding="utf-8"))


def read(text, *, kind="invite", subject="", quoted="", sent=SENT, zone=LONDON, words=WORDS) -> Times:
    return find(newest=text, subject=subject, quoted=quoted, sent=sent, zone=zone, kind=kind, words=words)


def told(spans, form="%d %H:%M"):
    """Spans as "20 10:00" or "20 10:00-11:00", by the wall clock they were stated in."""
    return [s.start.strftime(form) + (s.end.strftime("-%H:%M") if s.end else "") for s in spans]


WAYS = {
    # one day, one time
    "Could you come on Tuesday 20 October at 2pm?": ["20 14:00"],
    "Would 10.30 on Thursday 22 October do?": ["22 10:30"],
    "How does 16:15 this Friday sound for a chat?": ["16 16:15"],
    "Interview on 2026-10-20 at 09:00, if that works.": ["20 09:00"],
    "We propose October 21st, 2026, 11 a.m.": ["21 11:00"],
    "Tue 20/10, 0915hrs, ground floor": ["20 09:15"],
    # bare hours lie between seven and seven
    "Could you meet us on Monday at 4?": ["19 16:00"],
    "Shall we say 10 on Monday?": ["19 10:00"],
    # words for the hour
    "Come by on Friday at half past three.": ["16 15:30"],
    "Come by on Friday at half 3.": ["16 15:30"],
    "Come by on Friday at quarter to eleven.": ["16 10:45"],
    "Come by on Friday at twenty past two.": ["16 14:20"],
    "Come by on Friday at two o'clock.": ["16 14:00"],
    "Come by on Friday at noon.": ["16 12:00"],
    # ranges, and the half of the day that one end lends the other
    "Thursday 22 October, 10-11am": ["22 10:00-11:00"],
    "Thursday 22 October, 11-1pm": ["22 11:00-13:00"],
    "Thursday 22 October from 10.00 to 11.00": ["22 10:00-11:00"],
    "Thursday 22 October, 10h30-11h30": ["22 10:30-11:30"],
    "Thursday 22 October 2:00 PM – 2:45 PM": ["22 14:00-14:45"],
    "Are you about on Saturday, nine till one?": ["17 09:00-13:00"],
    # lists: the day is said once
    "Tuesday 20 October: 10:00, 11:30 or 2pm": ["20 10:00", "20 11:30", "20 14:00"],
    "Either Monday 19 or Tuesday 20 October at 9.15, whichever suits": ["19 09:15", "20 09:15"],
    "I can do 19, 20 or 21 October at 3pm.": ["19 15:00", "20 15:00", "21 15:00"],
    "3pm on Monday or 11am on Tuesday would work for a call.": ["19 15:00", "20 11:00"],
    "We have Monday 19 October:\n 09:15\n 10:00\n 14:30": ["19 09:15", "19 10:00", "19 14:30"],
    "Monday 26 October\n10h00 / 11h30\nTuesday 27 October\n09h30": ["26 10:00", "26 11:30", "27 09:30"],
    # tables
    "Date | Time | Panel\nMon 19 Oct | 1:00 PM | A. Reeve\nTue 20 Oct | 9:30 AM | B. Holt": ["19 13:00", "20 09:30"],
    "Date: Thursday 22 October 2026\nTime: 13:40\nRoom: 12": ["22 13:40"],
    "Time: 13:40\nDate: Thursday 22 October 2026": ["22 13:40"],
    # days seen from the day of the mail
    "Free for a call tomorrow at 10?": ["15 10:00"],
    "Could you come this day fortnight at 10am?": ["28 10:00"],
    "Monday week at 10am, if you can": ["26 10:00"],
    "A week on Friday at 10am, if you can": ["23 10:00"],
    "Next Tuesday at 10am, if you can": ["20 10:00"],
    "Thursday of next week at 10am, if you can": ["22 10:00"],
    "The 21st at 10am, if you can": ["21 10:00"],
    # one time said on two clocks
    "Tuesday 20 October, 2pm UK time / 9am Eastern": ["20 14:00"],
    "Tuesday 20 October at 15:00 (CEST), i.e. 14:00 BST": ["20 15:00"],
    # a bare hour before its day
    "Could you make 1.30 tomorrow? Otherwise 4 on Friday.": ["15 13:30", "16 16:00"],
    "Shall we say Wednesday the 21st, 4ish?": ["21 16:00"],
    "We have two mornings, both 8:30 to 12:30:\nFriday 23 October\nFriday 30 October": [
        "23 08:30-12:30",
        "30 08:30-12:30",
    ],
    # the end by a length said elsewhere
    "Tuesday 20 October at 10. The interview lasts 45 minutes.": ["20 10:00-10:45"],
    "Tuesday 20 October at 10, for about an hour.": ["20 10:00-11:00"],
    "Tuesday 20 October at 10. It will take 30 to 45 minutes.": ["20 10:00"],
    "Tuesday 20 October at 10. Half an hour is enough.": ["20 10:00-10:30"],
    "Tuesday 20 October at 10. Bring a ten-minute presentation.": ["20 10:00"],
    "I will call you on Tuesday 20 October at 10 for a first interview of 30 minutes.": ["20 10:00-10:30"],
    "Tuesday 20 October at 10, please allow an hour": ["20 10:00-11:00"],
    "Tuesday 20 October at 10. Say 90 min either way.": ["20 10:00-11:30"],
    "Tuesday 20 October at 10 for 1½ hours": ["20 10:00-11:30"],
    "Tuesday 20 October at 10. An hour tops.": ["20 10:00"],
    "Tuesday 20 October at 10: 30 minutes with Ann, followed by 15 minutes with Bob": ["20 10:00-10:45"],
    "Tuesday 20 October, 9:00 AM–9:45 AM: values": ["20 09:00-09:45"],
    "Time: Tuesday 20 October, 1:40 PM (BST) – 2:20 PM": ["20 13:40-14:20"],
    # an hour that a number alone is
    "Would Friday at 11 once breakfasts are cleared be alright?": ["16 11:00"],
    "Tomorrow 12 for the interview then?": ["15 12:00"],
    "Friday at 10 not 9.30, ok with you?": ["16 10:00"],
    "Then Wednesday 21 October at 16 o'clock": ["21 16:00"],
    "Friday 16 October, 2.30ish?": ["16 14:30"],
    # a weekday is the one named by its date, and days of a list ascend
    "Tuesday 27 October. So on Tuesday at 10?": ["27 10:00"],
    "Thursday the 29th at 10 or Friday at 2": ["29 10:00", "30 14:00"],
    "Monday at 3pm or Thursday at 4pm?": ["19 15:00", "22 16:00"],
    "Pop in on Monday (19 Oct - after the weekend) about 9am": ["19 09:00"],
    "October 20 or 21 at 9.30am": ["20 09:30", "21 09:30"],
    "Arrive 13:15 for a 13:30 start on Wednesday 21 October": ["21 13:30"],
    # days or zones that head the columns of a table
    "Mon 19 Oct | Tue 20 Oct\n10:20 | 09:40\n- | 15:00": ["19 10:20", "20 09:40", "20 15:00"],
    "Date   London   Kyiv\nMon 19 Oct   10:00   12:00\nTue 20 Oct   15:00   17:00": ["19 10:00", "20 15:00"],
    # one time on two clocks
    "Tue 20 Oct, 09:00 AM Canberra, Melbourne, Sydney (Mon 3:00 PM Pacific)": ["20 09:00"],
    "Thursday 22 October, 2:30 AEDT, that's 4:30 in the morning for you": ["22 14:30"],
    "Tuesday 20 October at 10, or the same time on Thursday 22nd": ["20 10:00", "22 10:00"],
}


@pytest.mark.parametrize(("text", "times"), WAYS.items())
def test_a_way_of_writing_a_time(text, times):
    assert told(read(text).times) == times


NOT_TIMES = [
    "Call me on 020 7946 0112 or +44 20 7946 0112 any weekday.",
    "The salary is £32,500 to £38,000; we are at 12 Mill Street, SW1 2AA, second floor, room 10.30.",
    "Version 10.30.2 of the reader is needed, ref 1030-1130-22.",
    "You applied on Monday 5 October at 10:15.",
    "Our office is open Monday to Friday from 9am to 5pm.",
    "It was a pleasure to meet you last Tuesday at 3pm.",
    "Any day next week would be fine.",
    "You would start on 2 November.",
    "See you tomorrow; check in at reception by 9:45.",
    "The other candidate can have Tuesday at 10.",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_what_only_looks_like_a_time(text):
    assert read(text).times == ()


def test_windows_are_not_times_and_need_both_ends():
    assert told(read("Are you free any time between 1 and 4 pm on Tuesday 20 October?").windows) == ["20 13:00-16:00"]
    assert read("Any time after 3 on Tuesday 20 October is fine.").windows == ()
    long = read("Tuesday 20 October, 9am to 12pm, or Wednesday 21 October, 1pm to 4pm. The call takes 20 minutes.")
    assert told(long.windows) == ["20 09:00-12:00", "21 13:00-16:00"]
    assert long.times == ()


DEADLINES = {
    "Please let me know by Friday.": date(2026, 10, 16),
    "Please reply no later than COB Monday, 19 October.": date(2026, 10, 19),
    "Kindly confirm by end of day tomorrow.": date(2026, 10, 15),
    "Please choose a slot before noon on Tuesday 20 October.": datetime(2026, 10, 20, 12, tzinfo=LONDON),
    "Let me know which you want by 5pm on Friday.": datetime(2026, 10, 16, 17, tzinfo=LONDON),
    "Deadline: 19 October 2026, 23:59": datetime(2026, 10, 19, 23, 59, tzinfo=LONDON),
    "Could you answer within 48 hours?": date(2026, 10, 16),
    "You have five working days to reply.": date(2026, 10, 21),
    "Please confirm today.": date(2026, 10, 14),
    "We would like your answer by the end of next week.": date(2026, 10, 23),
    "We will let you know by Friday.": None,
    "The page stays open until Friday, 16 October.": date(2026, 10, 16),
    "It lapses on October 23.": date(2026, 10, 23),
    "Let me know tonight or tomorrow.": date(2026, 10, 15),
    "Ring or email with your choice by Friday lunchtime (12 noon).": datetime(2026, 10, 16, 12, tzinfo=LONDON),
    "If that is no good please email by Friday.": None,
    "If we have not heard from you by Friday we will assume you have withdrawn.": None,
}


@pytest.mark.parametrize(("text", "deadline"), DEADLINES.items())
def test_deadlines(text, deadline):
    assert read(text).deadline == deadline


PROMISES = {
    "We will let you know by Friday 23rd.": date(2026, 10, 23),
    "You will hear from us within a week.": date(2026, 10, 21),
    "We hope to get back to you early next week.": date(2026, 10, 20),
    "I'll be in touch mid next week.": date(2026, 10, 21),
    "You can expect our decision by the end of next week.": date(2026, 10, 23),
    "We will let everyone know by the end of the month.": date(2026, 10, 31),
    "I hope to have feedback for you by Tuesday or Wednesday.": date(2026, 10, 21),
    "We are aiming to make a decision by mid-November.": date(2026, 11, 15),
    "Expect to hear from me in two to three weeks.": date(2026, 11, 4),
    "The panel meets on Tuesday 20 October and I'll ring you the day after.": date(2026, 10, 21),
    "Nina is away until Monday; I'll come back to you by Thursday 22 October.": date(2026, 10, 22),
    "We will be in touch in the next fortnight.": date(2026, 10, 28),
    "You will have an answer by close of play on Friday.": date(2026, 10, 16),
    "I'll write to you in the first week of November.": date(2026, 11, 6),
    "We will contact you in the week of 26 October.": date(2026, 10, 30),
    "We aim to have an answer for everyone by Friday 23 October.": date(2026, 10, 23),
    "Our team shall go through your details.": None,
    "If you don't hear from us by 30 October, please assume the answer is no.": None,
    "Thank you for coming in on Monday.": None,
}


@pytest.mark.parametrize(("text", "news_by"), PROMISES.items())
def test_promises_of_news(text, news_by):
    assert read(text, kind="update").news_by == news_by


def test_a_move_gives_the_new_time_and_keeps_the_old_apart():
    moved = read(
        "Your interview originally scheduled for Thursday 22 October at 10:00 is moved to Friday 23 October at 11:30.",
        kind="reschedule",
    )
    assert told(moved.times) == ["23 11:30"]
    assert told(moved.old_times) == ["22 10:00"]


def test_a_move_in_a_notice_with_labels():
    moved = read(
        "New time:\nFriday 23 October 2026, 15:00\nPrevious time:\nThursday 22 October 2026, 11:00", kind="reschedule"
    )
    assert told(moved.times) == ["23 15:00"]
    assert told(moved.old_times) == ["22 11:00"]


def test_a_move_of_the_hour_alone():
    moved = read("Could we move Thursday's 2pm to 4pm instead?", kind="reschedule")
    assert told(moved.times) == ["15 16:00"]
    assert told(moved.old_times) == ["15 14:00"]


MOVES = {
    "Could you do tomorrow at 4 in place of today at 11?": ["15 16:00"],
    "Your Thursday 12:00 becomes 17:30, same day.": ["15 17:30"],
    "We cannot do your 10.15 on Monday. Can you come on Wednesday 21st at ten to three?": ["21 14:50"],
    "Can we shift the interview till Monday 12 noon?": ["19 12:00"],
    "We need to bring Friday's interview forward to 11am.": ["16 11:00"],
    "I need to push our call from 2pm today to 2pm tomorrow.": ["15 14:00"],
    "I can't make Friday 10am after all. Are you free Monday 11.30 or Tuesday 9?": ["19 11:30", "20 09:00"],
    "Your interview is now on Monday 19 October at 11:30.": ["19 11:30"],
    "Was: Fri 16 Oct 10:00\nNow: Mon 19 Oct 11:30": ["19 11:30"],
    "Pushing you back an hour tomorrow. 11 not 10.": ["15 11:00"],
    "Timing brought forward to 2pm (was 3.30pm), same day Fri 16 Oct": ["16 14:00"],
    "Former: 9:30am - Thursday 22 October\nUpdated: 1:00pm - Saturday 24 October": ["24 13:00"],
}


@pytest.mark.parametrize(("text", "times"), MOVES.items())
def test_the_new_time_of_a_move(text, times):
    assert told(read(text, kind="reschedule").times) == times


def test_the_owners_turn_of_a_running_order():
    order = "You are the 11.15.\nRunning order for Friday 23 October:\n10.00 L. Reid\n10.35 P. Osman\n11.15 A. Mutua"
    assert told(read(order, kind="confirm").times) == ["23 11:15"]
    turn = "The panel sits on Friday 23 October from 8.30 a.m., your own turn being at 10.10 a.m."
    assert told(read(turn, kind="confirm").times) == ["23 10:10"]


def test_the_line_that_names_the_owner():
    order = (
        "Timetable for Friday 23 October:\n09:30 - 10:25: Candidate A\n11:15 - 12:10: Dr D. Okoye\n13:30 - 14:25: C. Li"
    )
    found = find(
        newest=order, subject="", quoted="", sent=SENT, zone=LONDON, kind="confirm", words=WORDS, owner="Daniel Okoye"
    )
    assert told(found.times) == ["23 11:15-12:10"]


ASIDES = [
    "We shut at 5, so come to the side door from 9.30.",
    "The 9.12 train from Leeds gets in at 9.40.",
    "I have another meeting at 11, and the next candidate is at 11.30.",
    "The role starts on Monday 2 November at 9.00.",
    "The open evening is on Thursday at 6pm, all welcome.",
    "I'm at my desk until 5 if anything is unclear.",
    "Please log in ten minutes early, at 9.50.",
]


@pytest.mark.parametrize("aside", ASIDES)
def test_a_time_of_something_else(aside):
    text = f"Dear Ann,\n\nYour interview is on Tuesday 20 October at 10:00. {aside}\n\nBest,\nTom"
    assert told(read(text, kind="confirm").times) == ["20 10:00"]


def test_english_words_serve_beside_those_of_another_language():
    german = Words.load(shipped("rules/de/words.toml").read_text(encoding="utf-8"))
    text = "Wann: Monday, 19 October 2026, 11:00 AM - 11:45 AM"
    found = find(newest=text, subject="", quoted="", sent=SENT, zone=LONDON, kind="confirm", words=german, beside=WORDS)
    assert told(found.times) == ["19 11:00-11:45"]


def test_an_hour_whose_day_the_other_language_knows_is_not_todays_in_english():
    french = Words.load(shipped("rules/fr/words.toml").read_text(encoding="utf-8"))
    text = "Pour un contrat à compter du 12 novembre à 10h."
    found = find(newest=text, subject="", quoted="", sent=SENT, zone=LONDON, kind="confirm", words=french, beside=WORDS)
    assert found.times == ()


def test_a_start_and_an_end_in_labels():
    assert told(read("Start: 20 October 2026 09:00\nEnd: 20 October 2026 10:00", kind="confirm").times) == [
        "20 09:00-10:00"
    ]


def test_the_time_that_only_the_older_mail_says():
    older = "On Mon, 12 Oct 2026 at 18:02, Ann Lee wrote:\n> Thursday 22 October at 14:15 works for me."
    assert told(read("Great, see you then!", kind="confirm", quoted=older).times) == ["22 14:15"]
    assert told(read("Perfect, 14:15 it is.", kind="confirm", quoted=older).times) == ["22 14:15"]
    assert told(read("Can we do the same time on Friday 23rd instead?", kind="reschedule", quoted=older).times) == [
        "23 14:15"
    ]
    assert told(read("that works for Sam too but he'd want it at 10", quoted=older).times) == ["22 10:00"]
    two = older.replace("works", "or Friday 23 October at 9.00 works")
    assert told(read("The latter works for us.", kind="confirm", quoted=two).times) == ["23 09:00"]
    assert told(read("Friday it is then, perfect.", kind="confirm", quoted=two).times) == ["23 09:00"]
    assert told(read("Could we push it to 3?", kind="reschedule", quoted=older).times) == ["22 15:00"]
    assert told(read("I am ill and have to cancel Thursday.", kind="cancel", quoted=older).times) == ["22 14:15"]
    assert read("Could you do next week?", kind="invite", quoted=older).times == ()


def test_an_agenda_without_its_breaks():
    day = read(
        "Programme for Thursday 22 October:\n09:00 Arrival and coffee\n09:30 - 10:15 Pairing with Noor\n10:15 Break\n"
        "10:30 - 11:15 Talk with the team\n12:00 Lunch",
        kind="confirm",
    )
    assert told(day.times) == ["22 09:30-10:15", "22 10:30-11:15"]


def test_an_end_said_apart():
    assert told(read("See you on Thursday 22 October at 9.30; we expect to finish by 1pm.", kind="confirm").times) == [
        "22 09:30-13:00"
    ]


def test_day_and_month_are_ordered_by_the_owners_country_and_by_the_mail():
    assert told(read("Interview on 06/11/2026 at 10:00", zone=LONDON).times, "%d.%m.") == ["06.11."]
    american = SENT.astimezone(NEW_YORK)
    assert told(read("Interview on 11/06/2026 at 10:00 am", zone=NEW_YORK, sent=american).times, "%d.%m.") == ["06.11."]
    both = read("Interviews: 10/21 at 10am, 11/02 at 11am", zone=LONDON)
    assert told(both.times, "%d.%m.") == ["21.10.", "02.11."]
    weekday = read("Wed 11/04 at 10am", zone=LONDON)
    assert told(weekday.times, "%d.%m.") == ["04.11."]


def test_a_weekday_that_does_not_fit_its_date_is_a_doubt():
    odd = read("Tuesday 21 October at 10am?")
    assert told(odd.times) == ["21 10:00"]
    assert "Tuesday 21 October is a Wednesday" in [why.quote for why in odd.why if why.says == "doubt"]


def test_the_year_turns():
    december = datetime(2026, 12, 28, 9, tzinfo=LONDON)
    assert told(read("Tuesday 5 January at 10?", sent=december).times, "%Y-%m-%d") == ["2027-01-05"]


def test_nothing_is_read_from_mail_of_another_kind():
    assert read("Dinner on Friday at 8pm?", kind="other") == Times()
    assert read("No words of time here at all.") == Times()


def test_why_names_the_words():
    why = read("Could you come on Tuesday 20 October at 2pm? Please answer by Friday.").why
    assert {one.says for one in why} == {"times", "deadline"}
    assert any("Tuesday 20 October at 2pm" in one.quote for one in why)
    assert all(len(one.quote) <= 160 for one in why)


def test_a_length_without_a_time_is_kept():
    assert read("We would like to arrange a 45-minute phone interview.").duration == timedelta(minutes=45)


OTHER_TONGUES = {
    "de": ("Passt Ihnen Dienstag, der 20. Oktober, um halb zehn, oder Mi., 21.10., 14 Uhr?", ["20 09:30", "21 14:00"]),
    "fr": ("Seriez-vous libre mardi 20 octobre à 9h30 ou jeudi 22 octobre à 14 h ?", ["20 09:30", "22 14:00"]),
    "es": ("¿Le viene bien el martes 20 de octubre a las cinco y media de la tarde?", ["20 17:30"]),
    "it": ("Le andrebbe bene martedì 20 ottobre dalle 11:30 alle 12:00?", ["20 11:30-12:00"]),
    "nl": ("Schikt dinsdag 20 oktober om kwart over twee, of woensdag om 10.30 uur?", ["20 14:15", "21 10:30"]),
    "pt": ("Pode ser terça-feira, 20 de outubro, das 10h00 às 11h00?", ["20 10:00-11:00"]),
}


@pytest.mark.parametrize("language", OTHER_TONGUES)
def test_other_languages(language):
    text, times = OTHER_TONGUES[language]
    words = Words.load(shipped(f"rules/{language}/words.toml").read_text(encoding="utf-8"))
    assert told(read(text, words=words).times) == times

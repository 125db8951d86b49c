"""Clauses that stand apart: limits beside choices, what is fixed or shut, weeks that a promise names."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.reading.dates import Times, find
from courtesy.reading.words import Words
from courtesy.shipped import shipped

WORDS = Words.load(shipped("rules/en/words.toml").read_text(encoding="utf-8"))
LONDON = ZoneInfo("Europe/London")
SENT = datetime(2026, 10, 14, 9, 30, tzinfo=LONDON)  # a Wednesday


def read(text, *, kind="invite", subject="", quoted="") -> Times:
    return find(newest=text, subject=subject, quoted=quoted, sent=SENT, zone=LONDON, kind=kind, words=WORDS)


def told(spans):
    return [s.start.strftime("%d.%m. %H:%M") + (s.end.strftime("-%H:%M") if s.end else "") for s in spans]


TIMES = [
    ("invite", "We see people on Friday 23 October. Pick 9am, 10am or noon and tell us by Monday.",
     ["23.10. 09:00", "23.10. 10:00", "23.10. 12:00"]),
    ("invite", "Are you open to a quick call on Thursday, 11:00 or 3:30?", ["15.10. 11:00", "15.10. 15:30"]),
    ("invite", "We meet on Friday 23 October at the Harbour Hotel, starting at 10.30.", ["23.10. 10:30"]),
    ("confirm", "We will be delighted to see you on Monday 19 October at 9.30 am in the annexe.", ["19.10. 09:30"]),
    ("confirm", "Date Friday 23 October\nTime 0730 to 1115\nPlace: the depot", ["23.10. 07:30-11:15"]),
    ("confirm", "Your interview for midday supervisor is on Friday 23 October at 2pm.", ["23.10. 14:00"]),
    ("confirm", "See you Friday 23 October, 10am, Tower 9A.", ["23.10. 10:00"]),
    ("confirm", "It is Friday at 8am for you, gates open 7.40.", ["16.10. 08:00"]),
    ("confirm", "You meet the panel on Friday 23 October at 10.45. Before that, at 10.00, there is a short exercise.",
     ["23.10. 10:45", "23.10. 10:00"]),
    ("confirm", "Friday 23 October\n9.00 Sign in and badges\n9.30 Interview with the lab\n10.15 Coffee; meet the team",
     ["23.10. 09:30"]),
    ("cancel", "The shop is shut today for the snow, so your 2:00 interview is off.", ["14.10. 14:00"]),
    ("cancel", "The interviews on Friday 23 October are off. Your interview was due at 10.00.", ["23.10. 10:00"]),
    ("reschedule", "I am not able to do the call at 3 today after all. Friday at 2 instead?", ["16.10. 14:00"]),
    ("reschedule", "12 rather than half ten works better for us tomorrow, sorry.", ["15.10. 12:00"]),
    ("reschedule", "Let's start an hour later tomorrow, the boss has to ring home at 3. So 4pm.", ["15.10. 16:00"]),
    ("reschedule", "Could we push by an hour tomorrow if you don't mind? So 4pm.", ["15.10. 16:00"]),
    ("reschedule", "Her train is late, could we do it this afternoon at 4 instead?", ["14.10. 16:00"]),
    ("reschedule", "Your interview is now at 15:00 on the same day.", []),
    ("reschedule", "I have no voice, so tomorrow's 1:00 call is off. Friday at 2?", ["16.10. 14:00"]),
    ("invite", "Could you do Monday 26 October at 2 with Rob and with all of the others "
     "from the night shift, or the Saturday at 10?",
     ["26.10. 14:00", "17.10. 10:00"]),
    ("invite", "Ann is behind, could you come for 4 rather than 3.30?", ["14.10. 16:00"]),
    ("invite", "Would you be free on Friday at 10am, not 10pm?", ["16.10. 10:00"]),
    ("reschedule", "Before: 2026-10-15 14:00\nAfter: 2026-10-20 14:00 - 14:40", ["20.10. 14:00-14:40"]),
    ("reschedule", "I have to cancel the interview tomorrow at 12. Are you about next week?", []),
    ("invite", "We set out at 8.30am and are back by 11.45, on Monday 19 or Tuesday 20 October.",
     ["19.10. 08:30-11:45", "20.10. 08:30-11:45"]),
    ("confirm", "Your trial is on Monday 19 October, 2pm till close (call it 10pm).", ["19.10. 14:00-22:00"]),
    ("confirm", "Friday 23 October at the Airport Hotel, starting at 9.15.", ["23.10. 09:15"]),
    ("confirm", "Dinner it is. Friday 23 October at 7.30 in the old mill.", ["23.10. 19:30"]),
    ("confirm", "It runs from 8.45am to 1pm on Friday 23 October:\n9.00-10.00 Simulator\n10.15-10.55 Group exercise",
     ["23.10. 09:00-10:00", "23.10. 10:15-10:55"]),
    ("outreach", "Two shifts are going on Thursday, 6am-2pm, paid weekly.", []),
    ("invite", "friday 3 come to the yard and we talk", ["16.10. 15:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "times"), TIMES)
def test_times_beside_other_clauses(kind, text, times):
    assert told(read(text, kind=kind).times) == times


WINDOWS = [
    ("invite", "Could you come to us on Monday 19 October, between the 14h30 and the 17h30?", ["19.10. 14:30-17:30"]),
    ("invite", "Please share your availability between Monday 19th and Wednesday 21st October, 10am - 4pm.",
     ["19.10. 10:00-16:00", "20.10. 10:00-16:00", "21.10. 10:00-16:00"]),
    ("invite", "She'll be in the office on Tuesday all morning, 9 to 12.", ["20.10. 09:00-12:00"]),
    ("outreach", "Come for an interview tomorrow, 11 am to 4 pm, straight in.", ["15.10. 11:00-16:00"]),
    ("outreach", "WALK-IN INTERVIEWS\nCome to the hall on Saturday 17 October, 9 am - 3 pm.", ["17.10. 09:00-15:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "windows"), WINDOWS)
def test_windows(kind, text, windows):
    found = read(text, kind=kind)
    assert (told(found.windows), found.times) == (windows, ())


DEADLINES = [
    ("invite", "You must pick a slot in the portal; the scheduler shuts on Monday 19 October.", "2026-10-19"),
    ("invite", "Book here: the link works until 20 October.", "2026-10-20"),
    ("confirm", "It is on Friday at 10. I should be glad of a line by Thursday to say that you come.", "2026-10-15"),
    ("offer", "Accept within 15 days of receipt of this communication; report for duty by 17 May.", "2026-10-29"),
    ("assessment", "Starts | 15 Oct 2026, 09:00\nEnds | 17 Oct 2026, 21:00", "2026-10-17 21:00:00+01:00"),
    ("invite", "Let me know by the weekend which of them suits.", "2026-10-17"),
    ("outreach", "Thanks for the go-ahead, I'll send your CV over this evening.", "None"),
    ("offer", "We can give you until Friday 23 October to think it over.", "2026-10-23"),
    ("offer", "They would like a yes in principle today.", "2026-10-14"),
    ("reschedule", "Could you come at 4.15 on Friday? Tell me tonight if you can, if not we see.", "2026-10-14"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "day"), DEADLINES)
def test_deadlines(kind, text, day):
    assert str(read(text, kind=kind).deadline) == day


PROMISES = [
    ("update", "I shall write on the 20th.", "2026-10-20"),
    ("update", "The board sits on 27 October. You'll hear from us that week.", "2026-10-30"),
    ("receipt", "We read them all on Monday 19 October, and you hear by the Thursday of that week.", "2026-10-22"),
    ("update", "Applications close on 23 October; all will hear by the end of that week.", "2026-10-23"),
    ("update", "I've sent it on and wait for them. Probably Friday.", "2026-10-16"),
    ("cancel", "The visit is off for now. I will send a fresh date within the week.", "2026-10-16"),
    ("update", "You are on the list, so expect something from me mid next week.", "2026-10-21"),
    ("update", "Invitations are sent on a single day, Monday 26 October, at noon.", "2026-10-26"),
    ("cancel", "Ann is ill. Bea is back on Monday and will phone you with another date.", "2026-10-19"),
    ("update", "Expect to hear from me by the weekend.", "2026-10-17"),
    ("update", "We see two more on Monday and Tuesday, after which the panel decides. You hear by 22 October.",
     "2026-10-22"),
    ("update", "He is away until Thursday, so I'll have something for you Friday at the earliest.", "None"),
    ("update", "The governors sit on Thurs 22nd and I shall have an answer for you on the Friday.", "2026-10-23"),
    ("receipt", "Employers on average respond in 6 days.", "None"),
    ("receipt", "Those who hear nothing by 31 October should assume a no.", "None"),
    ("update", "Since we met in September nothing has moved. You will hear from us.", "None"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "day"), PROMISES)
def test_promises(kind, text, day):
    assert str(read(text, kind=kind).news_by) == day


@pytest.mark.parametrize(
    ("subject", "day"), [("Re: Trial Wednesday", 14), ("Trial Wednesday", 21), ("Re: Trial Friday", 16)]
)
def test_the_weekday_of_an_older_subject_is_no_coming_one(subject, day):
    found = read("Let us say 3pm instead of 2pm.", kind="reschedule", subject=subject)
    assert (told(found.times), told(found.old_times)) == ([f"{day}.10. 15:00"], [f"{day}.10. 14:00"])


ANSWERS = [
    ("Could you make the 17th and not the 10th? Same time, 9.15.", ["17.11. 09:15"]),
    ("Second one. Use the back gate.", ["16.10. 13:15"]),
    ("4 works, same link.", ["15.10. 16:00"]),
]
BELOW = {
    "Could you make the 17th and not the 10th? Same time, 9.15.": "> Tuesday 10 November at 9.15 is in my diary.",
    "Second one. Use the back gate.": "> I could do Thursday at 8am or Friday at 1.15pm.",
    "4 works, same link.": "> Could we do 4 pm on Thursday?",
}


@pytest.mark.parametrize(("text", "times"), ANSWERS)
def test_answers_that_lean_on_the_mail_below(text, times):
    quoted = f"On Tue 13 Oct 2026 at 20:50, Ann Lee wrote:\n{BELOW[text]}"
    assert told(read(text, kind="reschedule" if "not" in text else "confirm", quoted=quoted).times) == times

"""The sentences that half of all employers write: whatever else is learned, these are read right."""

import pytest
from tests.corpus.build import build
from tests.job_hunts import packs

from courtesy.mail.parse import parse
from courtesy.reading.classify import classify, may_concern_a_job
from courtesy.reading.newest import split

LETTERS = [
    (
        "invite",
        "Interview with Juniper Clinics",
        "We would like to invite you to an interview on Saturday 19 December 2026 at 10:00. Please reply and "
        "tell us whether this suits you.",
    ),
    (
        "invite",
        "Your application",
        "Thank you for your application. We would like to invite you for an interview. Could you please let "
        "us know your availability next week?",
    ),
    (
        "invite",
        "Next steps",
        "We were impressed by your CV and would like to schedule a call with you. Would Tuesday at 2 pm or "
        "Wednesday at 11 am work for you?",
    ),
    (
        "invite",
        "Interview for Software Engineer",
        "Please choose a time for your interview here: https://calendly.com/acme/interview",
    ),
    (
        "confirm",
        "Interview confirmation",
        "This is to confirm your interview for the Accountant position on Monday 7 December 2026 at 9:30 at "
        "our office, 12 High Street. Please bring your ID.",
    ),
    (
        "confirm",
        "Re: Interview",
        "Great, Tuesday at 2 pm works for us. You will meet Jane Doe and Tom Hale. We look forward to "
        "speaking with you.",
    ),
    (
        "reschedule",
        "Interview on Thursday",
        "I am sorry, but we have to move your interview from Thursday to Friday, 11 December, at the same "
        "time. I hope that this suits you.",
    ),
    (
        "cancel",
        "Your interview tomorrow",
        "Unfortunately we have to cancel your interview tomorrow, as the interviewer is ill. We will get back"
        " to you with a new date.",
    ),
    (
        "reject",
        "Your application",
        "Thank you for your interest in the Data Analyst position. Unfortunately, we have decided to move "
        "forward with other candidates. We wish you all the best.",
    ),
    (
        "reject",
        "Update on your application",
        "We regret to inform you that you have not been selected for the role of Project Manager. We received"
        " many strong applications.",
    ),
    (
        "offer",
        "Job offer",
        "We are delighted to offer you the position of Nurse at Ridge Health. The salary is 35,000 a year and"
        " you would start on 1 March. Please sign the attached contract by Friday.",
    ),
    (
        "assessment",
        "Online assessment",
        "As the next step in your application please complete the online coding test within five days: "
        "https://www.hackerrank.com/tests/abc",
    ),
    (
        "receipt",
        "Thank you for applying",
        "Thank you for applying to Acme. We have received your application for the position of Sales "
        "Assistant and will review it shortly.",
    ),
    (
        "update",
        "Your application",
        "We wanted to let you know that we are still reviewing applications for the Marketing Manager role "
        "and expect to decide by the end of next week.",
    ),
    (
        "outreach",
        "Java developer role in Berlin",
        "I came across your profile on LinkedIn and think that you would be a great fit for a role at my "
        "client. Are you open to new opportunities?",
    ),
    (
        "other",
        "Your order has shipped",
        "Your order 4471 has shipped and will arrive on Tuesday between 9 and 12.",
    ),
    (
        "other",
        "Appointment reminder",
        "This is a reminder of your dental appointment on Tuesday 8 December at 10:00. Please call us if you "
        "need to reschedule.",
    ),
    (
        "other",
        "lunch?",
        "Are you free for lunch on Tuesday, one o'clock at the Polish place? Dilys",
    ),
    (
        "other",
        "Sunday",
        "Will you come for dinner on Sunday at six? Your brother is here as well. Love, Mum",
    ),
    (
        "other",
        "Team meeting",
        "Hi all, our weekly team meeting is moved to Thursday at 3 pm. Please update the sprint board before."
        " Thanks, Greg",
    ),
]


@pytest.mark.parametrize(("kind", "subject", "text"), LETTERS, ids=lambda value: value[:40])
def test_what_everybody_writes_is_read_right(kind: str, subject: str, text: str) -> None:
    letter = {
        "id": "letter",
        "from": "Renee Castell <renee.castell@acme.example>",
        "to": "ada@mail.example",
        "subject": subject,
        "date": "2026-12-01T09:00:00+00:00",
        "text": f"Dear Ada,\n\n{text}\n\nBest regards,\nRenee Castell\n",
    }
    message = parse(build(letter), arrived=None)
    assert kind == "other" or may_concern_a_job(message, packs())
    assert classify(message, split(message.text, subject=subject), (), packs()).kind == kind


@pytest.mark.parametrize("firm", ["Alder Mill", "Cedar Bank", "Fir Clinic", "Elm Studios", "Larch Law", "Hazel Books"])
def test_what_asks_whether_its_time_suits_is_an_invitation_whoever_sends_it(firm: str) -> None:
    letter = {
        "id": "letter", "from": f"Renee Castell <renee@{firm.split()[0].lower()}.example>", "to": "ada@mail.example",
        "subject": f"Interview with {firm}", "date": "2026-11-27T16:00:00+00:00",
        "text": "Dear Ada,\n\nWe would like to invite you to an interview on Saturday 16 January 2027 at 17:00. Please "
        f"reply and tell us whether this suits you.\n\nBest regards,\nRenee Castell\n{firm}\n",
    }  # fmt: skip
    message = parse(build(letter), arrived=None)
    found = classify(message, split(message.text, subject=message.subject), (), packs())
    assert (found.kind, found.reply_needed) == ("invite", True)

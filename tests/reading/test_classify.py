"""What weighs for what, and the figures that must not fall.

The figures here are of mail that the weights were fitted on: a floor against accidents, no measure of skill. How mail
of unseen writers is read is what `python bench/fit.py` prints.
"""
# ruff: noqa: E501

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.corpus.build import build, rows
from tests.corpus.score import INTERVIEW, Score
from tests.job_hunts import packs

from courtesy.config.rulebook import packs_of, shipped_texts
from courtesy.config.tables import Config
from courtesy.mail.message import Address, Message
from courtesy.mail.parse import parse
from courtesy.reading.classify import classify, decide, doubt, may_concern_a_job, plainly_other
from courtesy.reading.evidence import Heard
from courtesy.reading.newest import split
from courtesy.reading.packs import Packs
from courtesy.reading.read import read
from courtesy.reading.reading import KINDS
from courtesy.reading.witness import SAYS


def mail(text: str, *, subject: str = "", sender: str = "jo@acme.example") -> Message:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    return Message(
        identity="x",
        message_id="<x@acme.example>",
        date=now,
        arrived=now,
        subject=subject,
        sender=Address(name="Jo Hart", email=sender),
        text=text,
    )


def kind_of(text: str, *, subject: str = "", loaded: Packs | None = None) -> str:
    message = mail(text, subject=subject)
    return classify(message, split(text), (), loaded or packs()).kind


# Written for this test in a voice that no corpus has, and never learned from.
HELD_OUT = [
    ("invite", "Your application for Lab Technician", "Dear Mr Voss,\n\nWe have read your application with interest and would like to invite you to an interview. Would Tuesday 10 March at 14:00 or Thursday 12 March at 9:30 suit you? Please let us know.\n\nDr. Klein"),
    ("confirm", "Interview on Thursday", "Dear Mr Voss,\n\nThank you for your reply. Your interview for Lab Technician is confirmed for Thursday 12 March at 9:30 in room 204. Please bring your passport.\n\nDr. Klein"),
    ("reschedule", "Change of time", "Dear Mr Voss,\n\nI am sorry, but we have to move your interview from Thursday to Friday 13 March at 11:00 because Dr. Lang is travelling. Does the new time work for you?\n\nDr. Klein"),
    ("cancel", "Interview cancelled", "Dear Mr Voss,\n\nUnfortunately your interview on Friday has been cancelled as the project is on hold. We will be in touch as soon as we know more.\n\nDr. Klein"),
    ("reject", "Your application", "Dear Mr Voss,\n\nThank you for coming to see us. We regret to inform you that we have decided to proceed with another candidate. We wish you every success.\n\nDr. Klein"),
    ("offer", "Offer of employment", "Dear Mr Voss,\n\nWe are delighted to offer you the position of Lab Technician. The salary is 41,000 a year, starting on 1 May. Please sign and return the enclosed contract by Friday.\n\nDr. Klein"),
    ("assessment", "Online test", "Dear Mr Voss,\n\nAs a next step please complete the online assessment within five days. It takes 45 minutes and can be done at home: https://www.hackerrank.com/test/1\n\nDr. Klein"),
    ("receipt", "We have received your application", "Dear Mr Voss,\n\nThank you for applying. We have received your application for Lab Technician and will review it. If you are shortlisted we will contact you.\n\nHR"),
    ("update", "Your application", "Dear Mr Voss,\n\nThank you for your patience. We are still interviewing and expect to make a decision by the end of next week. Nothing is needed from you.\n\nDr. Klein"),
    ("outreach", "A role for you?", "Hi Erik,\n\nI came across your profile on LinkedIn. My client is looking for a lab manager in Bonn. Would you be open to a confidential chat about it?\n\nMia, Search Partners"),
    ("other", "Your appointment at the dentist", "Dear Mr Voss,\n\nyour check-up with Dr. Molar is booked for Thursday 12 March at 9:30. Please call us if you cannot come.\n\nSmile Practice"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "subject", "text"), HELD_OUT, ids=[row[0] for row in HELD_OUT])
def test_plain_mail_of_every_kind_is_told_apart(kind: str, subject: str, text: str) -> None:
    assert kind_of(text, subject=subject) == kind


def test_the_same_words_denied_say_the_opposite() -> None:
    yes = "Thank you for applying. We are pleased to invite you to an interview. Are you free on Monday at 10?"
    no = "Thank you for applying. Unfortunately we are unable to invite you to an interview and wish you well."
    assert kind_of(yes) == "invite"
    assert kind_of(no) == "reject"


def test_what_names_no_job_needs_more_to_be_an_offer() -> None:
    shares = dict.fromkeys(KINDS, 0.02) | {"offer": 0.55, "other": 0.27}
    assert decide(shares, {}, {"nowhere_offer": 0.6}) == "offer"
    assert decide(shares, {"support.nowhere": 1.0}, {"nowhere_offer": 0.6}) == "other"
    assert decide(shares, {"support.list-tag": 1.0}, {"nowhere_offer": 0.6}) == "other"
    assert decide(shares, {"support.nowhere": 1.0}, {"nowhere_offer": 0.5}) == "offer"


@pytest.mark.parametrize(
    ("signs", "asked"),
    [
        ({"support.direct"}, True),  # a short mail to "you"
        (set(), False),
        ({"language.abroad"}, True),  # where words for "you" are not known
        ({"language.abroad", "mail.bulk"}, False),
        ({"language.abroad", "support.interview-0"}, False),
        ({"language.abroad", "support.list-tag"}, False),
    ],
)
def test_the_owner_is_asked_of_mail_passed_over_that_may_be_an_interview(signs: set[str], asked: bool) -> None:
    lines = packs().weights.decide
    strengths = dict.fromkeys(signs, 1.0)
    shares = dict.fromkeys(KINDS, 0.0) | {"other": 0.7, "reschedule": 0.1, "invite": 0.2}
    assert doubt("other", shares, strengths, lines) == ("invite" if asked else None)
    assert doubt("reject", shares, strengths, lines) is None
    assert doubt("other", shares | {"other": 0.95, "reschedule": 0.0, "invite": 0.05}, strengths, lines) is None


def test_a_rule_of_the_owners_is_heard_and_can_outweigh_the_fit() -> None:
    mine = '[[rule]]\nname = "mine"\nsays = "offer"\nany = ["dentist"]\nweight = 30\n'
    loaded = packs_of([*shipped_texts(Config()), ("mine.toml", mine)])
    _, subject, text = HELD_OUT[-1]
    verdict = classify(mail(text + " dentist", subject=subject), split(text + " dentist"), (), loaded)
    assert verdict.kind == "offer"
    assert verdict.why[0].rule == "mine.mine"
    assert "dentist" in verdict.why[0].quote


def test_the_gate_lets_every_interview_through_and_most_shop_mail_not() -> None:
    for name in ("en1", "en3", "en6", "more_f", "more_l", "ml2"):
        for row in rows(name):
            if row["label"]["kind"] in INTERVIEW:
                assert may_concern_a_job(parse(build(row), arrived=None), packs()), row["id"]
    shop = replace(mail("Half price shoes.", subject="Sale"), bulk=True)
    assert not may_concern_a_job(shop, packs())
    assert may_concern_a_job(replace(shop, text="Your interview is on Monday."), packs())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The processor and the terminal are posted; a personal note: CVS and citations come on Monday.", False),
        ("They want CVs this week.", True),
        ("Le poste est libre.", True),
        ("Seu processo fica parado.", True),
        ("Ihre Personalabteilung wegen des Termins.", True),
    ],
)
def test_words_of_other_languages_are_not_looked_for_in_english_ones(text: str, asked: bool) -> None:
    assert may_concern_a_job(replace(mail(text), bulk=True), packs()) == asked


def test_who_writes_at_length_answers_nothing_and_names_no_job_writes_of_something_else() -> None:
    long = mail("On Monday the swans came back to the pond. " * 60, sender="kit@gmail.com")
    assert not may_concern_a_job(long, packs())
    assert may_concern_a_job(replace(long, references=("<a@b.example>",)), packs())
    assert may_concern_a_job(replace(long, text="On Monday the swans came back to the pond. " * 20), packs())
    assert may_concern_a_job(replace(long, text=f"{long.text} We are hiring."), packs())


def test_of_long_mail_whose_words_leave_no_doubt_nothing_more_is_asked() -> None:
    def asked_no_more(
        letter: Message, doubt: float = 0.0, loaded: Packs | None = None, *, abroad: bool = False
    ) -> bool:
        said = dict.fromkeys(SAYS, 0.0) | {"other": 5.0, "invite": doubt}
        texts = {"subject": letter.subject, "newest": letter.text}
        verdict = plainly_other(
            letter, Heard(texts=texts, facts=(), abroad=abroad, hashes=[], said=said), loaded or packs()
        )
        assert verdict is None or [(why.rule, why.says) for why in verdict.why] == [("words", "other")]
        return verdict is not None

    long = mail("The swans came back to the pond, and the pump is mended. " * 20)
    assert asked_no_more(long)
    assert not asked_no_more(long, doubt=4.0)
    assert not asked_no_more(long, abroad=True)
    assert not asked_no_more(replace(long, text=long.text[:500]))
    assert not asked_no_more(replace(long, references=("<a@acme.example>",)))
    assert not asked_no_more(replace(long, calendars=("BEGIN:VCALENDAR",)))
    assert not asked_no_more(replace(long, sender=Address(name="Jo Hart", email="jo@greenhouse.io")))
    mine = '[[rule]]\nname = "mine"\nsays = "offer"\nany = ["the swans came back"]\nweight = 30\n'
    assert not asked_no_more(long, loaded=packs_of([*shipped_texts(Config()), ("mine.toml", mine)]))


@pytest.mark.parametrize("name", ["en2", "en6"])
def test_figures_of_learned_mail_do_not_fall(name: str) -> None:
    score = Score()
    for row in rows(name):
        message = parse(build(row), arrived=None)
        got = read(message, packs(), addresses=frozenset({row["me"].lower()}), zone=ZoneInfo(row["tz"]))
        assert 0 < got.confidence <= 1
        score.add(row["label"], {"kind": got.kind, "reply_needed": got.reply_needed, "scam": got.scam})
    figures = score.figures()
    assert figures["kind.accuracy"]["share"] >= 0.9
    assert figures["interview.caught"]["share"] >= 0.97
    assert figures["reply_needed"]["f1"] >= 0.95


def test_the_language_is_told_by_small_words() -> None:
    told = {
        "de": "Wir freuen uns, Sie am Montag um 10 Uhr kennenzulernen.",
        "fr": "Nous avons le plaisir de vous inviter à un entretien.",
        "es": "Le invitamos a una entrevista el lunes a las 10.",
        "it": "Siamo lieti di invitarla a un colloquio con il nostro team.",
        "nl": "Graag nodigen wij je uit voor een gesprek op maandag.",
        "pt": "Gostaríamos de convidá-lo para uma entrevista na segunda-feira.",
        "en": "We would like to invite you to an interview on Monday.",
    }
    assert {language: packs().languages.of(text) for language, text in told.items()} == {
        language: language for language in told
    }
    assert packs().languages.of("+++ 123 +++") == "en"

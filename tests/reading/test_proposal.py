"""A rule made from a misread mail reads it right, matches its own sentence, and little else."""

from pathlib import Path
from zoneinfo import ZoneInfo

import re2
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.build import build
from tests.reading.test_packs import PACKS

from courtesy.mail.parse import parse
from courtesy.reading.packs import Packs
from courtesy.reading.proposal import pattern_of, propose
from courtesy.reading.read import read
from courtesy.reading.rules import Rule, pattern_options
from courtesy.reading.sentences import flow
from courtesy.reading.trials import faults

BARE = Packs.load([])
ZONE = ZoneInfo("Europe/London")
MAIL = {
    "id": "t1",
    "from": "Sam Oduya <sam@glasshouse.example>",
    "to": "ada@mail.example",
    "subject": "the thing",
    "date": "2026-04-14T10:30:00+01:00",
    "text": "Hello Ada,\n\nwe think a wander through the greenhouses together would tell us both plenty. "
    "Tuesday at 11:00, wellies on?\n\nSam\n",
}


def matches(pattern: str, text: str) -> bool:
    return re2.search(pattern, flow(text), pattern_options()) is not None


def test_what_changes_from_mail_to_mail_becomes_a_gap() -> None:
    pattern = pattern_of("Hi Ada, would Tuesday 5 May at 10:00 suit you for a wander with Dr. Ode?")
    assert matches(pattern, "hi Bob, would next Friday at noon or so suit you\nfor a wander with me")
    assert not matches(pattern, "would Tuesday suit you for a wander with me")
    assert pattern_of("Hello Ada") == ""
    assert matches(
        pattern_of("Übrigens möchten wir Sie gern am Dienstag näher kennenlernen."),
        "übrigens  möchten wir Sie gern am Freitag näher kennenlernen",
    )


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=200)
    | st.lists(st.sampled_from(MAIL["text"].split())).map(" ".join)
)
def test_a_pattern_is_valid_and_finds_its_sentence(sentence: str) -> None:
    sentence = flow(sentence)
    pattern = pattern_of(sentence)
    assert not pattern or matches(pattern, sentence)
    if pattern:
        rule = Rule(name="mine.x", says="invite", where=("newest",), any=(pattern,))
        assert [hit.rule for hit in BARE.with_rules(rule).hits({"newest": sentence})] == [rule]


def test_the_mail_is_read_right_with_the_rule_and_not_without() -> None:
    message = parse(build(MAIL), arrived=None)
    proposal = propose(message, "invite", PACKS, name="my-rules.t1", reply_needed=True, zone=ZONE)
    assert proposal is not None
    taught = PACKS.with_rules(*proposal.rules)
    readings = [read(message, packs, addresses=frozenset(), zone=ZONE) for packs in (PACKS, taught)]
    assert [(reading.kind, reading.reply_needed) for reading in readings][1] == ("invite", True)
    assert readings[0].kind != "invite"
    assert proposal.words in flow(message.text)


def test_mail_that_speaks_of_no_job_is_known_by_its_sender_unless_he_hires() -> None:
    message = parse(
        build({**MAIL, "text": "Your table for two is booked, Tuesday 5 May at 19:00. See you then!"}), arrived=None
    )
    learn = [
        propose(message, "other", PACKS, name="my-rules.t1", reply_needed=False, zone=ZONE, hires=hires)
        for hires in (False, True)
    ]
    assert [one and one.rules[0].where for one in learn] == [("sender",), ("newest",)]


def test_a_plain_invitation_that_is_called_nothing_hushes_no_others() -> None:
    """It went to the wrong person, or a button was pressed in error: others of its words are real."""
    text = "we would like to invite you to an interview for the Lab Assistant position on Thursday 7 May at 10:00. "
    text = f"Dear Ada,\n\n{text}Please tell us whether this suits you.\n\nSam Oduya\n"
    message = parse(build({**MAIL, "subject": "Interview for Lab Assistant", "text": text}), arrived=None)
    assert propose(message, "other", PACKS, name="my-rules.t1", reply_needed=False, zone=ZONE) is None


def test_a_mail_without_a_sentence_teaches_nothing() -> None:
    message = parse(build({**MAIL, "text": "Ok!\n\nSam"}), arrived=None)
    assert propose(message, "invite", PACKS, name="my-rules.t1", reply_needed=True, zone=ZONE) is None


def test_a_pack_tells_with_its_line_what_does_not_go_as_it_says() -> None:
    text = """
[[rule]]
name = "tea"
says = "invite"
any = ['\\bcup of tea\\b']
example = ["A cup of tea?",
           "Some tea?"]
counter = ["no cup of tea"]

[[mail]]
name = "plain"
subject = "Lunch"
kind = "offer"

[[mail]]
name = "odd"
knid = "offer"

[[mail]]
text = "Nothing is said of it."
"""
    words = (Path(__file__).parents[2] / "rules" / "en" / "words.toml").read_text("utf-8")
    packs = Packs.load([("en/words.toml", words), ("mine.toml", text)])
    assert faults("mine.toml", text, packs) == [
        "mine.toml:7: rule 'tea' does not match its example 'Some tea?'",
        "mine.toml:8: rule 'tea' matches its counter-example 'no cup of tea'",
        "mine.toml:13: mail 'plain' is read with kind = 'other', not 'offer'",
        "mine.toml:17: mail 'odd' has an unknown key 'knid'; the keys are name, from, subject, text, kind, "
        "reply_needed, scam",
        "mine.toml:19: mail 3 says nothing to try; give one of kind, reply_needed, scam",
    ]

"""What is drafted, when, to whom and in which words; and what is better left to the owner."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta, timezone
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.histories import OWNER, at, mail, own, person, span
from tests.cases.histories import invitation as appointment
from tests.cases.test_robust import hunts

from courtesy.cases import wording
from courtesy.cases.actions import Draft
from courtesy.cases.asked import what_to_answer
from courtesy.cases.busy import Busy, Checked
from courtesy.cases.decide import next_wake, owed
from courtesy.cases.draft import drafts, next_draft
from courtesy.cases.draft_letter import Writer
from courtesy.cases.draft_people import answerable
from courtesy.cases.draft_words import TEXTS
from courtesy.cases.events import Event, event_of
from courtesy.cases.notes import Answer, Note, Question
from courtesy.cases.timeline import replay
from courtesy.casework.intake import intake_of
from courtesy.config.file import parse as configuration
from courtesy.drafts.templates import load, writer_of
from courtesy.effects.draft_mail import compose
from courtesy.errors import ConfigError
from courtesy.mail.message import Address
from courtesy.mail.parse import parse
from courtesy.reading.reading import Reading, Span, Why

RENEE = "renee.castell@acme.example"
WEDNESDAY, THURSDAY, FRIDAY = "03-04 10:00-11:00", "03-05 09:30-10:30", "03-06 14:00-15:00"


@cache
def writer() -> Writer:
    text = '[me]\nname = "Ada Fielding"\naddresses = ["ada@mail.example"]\n[[mailbox]]\nkind = "maildir"\n'
    config = configuration(f"{text}[drafts]\nwrite = true\n")
    found = writer_of(config, intake_of(config).packs)
    assert found
    return found


def drafted(
    *events: Event, now: str, notes: Iterable[Note] = (), checked: Mapping[str, Checked] | None = None
) -> list[Draft]:
    return drafts(replay(events, OWNER, notes=notes, checked=checked), at(now), writer())


def invitation(*times: str, sender: str = RENEE, **more: object) -> Event:
    return mail("invite", "03-02 10:00", sender, *times, role="Nurse", **more)


def calendar(event: Event, *engaged: str) -> dict[str, Checked]:
    """What the owner's calendar told of the times of the mail: "03-04 10:30-12:00"."""
    spans = [(f"{day} {start}", f"{day} {end}") for day, start, end in (_cut(one) for one in engaged)]
    busy = tuple(Busy(start=at(start), end=at(end)) for start, end in spans)
    return {event.identity: Checked(starts=tuple(span.start for span in event.reading.times), busy=busy)}


def _cut(text: str) -> tuple[str, str, str]:
    day, _, clocks = text.partition(" ")
    start, _, end = clocks.partition("-")
    return day, start, end


def test_the_first_time_that_is_free_is_taken_and_the_others_are_named() -> None:
    event = invitation(FRIDAY, WEDNESDAY, THURSDAY)
    (draft,) = drafted(event, now="03-02 10:01", checked=calendar(event, "03-04 10:30-12:00"))
    assert draft.body == (
        "Dear Renee,\n\n"
        "Thank you for the invitation to an interview for the Nurse position at Acme. Thursday 5 March at 9:30 suits "
        "me well. Should that time be taken by now, I could also make Friday 6 March at 14:00.\n\n"
        "I look forward to speaking with you.\n\n"
        "Kind regards,\nAda Fielding"
    )
    assert draft.to == (person(RENEE),)
    assert draft.sender == Address(name="Ada Fielding", email="ada@mail.example")


def test_a_time_that_begins_within_the_hour_is_promised_no_more() -> None:
    event = invitation(WEDNESDAY, THURSDAY)
    for now in ("03-04 09:30", "03-04 10:15"):
        (draft,) = drafted(event, now=now, checked=calendar(event))
        assert "Thursday 5 March at 9:30 suits me well." in draft.body
        assert "Wednesday" not in draft.body
    (draft,) = drafted(invitation(windows=(span("03-04 09:00-16:00"),)), now="03-04 10:15")
    assert "- Wednesday 4 March, 09:00 – 16:00" in draft.body  # the rest of it may be chosen from


def test_a_time_that_the_calendars_were_not_asked_about_is_for_the_owner_to_choose() -> None:
    event = invitation(WEDNESDAY, THURSDAY)
    (draft,) = drafted(
        event, now="03-02 10:01", checked={event.identity: Checked(starts=(at("03-04 10:00"),), busy=())}
    )
    assert "[choose one]\n\n- Wednesday 4 March at 10:00\n- Thursday 5 March at 9:30\n\n" in draft.body


def test_an_interview_elsewhere_is_no_free_time() -> None:
    other = mail("confirm", "03-01 10:00", "jo@other.example", "03-05 10:00-11:00", company="Other")
    event = invitation(WEDNESDAY, THURSDAY)
    (draft,) = drafted(other, event, now="03-02 10:01", checked=calendar(event))
    assert "Wednesday 4 March at 10:00 suits me well." in draft.body
    assert "Thursday" not in draft.body


def test_where_nothing_is_free_other_times_are_asked_for() -> None:
    event = invitation(WEDNESDAY, THURSDAY)
    (draft,) = drafted(event, now="03-02 10:01", checked=calendar(event, "03-04 08:00-12:00", "03-05 08:00-12:00"))
    assert "I am not free then. I could make: [your times]" in draft.body
    assert "March" not in draft.body


@pytest.mark.parametrize("known", [None, Checked(starts=(at("03-04 10:00"), at("03-05 09:30")), busy=None)])
def test_without_a_calendar_nothing_is_said_to_suit(known: Checked | None) -> None:
    event = invitation(WEDNESDAY, THURSDAY)
    (draft,) = drafted(event, now="03-02 10:01", checked={event.identity: known} if known else {})
    assert "[choose one]\n\n- Wednesday 4 March at 10:00\n- Thursday 5 March at 9:30\n\n" in draft.body
    (single,) = drafted(invitation(WEDNESDAY), now="03-02 10:01")
    assert "[Check your calendar.] Wednesday 4 March at 10:00 suits me well." in single.body


def test_a_time_on_another_clock_says_on_which() -> None:
    event = invitation(WEDNESDAY)
    abroad = Span(start=event.reading.times[0].start.replace(tzinfo=timezone(timedelta(hours=-5))))
    event = replace(event, reading=replace(event.reading, times=(abroad,)))
    (draft,) = drafted(event, now="03-02 10:01")
    assert "at 10:00 (UTC-5)" in draft.body


def test_what_is_answered_settled_or_past_its_use_is_not_drafted() -> None:
    event = invitation(WEDNESDAY)
    assert drafted(event, now="03-02 10:01")
    assert not drafted(event, own("03-02 10:05", RENEE), now="03-02 10:06")
    assert not drafted(event, now="03-20 10:00")
    timeline = replay([event], OWNER, {f"reply_needed:{event.identity}": None})
    assert not drafts(timeline, at("03-02 10:01"), writer())


@pytest.mark.parametrize(
    "more",
    [
        {"scam": True},
        {"unsure": "invite"},
        {"confidence": 0.5},
        {"sender": "no-reply@acme.example"},
        {"sender": "jobs_noreply@acme.example"},
        {"sender": "notifications@acme.example"},
        {"sender": "ada@mail.example"},
        {"sender": "Zoë@acme.example"},
        {"sender": f"{'a' * 250}@acme.example"},
        {"sender": "a\r\nbcc: x@y.example@acme.example"},
    ],
    ids=str,
)
def test_doubt_machines_and_strange_addresses_get_no_draft(more: dict[str, object]) -> None:
    assert not drafted(invitation(WEDNESDAY, **more), now="03-02 10:01")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shown", "greeting"),
    [
        ("Renee Castell", "Dear Renee,"),
        ("Castell, Renee (HR)", "Dear Renee,"),
        ("Prof. Dr. Renee Castell", "Dear Renee Castell,"),
        ("R. Castell", "Dear R. Castell,"),
        ("Acme Hiring Team", "Hello,"),
        ("Acme", "Hello,"),
        ("", "Hello,"),
    ],
)
def test_people_are_greeted_by_name_and_firms_are_not(shown: str, greeting: str) -> None:
    event = replace(invitation(WEDNESDAY), parties=(Address(name=shown, email=RENEE),))
    (draft,) = drafted(event, now="03-02 10:01")
    assert draft.body.startswith(f"{greeting}\n")


def test_of_a_mail_and_its_reminder_the_reminder_is_answered() -> None:
    first = invitation(WEDNESDAY, THURSDAY)
    reminder = mail("invite", "03-03 10:00", RENEE, WEDNESDAY, THURSDAY, refs=(first.message_id,))
    (draft,) = drafted(first, reminder, now="03-03 10:01")
    assert draft.in_reply_to == reminder.message_id
    another = mail("invite", "03-03 11:00", "tom.hale@acme.example", FRIDAY, refs=(first.message_id,))
    assert {one.in_reply_to for one in drafted(first, another, now="03-03 11:01")} == {
        first.message_id,
        another.message_id,
    }


def test_where_a_time_is_booked_by_a_link_nothing_is_to_be_written() -> None:
    assert not drafted(invitation(link="https://book.example/acme"), now="03-02 10:01")
    (draft,) = drafted(invitation(), now="03-02 10:01")
    assert "I could make: [your times]" in draft.body


def test_times_within_limits_are_for_the_owner_to_choose() -> None:
    event = invitation(windows=(span("03-04 13:00-16:00"), span("03-01 13:00-16:00")))
    (draft,) = drafted(event, now="03-02 10:01", checked={event.identity: Checked(starts=(), busy=())})
    assert "[choose one]\n\n- Wednesday 4 March, 13:00 – 16:00\n\n" in draft.body
    days = Span(start=at("03-04 09:00"), end=at("03-06 17:00"))
    (draft,) = drafted(invitation(windows=(days,)), now="03-02 10:01")
    assert "- Wednesday 4 March at 9:00 – Friday 6 March at 17:00\n" in draft.body


def test_where_no_time_is_free_a_window_may_be() -> None:
    event = invitation(WEDNESDAY, windows=(span("03-05 13:00-16:00"),))
    gym = Busy(title="Gym", start=at("03-04 09:00"), end=at("03-04 12:00"))
    known = {event.identity: Checked(starts=(at("03-04 10:00"),), busy=(gym,))}
    (draft,) = drafted(event, now="03-02 10:01", checked=known)
    assert "[choose one]\n\n- Thursday 5 March, 13:00 – 16:00\n\n" in draft.body


@pytest.mark.parametrize("more", [{}, {"windows": (span("03-03 13:00-16:00"),)}])
def test_times_that_are_past_are_never_taken(more: dict[str, object]) -> None:
    (draft,) = drafted(invitation(WEDNESDAY, **more), now="03-04 09:30")  # type: ignore[arg-type]
    assert "I read your message too late for what you suggested" in draft.body
    assert "I could make: [your times]" in draft.body
    assert "March" not in draft.body


def test_thanks_wait_for_the_notes_but_not_for_long() -> None:
    event = mail("confirm", "03-02 10:00", RENEE, WEDNESDAY, role="Nurse", interviewers=("Renee Castell",))
    timeline = replay([event], OWNER)
    assert next_draft(timeline, at("03-04 10:30"), writer()) == at("03-04 13:00")
    assert not drafted(event, now="03-04 12:59")
    (draft,) = drafted(event, now="03-04 13:00")
    assert "notes" not in draft.body
    assert "Thank you very much for the interview for the Nurse position at Acme" in draft.body
    said = [
        Note(case=event.identity, at=at("03-03 10:00"), text="ask what they pay"),
        Note(case=event.identity, at=at("03-04 11:20"), text="they liked\nthe {slot} <story>"),
    ]
    (noted,) = drafted(event, now="03-04 11:20", notes=said)
    assert "[From your notes, for you to use or delete: they liked the {slot} <story>]" in noted.body
    assert "pay" not in noted.body
    assert noted.key == draft.key
    assert not drafted(event, own("03-04 12:00", RENEE, thanks=True), now="03-04 13:00")


def test_who_thanks_sooner_than_others_has_the_draft_in_time() -> None:
    event = mail("confirm", "03-02 10:00", RENEE, WEDNESDAY)
    timeline = replay([event], replace(OWNER, thank_you_within=timedelta(hours=2)))
    assert next_draft(timeline, at("03-04 10:30"), writer()) == at("03-04 12:00")


def test_of_what_was_answered_only_the_good_stands_in_a_letter() -> None:
    event = mail("confirm", "03-02 10:00", RENEE, WEDNESDAY)
    answers = tuple(Answer(question=one, words=f"({one})") for one in get_args(Question))
    (draft,) = drafted(
        event, now="03-04 11:20", notes=[Note(case=event.identity, at=at("03-04 11:20"), answers=answers)]
    )
    assert "delete: (went_well); (responded_to)]" in draft.body


def test_a_promise_that_the_owner_noted_is_asked_about_where_they_wrote_last() -> None:
    event = mail("confirm", "03-02 10:00", RENEE, WEDNESDAY)
    thanks = own("03-04 12:00", RENEE, thanks=True)
    told = Answer(question="news", words="by Tuesday", day=date(2026, 3, 10))
    note = Note(case=event.identity, at=at("03-04 11:20"), answers=(told,))
    (draft,) = drafted(event, thanks, now="03-11 09:00", notes=[note])
    assert (draft.kind, draft.to) == ("follow_up_ok", (person(RENEE),))
    assert "I was told that I would hear by Tuesday 10 March." in draft.body


def test_thanks_go_to_those_who_were_met_or_through_somebody_to_them() -> None:
    event = mail("confirm", "03-02 10:00", RENEE, WEDNESDAY, interviewers=("Tom Hale", "Mina Park"))
    (through,) = drafted(event, now="03-04 13:00")
    assert through.to == (person(RENEE),)
    assert "Please pass on my thanks to Tom Hale and Mina Park" in through.body
    written = mail("update", "03-03 10:00", "tom.hale@acme.example", mid="<tom@x>", subject="Directions")
    (direct,) = drafted(event, written, now="03-04 13:00")
    assert direct.to == (Address(name="Tom Hale", email="tom.hale@acme.example"),)
    assert direct.body.startswith("Dear Tom,")
    assert (direct.subject, direct.in_reply_to) == ("Re: Directions", "<tom@x>")


@pytest.mark.parametrize(
    ("met", "others"),
    [
        ("An Li", ["dan.lima@acme.example"]),
        ("Anna", ["Anna Berg <anna.berg@acme.example>", "Anna Klein <ak@agency.example>"]),
    ],
)
def test_thanks_do_not_go_to_somebody_who_may_be_another(met: str, others: list[str]) -> None:
    event = replace(
        mail("confirm", "03-02 10:00", RENEE, WEDNESDAY, interviewers=(met,)),
        parties=(Address(name="Renee Castell", email=RENEE),),
    )
    written = [
        replace(mail("update", f"03-03 10:0{n}", RENEE, mid=f"<{n}@x>"), parties=(Address(name=name, email=email),))
        for n, (name, email) in enumerate(map(parseaddr, others))
    ]
    (draft,) = drafted(event, *written, now="03-04 13:00")
    assert [one.email for one in draft.to] == [RENEE]


@pytest.mark.parametrize("email", ["tom.hale@acme.example", "hale_tom@acme.example", "tomhale@acme.example"])
def test_an_address_may_tell_whose_it_is(email: str) -> None:
    event = mail("confirm", "03-02 10:00", RENEE, WEDNESDAY, interviewers=("Tom Hale",))
    written = replace(mail("update", "03-03 10:00", RENEE, mid="<x@x>"), parties=(Address(name="", email=email),))
    (draft,) = drafted(event, written, now="03-04 13:00")
    assert draft.to == (Address(name="Tom Hale", email=email),)


def test_thanks_after_an_automatic_confirmation_go_to_the_person_who_wrote_before() -> None:
    asked = invitation(WEDNESDAY)
    booked = mail("confirm", "03-03 10:00", "no-reply@acme.example", WEDNESDAY)
    (draft,) = drafted(asked, own("03-02 12:00", RENEE), booked, now="03-04 13:00")
    assert draft.to == (person(RENEE),)
    assert draft.in_reply_to == asked.message_id


def test_news_are_asked_for_after_the_promised_day_and_a_no_is_answered_kindly() -> None:
    event = mail("confirm", "03-02 10:00", RENEE, WEDNESDAY, role="Nurse")
    thanks = own("03-04 12:00", RENEE, thanks=True)
    promise = mail("update", "03-05 10:00", RENEE, news_by="03-10", confidence=0.4)
    assert not drafted(event, thanks, promise, now="03-10 23:00")
    (asking,) = drafted(event, thanks, promise, now="03-11 00:00")
    assert asking.kind == "follow_up_ok"
    assert "I was told that I would hear by Tuesday 10 March." in asking.body
    refusal = mail("reject", "03-09 10:00", RENEE)
    (kind,) = drafted(event, thanks, refusal, now="03-09 10:00")
    assert (kind.kind, kind.in_reply_to) == ("thank_you_courtesy", refusal.message_id)


def test_every_draft_serves_an_alert() -> None:
    events = [
        mail("confirm", "03-02 10:00", RENEE, WEDNESDAY),
        mail("offer", "03-03 10:00", "jo@other.example", company="Other", deadline=at("03-09 12:00")),
        mail("assessment", "03-03 11:00", "al@third.example", company="Third"),
    ]
    timeline = replay(events, OWNER)
    keys = {alert.key for alert in owed(timeline, at("03-04 13:00"))}
    found = drafts(timeline, at("03-04 13:00"), writer())
    assert len(found) == 3
    assert {draft.key.removeprefix("draft:") for draft in found} <= keys
    assert len({draft.message_id for draft in found}) == 3
    assert any("get back to you by Monday 9 March" in draft.body for draft in found)
    few = replace(writer(), kinds=frozenset({"thank_you_due"}))
    assert [draft.kind for draft in drafts(timeline, at("03-04 13:00"), few)] == ["thank_you_due"]


LETTER = b"""From: "Castell, Renee (HR)" <Renee.Castell@acme.example>
Reply-To: Jobs <jobs@acme.example>, list@lists.example
To: Ada <ada@work.example>
List-Post: <mailto:list@lists.example>
Message-ID: <second@acme.example>
References: <first@acme.example>
Subject: AW: Interview
Date: Mon, 2 Mar 2026 10:00:00 +0000

Please come.
"""


def test_the_thread_the_owners_address_and_the_wish_for_answers_are_kept() -> None:
    message = parse(LETTER, arrived=at("03-02 10:00"))
    reading = Reading(kind="invite", reply_needed=True, company="Acme")
    owners = frozenset({"ada@work.example", *OWNER.addresses})
    event = event_of(message, reading, sent_folder=False, addresses=owners)
    assert event
    (draft,) = drafts(replay([event], replace(OWNER, addresses=owners)), at("03-02 10:00"), writer())
    assert draft.to == (Address(name="Jobs", email="jobs@acme.example"),)
    assert draft.sender.email == "ada@work.example"
    assert (draft.subject, draft.in_reply_to) == ("AW: Interview", "<second@acme.example>")
    assert draft.references == ("<first@acme.example>", "<second@acme.example>")
    assert draft.body.startswith("Hello,\n")
    bare = parse(LETTER.replace(b"Reply-To: Jobs <jobs@acme.example>, list@lists.example\n", b""), arrived=None)
    event = event_of(bare, reading, sent_folder=False, addresses=owners)
    assert event
    (draft,) = drafts(replay([event], OWNER), event.at, writer())
    assert draft.body.startswith("Dear Renee,\n")


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "nl", "pt"])
def test_every_language_has_every_text(language: str) -> None:
    known = {field.lower(): f"{field.upper()}!" for fields in TEXTS.values() for field in fields}
    words = load()[language]
    for text, fields in TEXTS.items():
        full, sparse = words.say(text, known), words.say(text, {f.lower(): "x" for f in fields if f.isupper()})
        assert not set("{}<>") & set(full + sparse), text
        assert all(f"{field.upper()}!" in full for field in fields & {"others", "deadline", "notes"}), text
        assert "  " not in sparse, text
        assert " ." not in sparse, text
        assert len([end for end in full if end in ".?"]) <= 8, text
    for event in (invitation(WEDNESDAY, THURSDAY, language=language), mail("offer", "03-02 10:00", language=language)):
        (draft,) = drafted(event, now="03-02 10:01")
        assert draft.language == language


ONE = re.compile(
    r"\b(La ringrazio|La prego|Le|Lei|Suo|Sua|Sue|Gliel[ae]|mi scriva|propone|chiederLe|"
    r"usted|dígamelo|desea|me avise)\b"
)


ROBOT = "no-reply@hire.example"


def test_a_machine_is_not_answered_but_whom_its_mail_names() -> None:
    def addressed(event: Event) -> list[str]:
        event = replace(event, answer_to=(Address(name="Acme Careers", email=ROBOT),))
        return [one.email for draft in drafted(event, now="03-02 10:01") for one in draft.to]

    event = invitation(WEDNESDAY, sender=ROBOT)
    people = Address(name="", email=RENEE), Address(name="", email="tom@acme.example")
    assert addressed(event) == []
    assert addressed(replace(event, contacts=people[:1])) == [RENEE]
    assert addressed(replace(event, contacts=people)) == [], "nobody knows which of them"
    assert addressed(replace(event, contacts=(Address(name="", email="support@hire.example"),))) == []
    part = replace(appointment("u1", 0, WEDNESDAY), organizer=RENEE, organizer_name="Renee Castell")
    invited = replace(event, contacts=people, reading=replace(event.reading, calendar=(part,)))
    assert addressed(invited) == [RENEE]
    handed_on = replace(event, answer_to=(), contacts=people[:1])
    assert drafted(handed_on, now="03-02 10:01") == []


def test_the_addresses_that_a_mail_names_are_kept_with_it() -> None:
    raw = LETTER + b"\nYours\nPlease write to Renee.Castell@acme.example (not to ada@mail.example).\n"
    reading = Reading(kind="invite", reply_needed=True, newest=parse(raw, arrived=None).text)
    event = event_of(parse(raw, arrived=None), reading, sent_folder=False, addresses=frozenset({"ada@mail.example"}))
    assert event
    assert [one.email for one in event.contacts] == ["renee.castell@acme.example"]


@pytest.mark.parametrize("language", ["es", "it", "pt"])
def test_several_people_are_not_spoken_to_as_one(language: str) -> None:
    people = tuple(Address(name=name, email=f"{name[:3].lower()}@acme.example") for name in ("Ana Lima", "Luca Bo"))
    event = replace(invitation(WEDNESDAY, THURSDAY, language=language), answer_to=people)
    (draft,) = drafted(event, now="03-02 10:01")
    (alone,) = drafted(replace(event, answer_to=people[:1]), now="03-02 10:01")
    assert draft.to == people
    if language != "pt":  # in Portuguese an answer to an invitation speaks to nobody
        assert draft.body.partition("\n")[2] != alone.body.partition("\n")[2]
    words = load()[language]
    for text in TEXTS:
        assert not ONE.search(words.say(text, {"slot": "x", "slots": "x", "people": "x"}, several=True)), text


def test_the_owners_words_go_to_several_people_too(tmp_path: Path) -> None:
    own = tmp_path / "drafts.toml"
    own.write_text('[it]\nfollow_up_ok = "Novità?"\noffer_several = "Grazie a tutti."\n')
    words = load(own)["it"]
    assert words.say("follow_up_ok", {}, several=True) == "Novità?"
    assert words.say("offer", {}, several=True) == "Grazie a tutti."
    assert words.say("offer", {}).startswith("La ringrazio")


def test_days_are_written_as_the_language_writes_them() -> None:
    words, moment = load(), at("12-01 09:05")
    assert words["en"].moment(moment, moment) == "Tuesday 1 December at 9:05"
    assert words["de"].moment(moment, moment) == "Dienstag, 1. Dezember, um 9:05 Uhr"
    assert words["fr"].moment(moment, moment) == "le mardi 1er décembre à 9h05"
    assert words["pt"].day(moment) == "terça-feira, 1º de dezembro"
    assert words["it"].one_of(["lunedì", "martedì", "mercoledì"]) == "lunedì, martedì o mercoledì"


def test_the_owners_words_go_over_those_that_came(tmp_path: Path) -> None:
    own = tmp_path / "drafts.toml"
    own.write_text('[en]\nclosing = "Cheers<, {me}>"\ninvite = "Lovely to hear from you< about {role}>."\n')
    words = load(own)
    assert words["en"].say("closing", {"me": "Ada"}) == "Cheers, Ada"
    assert words["en"].say("invite", {}) == "Lovely to hear from you."
    assert words["de"] == load()["de"]
    own.write_text(
        '[en]\ninvit = "Hi"\ngreeting = "Dear {nme},"\ninvite = "For {role}."\nsuits = "{slot"\n'
        'offer = "<a <b>"\nmonths = ["January"]\nor = 3\n[eng]\n'
    )
    with pytest.raises(ConfigError) as caught:
        load(own)
    said = caught.value.problems
    assert [one.split(":")[0] for one in said] == [f"drafts.toml line {n}" for n in (2, 3, 4, 5, 6, 7, 8, 9)]
    assert "did you mean invite?" in said[0]
    assert "there is no {nme} here; there are {first}, {name}" in said[1]
    assert "put what depends on it between < and >" in said[2]
    own.write_text("[en\n")
    with pytest.raises(ConfigError, match=r"drafts\.toml: this is not TOML"):
        load(own)
    with pytest.raises(ConfigError, match=r"templates of \[drafts\]"):
        load(tmp_path / "missing.toml")


def test_the_manual_shows_words_that_work_and_tells_of_all_texts(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/drafts.md").read_text("utf-8")
    own = tmp_path / "drafts.toml"
    own.write_text("".join(f"{line[4:]}\n" for line in page.splitlines() if not line or line[:4] == "    "), "utf-8")
    assert load(own)["de"].say("greeting", {"first": "Renee"}) == "Hallo Renee,"
    _, _, table = page.partition("## Your own words")
    rows = [row for row in table.splitlines() if row.startswith("|")]
    for text, fields in TEXTS.items():
        (row,) = [one for one in rows if f"`{text}`" in one.split("|")[1]]
        assert all(f"{{{field.lower()}}}" in row for field in fields - {"me", "company", "role"}), text


_NASTY = st.text(st.sampled_from("\r\n\t\0\x1b\u202e\u2028<>{}:@;,\"'é Ab="), max_size=60)


@given(name=_NASTY, company=_NASTY, role=_NASTY, subject=_NASTY, reference=_NASTY, me=_NASTY)
@settings(max_examples=150, deadline=None)
def test_whatever_a_mail_holds_the_draft_is_one_plain_mail_to_its_sender(
    name: str, company: str, role: str, subject: str, reference: str, me: str
) -> None:
    event = invitation(WEDNESDAY, company=company, subject=f"Job\r\nBcc: x@y.example{subject}", refs=(reference,))
    event = replace(
        event,
        message_id=f"<a{reference}@x>",
        parties=(Address(name=name, email=RENEE),),
        reading=replace(event.reading, role=role),
    )
    writes = replace(writer(), name=me, person=lambda shown, language: shown)
    (draft,) = drafts(replay([event], OWNER), at("03-02 10:01"), writes)
    raw = compose(draft)
    found = message_from_bytes(raw, policy=default)
    named = {"From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"}
    mime = {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
    assert set(found.keys()) <= named | mime
    assert [one.addr_spec for one in found["To"].addresses] == [RENEE]
    assert [one.addr_spec for one in found["From"].addresses] == ["ada@mail.example"]
    assert found["Message-ID"] == draft.message_id
    assert "\x1b" not in found.get_content()
    assert b"ourtesy" not in raw


@given(hunts())
@settings(max_examples=25, deadline=None)
def test_no_draft_comes_between_mail_and_wake_and_each_serves_what_is_owed(history: list[Event]) -> None:
    """As the service looks: at each mail and each wake; and as somebody who looks all the time."""
    begin, end = history[0].at, max(event.at for event in history) + timedelta(days=10)
    seen: set[str] = set()
    now = begin
    while now < end:
        timeline = replay([event for event in history if event.at <= now], OWNER)
        found = drafts(timeline, now, writer())
        assert {one.key.removeprefix("draft:") for one in found} <= {alert.key for alert in owed(timeline, now)}
        assert all(
            one.to and not {to.email for to in one.to} & {"no-reply@ats.example", *OWNER.addresses} for one in found
        )
        seen |= {one.key for one in found}
        mails = [event.at for event in history if event.at > now]
        wakes = [moment for moment in (next_draft(timeline, now, writer()), next_wake(timeline, now)) if moment]
        until = min([*mails, *wakes, end])
        between = drafts(timeline, now + (until - now) * 0.99, writer())
        assert {one.key for one in between} <= seen
        now = until


def test_long_ids_are_not_wrapped_into_words() -> None:
    ids = tuple(f"<{'a' * 200}{n}@x.example>" for n in range(40))
    event = replace(invitation(WEDNESDAY), message_id=ids[-1], references=ids[:-1])
    (draft,) = drafted(event, now="03-02 10:01")
    found = message_from_bytes(compose(draft), policy=default)
    assert found["References"].split() == [ids[0], *ids[-19:]]
    assert found["In-Reply-To"] == ids[-1]


@pytest.mark.parametrize(
    "email",
    ["calendar-notification@google.com", "dse_ap1@docusign.net", "dse@docusign.net", "mailer@acme.example"],
)
def test_nobody_reads_what_is_written_to_a_machine(email: str) -> None:
    assert not answerable([Address(name="", email=email)], frozenset())


def test_people_whose_names_are_like_those_of_machines_are_written_to() -> None:
    them = [Address(name="", email=email) for email in ("dsea.smith@acme.example", "dseville@acme.example")]
    assert answerable(them, frozenset()) == tuple(them)


def test_before_the_sound_of_an_i_the_spanish_and_is_another() -> None:
    words = writer().words["es"]
    assert words.all_of(["Ana", "Isabel"]) == "Ana e Isabel"
    assert words.all_of(["Ana", "Hilario"]) == "Ana e Hilario"
    assert words.all_of(["Ana", "Ian"]) == "Ana y Ian"
    assert words.all_of(["Ana", "Luis"]) == "Ana y Luis"


def test_windows_are_said_apart_from_times() -> None:
    event = invitation(WEDNESDAY, THURSDAY)
    event = replace(event, reading=replace(event.reading, windows=(span(FRIDAY),)))
    assert what_to_answer(event, OWNER, event.at) == "choose one of 2 interview times, or one in the window they name"


def test_a_greeting_is_never_the_reason() -> None:
    event = invitation(WEDNESDAY)
    why = (
        Why(rule="a", says="invite", weight=3.0, quote="Hi Ada,"),
        Why(rule="times", says="times", weight=0.0, quote="Wednesday at 10"),
    )
    assert wording.quote(replace(event, reading=replace(event.reading, why=why)), "question") == "Wednesday at 10"


def test_the_reason_names_the_time_rather_than_the_link() -> None:
    event = invitation(WEDNESDAY)
    why = (
        Why(rule="a", says="invite", weight=3.0, quote="Join here: https://meet.example/1"),
        Why(rule="b", says="invite", weight=1.0, quote="Could you come on Wednesday at 10?"),
        Why(rule="times", says="times", weight=0.0, quote="Could you come on Wednesday at 10?"),
    )
    reading = replace(event.reading, why=why)
    assert wording.spoken_for(reading, "invite") == "Could you come on Wednesday at 10?"
    assert wording.spoken_for(replace(reading, why=why[:2]), "invite") == "Join here: https://meet.example/1"
    bare = Why(rule="c", says="invite", weight=9.0, quote="https://meet.example/1")
    assert wording.spoken_for(replace(reading, why=(bare, *why[:2])), "invite") == "Join here: https://meet.example/1"


def test_a_deadline_that_has_passed_is_told_as_such() -> None:
    event = mail("offer", "03-02 10:00", RENEE)
    event = replace(event, reading=replace(event.reading, deadline=date(2026, 3, 4), reply_needed=True))
    texts = [one.text for one in owed(replay([event], OWNER), at("03-08 10:00")) if one.kind == "reply_needed"]
    assert ["though" in text and "(their deadline) has passed: " in text for text in texts] == [True]
    assert not any(" by " in text for text in texts)

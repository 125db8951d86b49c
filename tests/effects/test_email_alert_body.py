"""An alert by e-mail can be acted on: what to do by when, why, on whose clock, where the mail is, and how to answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.effects.examples import NOW, REPLY, SCAM

from courtesy.cases.actions import Alert
from courtesy.cases.choices import read
from courtesy.effects.email_alert import compose
from courtesy.effects.email_alert_body import content, html
from courtesy.effects.links import links_to
from courtesy.effects.words import headline
from courtesy.mail.parse import parse
from courtesy.owner.mail_back import mark_of

ME = "ada+jobs@mail.example"
ZONE = ZoneInfo("Europe/London")
MARK = "0123456789.abcdefghijklmnopqrst"
GMAIL = links_to(gmail=("ada@gmail.example",), others=False, mac=False)
ALERT = replace(
    REPLY,
    by=NOW + timedelta(hours=9),
    more=("Tue 21 Apr 21:00-21:45 (for them 15:00-15:45, UTC-4)",),
    about="\u201cYour interview\u201d from renee@ridge.example",
)


def made(alert: Alert, sender: str = ME) -> EmailMessage:
    said = content(alert, zone=ZONE, now=NOW, links=GMAIL(alert.message_id), mark=MARK, answer_to=ME)
    return compose(alert, said, sender=sender, owner=ME, now=NOW)


def bodies(mail: EmailMessage) -> tuple[str, str]:
    plain, rich = (part.get_content() for part in mail.iter_parts())
    return plain, rich


@pytest.mark.parametrize("before", ["", "x" * 69 + " ", "x" * 74 + " ", "x" * 75 + " "])
def test_no_line_begins_as_mailboxes_in_one_file_part_their_mails(before: str) -> None:
    """Wherever a long line is broken."""
    text = f"{before}From Lee to you, and to nobody else: \u00fcber " * 3
    mail = made(replace(ALERT, text=text, more=("From now on",)))
    assert not [line for line in bytes(mail).splitlines() if line.startswith(b"From ")]
    assert b"\n" not in bytes(mail).replace(b"\r\n", b"")
    assert text.strip() in bodies(message_from_bytes(bytes(mail), policy=default))[0]


def links(rich: str) -> Iterator[str]:
    return (str(node.attributes["href"]) for node in LexborHTMLParser(rich).css("a"))


def test_both_parts_say_all_of_it() -> None:
    plain, rich = bodies(made(ALERT))
    shown = LexborHTMLParser(rich).body
    assert shown
    for text in (plain, shown.text()):
        assert text.strip().startswith(ALERT.text)
        for words in (ALERT.why, *ALERT.more, ALERT.about, "done", "snooze 2d", "wrong", f"courtesy.{MARK}"):
            assert words in text
    assert "https://mail.google.com/mail/?authuser=ada%40gmail.example#search/rfc822msgid%3A" in plain


def test_each_link_begins_a_mail_to_the_owner_that_is_understood() -> None:
    opens, *choices = links(bodies(made(ALERT))[1])
    assert opens == GMAIL(ALERT.message_id)[0].url
    said = []
    for link in choices:
        parts = urlsplit(link)
        assert (parts.scheme, unquote(parts.path)) == ("mailto", ME)
        fields = parse_qs(parts.query, strict_parsing=True)
        raw = f"From: <{ME}>\r\nTo: <{ME}>\r\nSubject: {fields['subject'][0]}\r\n\r\n{fields['body'][0]}\r\n"
        message = parse(raw.encode(), arrived=NOW)
        assert mark_of(message) == MARK
        said += [choice.said for choice in read(message.text, ALERT)]
    assert said == ["done", "snooze evening", "snooze tomorrow", "wrong"]


def test_an_answer_refers_to_the_alert_and_goes_where_it_is_seen() -> None:
    mail = made(ALERT, sender="courtesy@robot.example")
    assert mail["Message-ID"] == f"<courtesy.{MARK}@robot.example>"
    assert mail["Reply-To"] == ME
    assert made(ALERT)["Reply-To"] is None
    assert (
        mark_of(parse(f"From: <{ME}>\r\nIn-Reply-To: {mail['Message-ID']}\r\n\r\ndone\r\n".encode(), arrived=NOW))
        == MARK
    )
    quoting = f"From: <{ME}>\r\n\r\ndone\r\n\r\n> {'> '.join(bodies(mail)[0].splitlines(keepends=True))}"
    assert mark_of(parse(quoting.encode(), arrived=NOW)) == MARK, "where the mail program keeps no references"


def test_what_mail_programs_take_away_is_not_there() -> None:
    page = LexborHTMLParser(bodies(made(ALERT))[1])
    assert not page.css("style, script, img, link, form, button, svg")
    assert all(node.attributes.get("role") == "presentation" for node in page.css("table"))
    assert all(node.attributes.get("bgcolor") for node in page.css("td") if node.css_first("a") and not node.css("td"))


@pytest.mark.parametrize("kind", ["signal", "digest"])
def test_what_nothing_can_be_said_to_has_no_buttons(kind: str) -> None:
    """To the list of a digest is answered by the names that stand in it."""
    alert = replace(ALERT, kind=kind, message_id=None, more=("0b1c2d  Reply to Ridge", "3fa9c1  Reply to Acme"))  # type: ignore[arg-type]
    plain, rich = bodies(made(alert))
    assert list(links(rich)) == []
    assert ("done 0b1c2d" in plain) == ("snooze 0b1c2d 2d" in rich) == (kind == "digest")


def test_without_a_mark_nobody_is_asked_to_answer() -> None:
    assert "mailto:" not in html(content(ALERT, zone=ZONE, now=NOW))


ANY = st.text(st.characters(codec=None), max_size=200)


@given(
    st.builds(
        lambda **said: replace(SCAM, **said),
        text=ANY,
        why=ANY,
        company=ANY,
        about=ANY,
        message_id=ANY,
        more=st.tuples(ANY),
    )
)
@settings(max_examples=50, deadline=None)
def test_no_words_of_a_mail_become_markup_or_a_link(alert: Alert) -> None:
    rich = bodies(made(alert))[1]
    plain_page = LexborHTMLParser(
        bodies(made(replace(SCAM, why="x", company="x", about="x", message_id="<x@y>", more=("x",))))[1]
    )
    page = LexborHTMLParser(rich)
    assert {node.tag for node in page.css("*")} <= {node.tag for node in plain_page.css("*")}
    for link in links(rich):
        assert link.startswith(
            (
                "https://mail.google.com/mail/?authuser=ada%40gmail.example#search/",
                "mailto:ada%2Bjobs@mail.example?",
            )
        )
        assert not set(link) & set(" \"'<>\r\n\t")


def test_a_mac_and_other_mail_programs_open_it_by_its_message_id() -> None:
    mac, other = (links_to(gmail=(), others=True, mac=mac)("<a+b/c@ridge.example>") for mac in (True, False))
    assert [link.url for link in (*mac, *other)] == [
        "message:%3Ca%2Bb%2Fc%40ridge.example%3E",
        "mid:a%2Bb%2Fc%40ridge.example",
    ]
    assert links_to(gmail=("a@b",), others=True, mac=False)(None) == ()


def test_what_is_late_is_not_told_as_if_it_were_ahead() -> None:
    """As what was put off until after it was due."""
    for by, says, headed in ((9, "By: ", "Reply by "), (-26, "Was due: ", "Reply now: ")):
        alert = replace(ALERT, kind="reply_needed", by=NOW + timedelta(hours=by))
        text, rich = bodies(made(alert))
        assert f"\n{says}" in text
        assert says.partition(":")[0] in rich
        assert headline(alert, NOW, ZONE).startswith(headed)


def test_an_interview_begins_at_its_time_and_is_not_due_by_it() -> None:
    alert = replace(ALERT, kind="briefing", by=NOW + timedelta(hours=1))
    text, _ = bodies(made(alert))
    assert "\nBegins: " in text
    assert headline(alert, NOW, ZONE).startswith("Interview at ")

"""What is kept of a mail: of the owner's own only whom it went to, what it does, and the names in it."""

from datetime import UTC, datetime

from courtesy.cases.events import event_of
from courtesy.mail.parse import parse
from courtesy.reading.reading import OwnMail, Reading

ADA = frozenset({"ada@mail.example"})
PRIVATE = b"""From: Ada <ada@mail.example>
To: Dr Novak <novak@surgery.example>
Subject: My test result
Date: Tue, 03 Mar 2026 09:00:00 +0000
Message-ID: <p@mail.example>

the result was positive, my number is 4711. Do you know Acme Ltd?
"""


def test_the_text_of_the_owner_s_own_mail_is_not_kept() -> None:
    message = parse(PRIVATE, arrived=datetime(2026, 3, 3, 9, tzinfo=UTC))
    event = event_of(message, Reading(own=OwnMail(), newest=message.text), sent_folder=True, addresses=ADA)
    assert event is not None
    assert event.reading.newest == ""
    assert "acme" in event.names
    assert not {"positive", "4711", "result"} & set(event.names)
    assert event.subject == ""


def test_a_note_to_oneself_and_ordinary_mail_are_no_events() -> None:
    note = parse(
        PRIVATE.replace(b"novak@surgery.example", b"ada@mail.example"), arrived=datetime(2026, 3, 3, tzinfo=UTC)
    )
    assert event_of(note, Reading(own=OwnMail()), sent_folder=True, addresses=ADA) is None
    assert event_of(note, Reading(), sent_folder=False, addresses=frozenset()) is None

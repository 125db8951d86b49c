"""What every source promises, tried on real mailboxes of every kind."""

import base64
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from tests.mail.conftest import Box

from courtesy.mail import Batch, Incoming

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=60)
HOUR = timedelta(hours=1)


def mail(subject: str, body: str = "Hello") -> bytes:
    return f"From: a@b.example\r\nMessage-ID: <{subject}@b.example>\r\nSubject: {subject}\r\n\r\n{body}\r\n".encode()


def big_mail(subject: str) -> bytes:
    """An offer of 1.4 MB, whose calendar part and second text come after the PDF."""
    pdf = base64.encodebytes(b"%PDF" * 260_000).replace(b"\n", b"\r\n")
    parts = (
        ("text/plain; charset=utf-8", "7bit", "", b"please come\r\n"),
        ("text/html; charset=utf-8", "7bit", "", b"<p>please come</p>\r\n"),
        ("application/pdf", "base64", 'attachment; filename="offer.pdf"', pdf),
        ("text/calendar; method=REQUEST; charset=utf-8", "7bit", "", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        ("application/octet-stream", "base64", 'attachment; filename="invite.ics"', b"QkVHSU46VkNBTEVOREFS\r\n"),
    )
    pieces = [mail(subject).partition(b"\r\n\r\n")[0] + b"\r\nMIME-Version: 1.0\r\n"]
    pieces.append(b"Content-Type: multipart/mixed;\r\n boundary=frontier\r\n\r\n")
    for kind, encoding, disposition, content in parts:
        pieces.append(f"--frontier\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n".encode())
        pieces.append(f"Content-Disposition: {disposition}\r\n".encode() if disposition else b"")
        pieces.append(b"\r\n" + content + b"\r\n")
    return b"".join([*pieces, b"--frontier--\r\n"])


def subject(mail: Incoming) -> str:
    return str(message_from_bytes(mail.raw)["Subject"])


def subjects(batches: Iterable[Batch]) -> list[str]:
    return [subject(mail) for batch in batches for mail in batch.mails]


def read_all(box: Box) -> str:
    """File everything there is; the cursor after it."""
    return list(box.source.fetch(None, SINCE))[-1].cursor


def test_the_first_scan_brings_all_since_and_no_older(box: Box) -> None:
    box.put(mail("too old"), SINCE - HOUR)
    box.put(mail("just in time"), SINCE + HOUR)
    box.put(mail("mine"), NOW, "Sent")
    box.put(mail("new"), NOW)
    batches = list(box.source.fetch(None, SINCE))
    mails = {subject(m): m for batch in batches for m in batch.mails}
    assert mails.keys() == {"just in time", "mine", "new"}
    assert {m.folder for s, m in mails.items() if s != "mine"} == {"INBOX"}
    assert mails["mine"].folder == "Sent"
    assert mails["new"].arrived == NOW
    assert mails["new"].raw.replace(b"\r\n", b"\n") == mail("new").replace(b"\r\n", b"\n")
    assert batches[-1].left == 0
    assert list(box.again().fetch(batches[-1].cursor, SINCE)) == []


def test_batches_are_bounded_and_any_cursor_goes_on_from_there(box: Box) -> None:
    sent = [f"m{n}" for n in range(20)]
    for n, name in enumerate(sent):
        box.put(mail(name, ("x" * 70 + "\r\n") * 1750), SINCE + n * HOUR)
    batches = list(box.source.fetch(None, SINCE))
    assert subjects(batches) == sent
    assert len(batches) >= 2
    assert all(sum(len(m.raw) for m in batch.mails) < 3_000_000 for batch in batches)
    first = next(iter(box.again().fetch(None, SINCE)))
    assert first.left == len(sent) - len(first.mails)
    rest = list(box.again().fetch(first.cursor, SINCE))
    assert subjects([first, *rest]) == sent
    assert list(box.again().fetch(rest[-1].cursor, SINCE)) == []


def test_new_mail_comes_however_old_it_claims_to_be(box: Box) -> None:
    box.put(mail("first"), NOW)
    cursor = read_all(box)
    box.put(mail("moved here"), SINCE - 400 * HOUR)
    box.put(mail("answer"), NOW + HOUR, "Sent")
    batches = list(box.source.fetch(cursor, SINCE))
    assert sorted(subjects(batches)) == ["answer", "moved here"]
    assert list(box.source.fetch(batches[-1].cursor, SINCE)) == []


def test_deleted_mail_is_nothing_to_speak_of(box: Box) -> None:
    for name in ("one", "two", "three"):
        box.put(mail(name), NOW)
    cursor = read_all(box)
    box.remove_first()
    assert subjects(box.source.fetch(cursor, SINCE)) == []
    assert len(subjects(box.again().fetch(None, SINCE))) == 2


def test_mail_deleted_while_it_is_being_read_is_passed_over(box: Box) -> None:
    for name in ("one", "two", "three"):
        box.put(mail(name, "x" * 900_000), NOW)
    fetching = iter(box.source.fetch(None, SINCE))
    got = [next(fetching)]
    box.remove_first()
    box.remove_first()
    got += fetching
    assert 1 <= len(subjects(got)) <= 3
    assert not any(batch.skipped for batch in got)


def test_a_mailbox_made_anew_is_read_again(box: Box) -> None:
    box.put(mail("too old"), SINCE - 48 * HOUR)
    box.put(mail("one"), NOW)
    cursor = read_all(box)
    box.begin_anew()
    again = subjects(box.source.fetch(cursor, SINCE))
    assert "one" in again


def test_a_foreign_cursor_is_no_cursor(box: Box) -> None:
    box.put(mail("one"), NOW)
    for cursor in ("", "nonsense", "[1]", '{"INBOX": 7}', '{"Jobs": []}'):
        assert subjects(box.again().fetch(cursor, SINCE)) == ["one"]


def test_of_a_big_mail_the_texts_and_calendars_come(box: Box) -> None:
    for n in range(3):
        box.put(big_mail(f"big{n}"), NOW)
        box.put(mail(f"small{n}"), NOW)
    got = [m for batch in box.source.fetch(None, SINCE) for m in batch.mails]
    assert sorted(map(subject, got)) == ["big0", "big1", "big2", "small0", "small1", "small2"]
    for big in (m for m in got if subject(m).startswith("big")):
        assert len(big.raw) < 200_000
        parts = {p.get_content_type(): p for p in message_from_bytes(big.raw).walk() if not p.is_multipart()}
        assert parts["text/plain"].get_payload(decode=True).strip() == b"please come"
        assert parts["text/html"].get_payload(decode=True).strip() == b"<p>please come</p>"
        assert parts["text/calendar"].get_param("method") == "REQUEST"
        assert b"BEGIN:VCALENDAR" in parts["text/calendar"].get_payload(decode=True)
        assert parts["application/octet-stream"].get_payload(decode=True) == b"BEGIN:VCALENDAR"
        assert parts["application/pdf"].get_filename() == "offer.pdf"


def test_nothing_in_the_mailbox_changes(box: Box) -> None:
    box.put(mail("one"), NOW)
    box.put(big_mail("two"), NOW)
    read_all(box)
    assert box.flags() == [(), ()]


def test_wait_returns_when_mail_comes(box: Box) -> None:
    cursor = read_all(box)
    threading.Timer(0.2, box.put, (mail("new"), datetime.now(UTC))).start()
    found: list[str] = []
    end = time.monotonic() + 60
    while not found and time.monotonic() < end:
        box.source.wait(20)
        found = subjects(box.source.fetch(cursor, SINCE))
    assert found == ["new"]


@pytest.mark.parametrize("when", ["before", "during"])
def test_wake_ends_a_wait(box: Box, when: str) -> None:
    read_all(box)
    ended = threading.Event()

    def wait() -> None:
        box.source.wait(600)
        ended.set()

    if when == "before":
        box.source.wake()
    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    if when == "during":
        time.sleep(0.1)
        box.source.wake()
    assert ended.wait(60)


def test_a_closed_source_is_closed_in_peace(box: Box) -> None:
    box.source.close()
    read_all(box)
    box.source.close()
    box.source.close()
    box.source.wake()
    box.source.wait(600)

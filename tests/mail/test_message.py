"""Any octets become a Message: what the mail says where it says something, and never an error or a long wait."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.mail import header
from courtesy.mail.message import Message
from courtesy.mail.parse import parse

ARRIVED = datetime(2026, 3, 2, 9, tzinfo=UTC)
ODD = Path(__file__).parent / "odd"


def read(name: str, trusted: frozenset[str] = frozenset()) -> Message:
    return parse((ODD / f"{name}.eml").read_bytes(), arrived=ARRIVED, trusted=trusted)


def mail(*fields: str, body: str = "Hello") -> Message:
    return parse(("\r\n".join(fields) + "\r\n\r\n" + body).encode("utf-8"), arrived=ARRIVED)


@given(st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_octets_are_a_message(raw: bytes) -> None:
    message = parse(raw, arrived=ARRIVED)
    assert message.date.tzinfo is not None
    assert message.identity


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                b"\n",
                b"\r\n",
                b"\n\n",
                b"--b",
                b"--b--",
                b"Content-Type: ",
                b"multipart/mixed; boundary=b",
                b"text/html",
            ),
            *(
                b"text/plain; charset=utf-8",
                b"message/rfc822",
                b"text/calendar",
                b"From: ",
                b"a@b.example",
                b"Subject: ",
            ),
            *(b"=?utf-8?Q?=C3=A9?=", b"=?x?B?zz", b"Content-Transfer-Encoding: base64", b"quoted-printable", b"=3D"),
            *(
                b"\xff",
                b"\x00",
                b"<",
                b">",
                b'"',
                b"(",
                b" ",
                b"<td>",
                b"text/html",
                b"<blockquote type=cite>",
                b"; format=flowed",
            ),
            b"Date: Mon, 2 Mar 2026 10:00:00 +0100",
            b"Subject: ",
        ]
    ),
    max_size=60,
)


@given(PIECES)
@settings(max_examples=300, deadline=None)
def test_pieces_of_mail_in_any_order_are_a_message(pieces: list[bytes]) -> None:
    message = parse(b"".join(pieces), arrived=ARRIVED)
    texts = [message.subject, message.sender.name, message.sender.email, message.message_id, *message.headers.values()]
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for text in texts for c in text)
    assert not any((ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 for c in message.text)


def test_a_plain_mail_as_a_person_would_read_it() -> None:
    message = read("latin1-headers")
    assert message.subject == "Gespräch über die Stelle – nächste Woche"
    assert (message.sender.name, message.sender.email) == ("Müller, Jörg", "j.mueller@firma.example")
    assert [address.email for address in message.to] == ["ada@mail.example", "bo@mail.example"]
    assert message.date.isoformat() == "2026-03-02T08:15:00+01:00"
    assert "Grüße aus Köln" in message.text
    assert message.references == ("<first@mail.example>", "<second@mail.example>")


def test_raw_eight_bit_headers_and_bare_line_feeds_are_read() -> None:
    raw = "From: José <jose@empresa.example>\nSubject: Entrevista mañana\n\nHasta mañana".encode("cp1252")
    message = parse(raw, arrived=ARRIVED)
    assert (message.sender.name, message.subject, message.text) == ("José", "Entrevista mañana", "Hasta mañana")


def test_an_encoded_character_may_be_split_over_two_words() -> None:
    assert (
        header.words("=?utf-8?B?w6?= =?utf-8?B?nA==?=") == "Ü" or header.words("=?utf-8?Q?=C3?= =?utf-8?Q?=9C?=") == "Ü"
    )
    assert header.words("a =?utf-8?Q?b?= =?latin1?Q?=E9?= c") == "a bé c"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('"Doe, Jane" <Jane@X.example>', [("Doe, Jane", "jane@x.example")]),
        ("jane@x.example (Jane Doe)", [("Jane Doe", "jane@x.example")]),
        ("Jane Doe (HR) <jane@x.example>", [("Jane Doe (HR)", "jane@x.example")]),
        ("Careers, Firm <jane@x.example>, b@x.example", [("Careers, Firm", "jane@x.example"), ("", "b@x.example")]),
        ("=?utf-8?Q?Doe=2C_Jane?= <jane@x.example>", [("Doe, Jane", "jane@x.example")]),
        ("undisclosed-recipients:;", []),
        ("team: a@x.example, B <b@x.example>;", [("", "a@x.example"), ("B", "b@x.example")]),
        ("Jane Doe", [("Jane Doe", "")]),
        ('"open <j@x.example>', [("open", "j@x.example")]),
        ("", []),
    ],
)
def test_addresses(field: str, expected: list[tuple[str, str]]) -> None:
    assert [(address.name, address.email) for address in header.addresses(field)] == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("Mon, 2 Mar 2026 10:00:00 -0500 (EST)", "2026-03-02T10:00:00-05:00"),
        ("2 Mar 26 10:00 GMT", "2026-03-02T10:00:00+00:00"),
        ("Mon, 2 Mar 2026 10:00:00 PST", "2026-03-02T10:00:00-08:00"),
        ("Mon, 2 Mar 2026 10:00:00 IST", None),  # India, Ireland or Israel: nobody can tell
        ("Mon, 2 Mar 2026 10:00:00", None),
        ("Mon, 31 Feb 2026 10:00:00 +0000", None),
        ("Mon, 1 Jan 0001 00:00:00 +1400", None),  # in UTC before all that is counted, or after it
        ("Fri, 31 Dec 9999 23:59:00 -1400", None),
        ("yesterday", None),
    ],
)
def test_dates(field: str, expected: str | None) -> None:
    found = header.when(field)
    assert (found and found.isoformat()) == expected


def test_an_absurd_date_gives_way_to_the_arrival() -> None:
    absurd = ("Mon, 2 Mar 1970 10:00:00 +0000", "Fri, 6 Mar 2026 10:00:00 +0000", "1 Jan 0001 00:00 +1400", "nonsense")
    for written in absurd:
        assert mail(f"Date: {written}").date == ARRIVED
    assert mail("Date: Tue, 3 Mar 2026 10:00:00 +0000").date == ARRIVED + timedelta(days=1, hours=1)


def test_of_a_file_the_received_field_says_when_it_arrived() -> None:
    raw = b"Received: from a by b; Mon, 2 Mar 2026 11:00:00 +0100\nDate: Mon, 2 Mar 2026 09:59:00 +0000\n\nx"
    assert parse(raw, arrived=None).arrived == datetime(2026, 3, 2, 10, tzinfo=UTC)
    bare = parse(b"Date: Mon, 2 Mar 2099 09:59:00 +0000\n\nx", arrived=None)
    assert bare.date == bare.arrived == datetime(2099, 3, 2, 9, 59, tzinfo=UTC)


def test_copies_of_a_mail_are_one_and_others_are_not() -> None:
    fields = ["From: a@x.example", "Date: Mon, 2 Mar 2026 10:00:00 +0000", "Subject: Your interview"]
    first = mail("Received: one", "Message-ID: <1@x>", *fields, body="Hello")
    copy = mail("Received: two", "X-Label: b", "Message-ID: <1@x>", *fields, body="Hello\r\n\r\n-- list footer")
    assert first.identity == copy.identity
    marked = [field.replace("Subject: ", "Subject: [EXTERNAL] ") for field in fields]
    assert first.identity == mail("Message-ID: <1@x>", *marked, body="Hello").identity
    assert first.identity != mail("Message-ID: <1@x>", *[f.replace("10:00", "10:05") for f in fields]).identity
    assert first.identity != mail("Message-ID: <2@x>", *fields).identity
    assert mail(*fields, body="one").identity != mail(*fields, body="two").identity
    assert mail(*fields, body="one").identity == mail("X-Other: 1", *fields, body="one").identity


def test_only_the_trusted_servers_verdict_counts_and_only_the_topmost() -> None:
    own = "Authentication-Results: mx.mail.example; spf=pass smtp.mailfrom=x; dkim=fail (spf=none); dmarc=pass"
    forged = "Authentication-Results: mx.mail.example; dmarc=pass"
    trusted = frozenset({"mx.mail.example"})

    def verdict(*fields: str) -> dict[str, str]:
        return dict(parse("\n".join((*fields, "", "x")).encode(), arrived=ARRIVED, trusted=trusted).authentication)

    assert verdict(own) == {"spf": "pass", "dkim": "fail", "dmarc": "pass"}
    assert verdict("Authentication-Results: other.example; dmarc=fail", forged) == {}
    assert verdict("Subject: none") == {}
    assert dict(mail(own).authentication) == {}


@pytest.mark.parametrize(
    ("fields", "automatic", "auto_reply"),
    [
        (["Auto-Submitted: auto-replied"], True, True),
        (["Auto-Submitted: auto-generated"], True, False),
        (["Auto-Submitted: no"], False, False),
        (["Precedence: auto_reply"], True, True),
        (["X-Auto-Response-Suppress: All"], False, False),
        (["Subject: Automatic reply: your interview"], True, True),
        (["Subject: Abwesenheitsnotiz: Termin"], True, True),
        (["Subject: =?utf-8?Q?R=C3=A9ponse_automatique_=3A_entretien?="], True, True),
        (["Subject: Re: your interview"], False, False),
    ],
)
def test_what_programs_sent_by_themselves(fields: list[str], automatic: bool, auto_reply: bool) -> None:
    message = mail(*fields)
    assert (message.automatic, message.auto_reply) == (automatic, auto_reply)


def test_html_is_read_where_the_plain_text_says_nothing() -> None:
    stub = read("stub-plain-part")
    assert "Tuesday 10 March at 14:00" in stub.text
    both = read("alternative")
    assert both.text.startswith("Dear Ada,\n\nplease meet us")
    assert "Your interview is waiting" not in stub.text + both.text
    for message in (stub, both):
        assert [link.text for link in message.links] == ["Choose a time"]


def test_calendar_parts_and_attachments_are_found_wherever_they_lie() -> None:
    message = read("calendar-and-attachments")
    assert len(message.calendars) == 1  # sent twice, as a part and as a file
    assert "SUMMARY:Interview" in message.calendars[0]
    assert "invite.ics" in message.attachments
    assert "Stellenbeschreibung für Ada.pdf" in message.attachments
    assert "See you then" in message.text


def test_a_mail_forwarded_as_an_attachment_is_read_like_a_forward() -> None:
    message = read("forwarded-as-attachment")
    assert "Forwarded message" in message.text
    assert "From: Dana Wells <dana@firm.example>" in message.text
    assert "Could you come on Thursday?" in message.text


def test_invisible_and_turning_characters_are_dropped() -> None:
    message = mail("Subject: a\u202eb\u200bc\x1b[31m", body="x\x07y\u2066z\xa0w\r\nnext")
    assert (message.subject, message.text) == ("abc[31m", "xyz w\nnext")


def test_flowed_text_flows() -> None:
    message = mail("Content-Type: text/plain; format=flowed", body="We would like to \r\nsee you.\r\n-- \r\nDana")
    assert message.text == "We would like to see you.\n-- \nDana"


def test_a_broken_multipart_is_still_read() -> None:
    assert "only words" in mail("Content-Type: multipart/mixed; boundary=zz", body="only words").text
    cut = mail("Content-Type: multipart/mixed; boundary=zz", body="--zz\r\n\r\nthe first half of it")
    assert cut.text == "the first half of it"


def nested(depth: int) -> bytes:
    return b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (nested(1000) + b"\nx", "parts nested more than 20 deep"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000, "more than 100 parts"),
        (b"Subject: x\n\n" + b"y" * 2_000_000, "longer than 1048576 octets, the rest was not read"),
        (
            b"Content-Type: text/plain\n\n" + b"y" * 100_000,
            "text/plain longer than 65536 octets, the rest was not read",
        ),
    ],
)
def test_what_is_cut_short_is_said(raw: bytes, fault: str) -> None:
    message = parse(raw, arrived=ARRIVED)
    assert fault in message.faults
    assert len(message.text) <= 65_536


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: " + b"=?utf-8?q?ab?= " * 20_000 + b"\n\n",
        b"Subject: x" + b"\n y" * 300_000 + b"\n\n",
        b"To: " + b"a@b.example, " * 80_000 + b"\n\n",
        b"From: " + b"(" * 30_000 + b"\n\n",
        b"From: " + b'"\\' * 30_000 + b"\n\n",
        b"Content-Type: text/plain; " + b"".join(b"name*%d*=a;\n " % n for n in range(20_000)) + b"\n\nx",
        b"Content-Type: text/plain; charset=punycode\n\n" + b"a-b" * 70_000,
        b"References: " + b"<a@b> " * 10_000 + b"\n\n",
    ],
    ids=["words", "folds", "recipients", "comments", "quotes", "continuations", "punycode", "references"],
)
def test_a_header_made_to_hurt_is_cut_to_size(raw: bytes) -> None:
    message = parse(raw, arrived=ARRIVED)
    assert all(len(value) <= 1000 for value in message.headers.values())
    assert len(message.to) <= 100
    assert len(message.references) <= 50

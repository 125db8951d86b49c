"""Choosing the parts of a big mail, on structures that servers and senders make up."""

from contextlib import suppress
from email import message_from_bytes
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from courtesy.mail.imap_structure import expected_octets, parts_of
from courtesy.mail.smaller import PART_LIMIT, rebuild

_ATOMS = st.none() | st.integers(0, 9**9) | st.binary(max_size=12) | st.sampled_from([b"text", b"plain", b"base64"])
_STRUCTURES = st.recursive(_ATOMS, lambda inner: st.lists(inner, max_size=6) | st.tuples(inner, inner), max_leaves=40)


def leaf(
    kind: bytes, subtype: bytes, *parameters: bytes, size: int = 10, more: tuple[Any, ...] = ()
) -> tuple[Any, ...]:
    return (kind, subtype, parameters or None, None, None, b"7BIT", size, *more)


@given(_STRUCTURES.map(lambda inner: inner if isinstance(inner, (list, tuple)) else (inner,)))
def test_nonsense_is_refused_in_an_orderly_way(structure: Any) -> None:
    with suppress(ValueError, TypeError, LookupError, AttributeError):
        parts_of(structure)


@given(st.binary(max_size=300), st.binary(max_size=300), st.text(max_size=60))
def test_what_is_made_of_the_parts_has_just_these_parts(header: bytes, content: bytes, name: str) -> None:
    name_bytes = name.encode("utf-8", "replace")
    structure = (
        [leaf(b"text", b"plain", b"charset", b"utf-8"), leaf(b"application", b"pdf", b"name", name_bytes)],
        b"mixed",
    )
    parts = parts_of(structure)
    made = message_from_bytes(rebuild(b"Subject: x\r\n" + header.replace(b"\n", b"\n "), parts, {"1": content}))
    children = made.get_payload()
    assert isinstance(children, list)
    assert [child.get_content_type() for child in children] == ["text/plain", "application/pdf"]


def test_only_what_is_read_is_fetched() -> None:
    structure = (
        [
            (
                [leaf(b"TEXT", b"PLAIN", size=900_000), leaf(b"text", b"html"), leaf(b"text", b"calendar")],
                b"alternative",
            ),
            leaf(b"image", b"png", size=10**7),
            leaf(b"application", b"octet-stream", b"name", b"Invite.ICS"),
            leaf(b"application", b"pdf", more=(None, (b"attachment", (b"filename", b"offer.pdf")))),
        ],
        b"mixed",
    )
    parts = parts_of(structure)
    assert [part.section for part in parts if part.wanted] == ["1.1", "1.2", "1.3", "3"]
    assert expected_octets(parts) < PART_LIMIT + 10_000
    assert b'filename="offer.pdf"' in parts[-1].fields


def test_a_mail_of_thousands_of_parts_is_cut_short() -> None:
    structure: Any = ([leaf(b"text", b"plain")] * 5000, b"mixed")
    parts = parts_of(structure)
    assert len(parts) == 100
    assert sum(part.wanted for part in parts) == 8
    for _ in range(3000):
        structure = ([structure], b"mixed")
    assert parts_of(structure) == ()


def test_the_header_keeps_everything_but_what_describes_the_body() -> None:
    header = (
        b"From: a@b\r\nContent-Type: multipart/signed;\r\n boundary=x\r\nMIME-Version: 1.0\r\n"
        b"X-Content-Type: kept\r\ncontent-transfer-encoding: base64\r\nSubject: y\r\n\r\nbody"
    )
    made = rebuild(header, parts_of(leaf(b"text", b"plain")), {"1": b"Hello\r\n"})
    message = message_from_bytes(made)
    assert message.keys() == ["MIME-Version", "Content-Type", "From", "X-Content-Type", "Subject"]
    assert message.get_payload(0).get_payload() == "Hello\r\n"  # type: ignore[union-attr]


def test_a_part_that_was_cut_off_ends_with_a_whole_line() -> None:
    line = b"QUJD" * 19 + b"\r\n"
    cut = (line * 2000)[:PART_LIMIT]
    structure = (b"text", b"calendar", None, None, None, b"BASE64", 156_000)
    message = message_from_bytes(rebuild(b"A: b\r\n\r\n", parts_of(structure), {"1": cut}))
    decoded = message.get_payload(0).get_payload(decode=True)  # type: ignore[union-attr]
    assert isinstance(decoded, bytes)
    assert decoded == b"ABC" * (len(decoded) // 3)

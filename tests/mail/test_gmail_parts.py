"""What is made of the parts of a big mail at Gmail, however odd they are."""

import base64
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from courtesy.mail.gmail_parts import CONTENT_LIMIT, contents, leaves, rebuilt
from courtesy.mail.parse import parse
from courtesy.mail.smaller import PART_LIMIT

words = st.text(max_size=12)
FIELDS = ["Content-Type", "content-disposition", "Subject", "From", "MIME-Version", "X-\r\nEvil"]
VALUES = ["text/plain; charset=latin-1", 'multipart/mixed; boundary="x"', "attachment; filename*=utf-8''%C3"]
names = st.sampled_from(FIELDS) | words
values = st.sampled_from(VALUES) | words
fields = st.lists(st.fixed_dictionaries({"name": names, "value": values}), max_size=5)
kinds = st.sampled_from(["text/plain", "text/html", "text/calendar", "message/rfc822", "multipart/mixed", "image/png"])
bodies = st.fixed_dictionaries(
    {"size": st.integers(0, 10**12)},
    optional={
        "data": st.binary(max_size=60).map(lambda octets: base64.urlsafe_b64encode(octets).decode().rstrip("=")),
        "attachmentId": words,
    },
)


plain = {
    "partId": words,
    "mimeType": kinds | words,
    "filename": words | st.just("invite.ICS"),
    "headers": fields,
    "body": bodies,
}


def part_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional={**plain, "parts": st.lists(inner, max_size=4)})


@given(st.recursive(st.fixed_dictionaries({}, optional=plain), part_of, max_leaves=12))
def test_any_structure_makes_a_mail_that_can_be_read(payload: dict[str, Any]) -> None:
    found = leaves(payload)
    octets = contents(payload)
    raw = rebuilt(payload, octets)
    message = parse(raw, arrived=None)
    assert "x-" not in message.headers
    assert sum(leaf.wanted for leaf in found) <= 8
    assert raw.startswith(b"MIME-Version: 1.0\r\n")
    assert raw.count(b"\r\n\r\n") > len(found)


def nested(depth: int) -> dict[str, Any]:
    part: dict[str, Any] = {"partId": "x", "mimeType": "text/plain", "body": {"size": 0}}
    for _ in range(depth):
        part = {"mimeType": "multipart/mixed", "parts": [part] * 2}
    return part


def test_structures_are_looked_at_in_bounded_time() -> None:
    assert len(leaves(nested(18))) == 100  # of a quarter of a million
    assert leaves(nested(30)) == []
    many = {"parts": [{"partId": str(n), "mimeType": "text/plain", "body": {"size": 1}} for n in range(10_000)]}
    assert len(leaves(many)) == 100
    assert sum(leaf.wanted for leaf in leaves(many)) == 8


def test_a_long_part_is_cut_so_that_it_still_decodes() -> None:
    text = ("Gr\u00fc\u00dfe, " * 20_000).encode()
    header = [{"name": "Content-Type", "value": "text/plain; charset=iso-8859-1"}]
    data = base64.urlsafe_b64encode(text).decode()
    payload = {"partId": "", "mimeType": "text/plain", "headers": header, "body": {"size": len(text), "data": data}}
    for cut in (0, 1, 2, 3):  # also within a character
        octets = {"": contents(payload)[""][: CONTENT_LIMIT - cut]}
        raw = rebuilt(payload, octets)
        assert len(raw) < PART_LIMIT + 2000
        said = parse(raw, arrived=None).text
        assert said.startswith("Gr\u00fc\u00dfe, Gr\u00fc")
        assert "\u00c3" not in said

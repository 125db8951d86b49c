"""Which parts of a big mail are worth fetching, by what the Gmail API tells of them, and the mail made of these."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any

import re2

from courtesy.mail.mime import DEPTH_LIMIT, PARTS_LIMIT
from courtesy.mail.smaller import MOST_WANTED, PART_LIMIT, Part, rebuild

CONTENT_LIMIT = PART_LIMIT // 4 * 3 - 4096
"""Octets kept of one part, decoded; in base64 they are fewer than are fetched of a part by IMAP."""

_MAIL = "message/rfc822"
_WANTED = ("text/plain", "text/html", "text/calendar", "application/ics", _MAIL)
_NAME = re2.compile(r"[!-9;-~]{1,100}")
_TYPE = re2.compile(r"[!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,60}/[!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,60}")
_LINE_END = re2.compile(r"\s*[\r\n\x00]\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """A part without parts, as Google tells of it (MessagePart)."""

    id: str
    type: str
    size: int  # octets, decoded
    attachment: str  # the id under which its octets are fetched; "" when they come with the mail
    disposition: str
    headers: Mapping[str, str]  # lower-case name -> value, first occurrence
    wanted: bool


def leaves(payload: Mapping[str, Any]) -> list[Leaf]:
    """The leaf parts, at most 100 of them and 20 levels deep; of those wanted at most 8 are."""
    found: list[Leaf] = []
    wanted = 0
    for part in _walk(payload, 0):
        leaf = _leaf(part, wanted < MOST_WANTED)
        wanted += leaf.wanted
        found.append(leaf)
        if len(found) == PARTS_LIMIT:
            break
    return found


def contents(payload: Mapping[str, Any]) -> dict[str, bytes]:
    """The octets of the parts that came with the mail, by part id."""
    told = {_text(part, "partId"): _body(part).get("data") for part in _walk(payload, 0)}
    return {id: unpacked(data)[:CONTENT_LIMIT] for id, data in told.items() if data}


def unpacked(data: str) -> bytes:
    """The octets in URL-safe base64 with or without its padding. Raises ValueError."""
    try:
        return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def rebuilt(payload: Mapping[str, Any], octets: Mapping[str, bytes]) -> bytes:
    """The mail of the header in `payload` and its parts; a part without `octets` (decoded) stays as its name only."""
    header = "".join(f"{name}: {value}\r\n" for name, value in _fields(payload))
    found = leaves(payload)
    parts = [_part(leaf, octets.get(leaf.id)) for leaf in found]
    packed = {leaf.id: _packed(leaf, octets[leaf.id]) for leaf in found if leaf.id in octets}
    return rebuild(header.encode("utf-8", "replace") + b"\r\n", parts, packed)


def _walk(part: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    """The leaves; a mail within the mail is one, where it can be had whole."""
    inner = part.get("parts")
    whole = part.get("mimeType") == _MAIL and _body(part).get("attachmentId")
    if not isinstance(inner, list) or not inner or whole:
        yield part
    elif depth < DEPTH_LIMIT:
        for child in inner:
            yield from _walk(child, depth + 1)


def _leaf(part: Mapping[str, Any], may_be_wanted: bool) -> Leaf:
    headers: dict[str, str] = {}
    for name, value in _fields(part):
        headers.setdefault(name.lower(), value)
    kind = _text(part, "mimeType").lower()
    calendar = _text(part, "filename").lower().endswith(".ics")
    size = _body(part).get("size")
    return Leaf(
        id=_text(part, "partId"),
        type=kind if _TYPE.fullmatch(kind) else "application/octet-stream",
        size=size if isinstance(size, int) else 0,
        attachment=_text(_body(part), "attachmentId"),
        disposition=headers.get("content-disposition", "")[:1000],
        headers=headers,
        wanted=may_be_wanted and (calendar or kind in _WANTED),
    )


def _part(leaf: Leaf, content: bytes | None) -> Part:
    """How the part is described in the smaller mail."""
    described = Message()
    described["Content-Type"] = leaf.headers.get("content-type", leaf.type)[:1000]
    if content is not None and leaf.type.startswith("text/") and _is_utf8(content):
        described.set_param("charset", "utf-8")  # Google recodes texts, and leaves in the header what they were
    fields = f"Content-Type: {_unfolded(str(described['Content-Type']))}\r\n"
    fields += f"Content-Transfer-Encoding: {'8bit' if leaf.type == _MAIL else 'base64'}\r\n"
    if leaf.disposition:
        fields += f"Content-Disposition: {leaf.disposition}\r\n"
    return Part(section=leaf.id, size=leaf.size, fields=fields.encode("utf-8", "replace"), wanted=leaf.wanted)


def _packed(leaf: Leaf, content: bytes) -> bytes:
    """The octets as they are put into the smaller mail; a mail within a mail is never encoded (RFC 2046, 5.2.1)."""
    return content if leaf.type == _MAIL else base64.encodebytes(content).replace(b"\n", b"\r\n")


def _is_utf8(content: bytes) -> bool:
    """Whether it can only be UTF-8; what was cut off may end within a character."""
    if content.isascii():
        return False
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return error.end == len(content) and error.start > len(content) - 4
    return True


def _fields(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The header fields of a part."""
    for field in part.get("headers", ())[:1000]:
        name, value = _text(field, "name"), _text(field, "value")
        if _NAME.fullmatch(name):
            yield name, _unfolded(value)


def _unfolded(value: str) -> str:
    return str(_LINE_END.sub(" ", value))


def _body(part: Mapping[str, Any]) -> Mapping[str, Any]:
    body = part.get("body")
    return body if isinstance(body, dict) else {}


def _text(of: Mapping[str, Any], key: str) -> str:
    value = of.get(key, "")
    return value if isinstance(value, str) else ""

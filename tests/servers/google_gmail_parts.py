"""How the loopback Gmail tells of the parts of a mail, and what of an answer a field mask leaves."""

import base64
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any

from tests.servers.google_problem import Problem


def part_of(part: Message, id: str, mail: str, *, texts: bool) -> dict[str, Any]:
    """A MessagePart. Texts are recoded to UTF-8, their header says what they were; what has a name is kept apart."""
    name = part.get_filename("")
    told: dict[str, Any] = {
        "partId": id,
        "mimeType": part.get_content_type(),
        "filename": name,
        "headers": [{"name": key, "value": _unfolded(value)} for key, value in part.raw_items()],
        "body": {"size": 0},
    }
    if not texts:
        return {key: told[key] for key in ("mimeType", "headers")}
    octets = octets_of(part)
    if name:
        told["body"] = {"size": len(octets), "attachmentId": f"ANGjdJ8-{mail}-{id}"}
    elif not part.is_multipart():
        charset = part.get_content_charset()
        if charset and part.get_content_maintype() == "text":
            octets = octets.decode(charset, "replace").encode()
        told["body"] = {"size": len(octets), "data": packed(octets)}
    if part.is_multipart():
        told["parts"] = [part_of(inner, child, mail, texts=texts) for child, inner in _children(part, id)]
    return told


def _unfolded(value: object) -> str:
    octets = str(value).encode("ascii", "surrogateescape")
    return re.sub(r"\r?\n\s*", " ", octets.decode("utf-8", "replace"))


def _children(part: Message, id: str) -> Iterator[tuple[str, Message]]:
    for number, inner in enumerate(part.get_payload()):
        assert isinstance(inner, Message)
        yield (f"{id}.{number}" if id else str(number)), inner


def find(part: Message, wanted: str, id: str = "") -> Message:
    for child, inner in _children(part, id) if part.is_multipart() else ():
        if child == wanted:
            return inner
        if wanted.startswith(f"{child}."):
            return find(inner, wanted, child)
    raise Problem(404, "notFound", "Requested entity was not found.")


def octets_of(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def packed(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode()


# -- field masks: "history(id,messagesAdded/message(id,labelIds)),historyId"


def parse(mask: str) -> dict[str, Any]:
    tokens = iter(re.findall(r"[^,()/]+|[,()/]", mask))
    return _fields(tokens)


def _fields(tokens: Iterator[str]) -> dict[str, Any]:
    """A mask as nested names; {} is all of it."""
    fields: dict[str, Any] = {}
    place = fields
    for token in tokens:
        if token == ")":
            return fields
        if token == ",":
            place = fields
        elif token == "(":
            place.update(_fields(tokens))
        elif token != "/":
            place = place.setdefault(token, {})
    return fields


def masked(told: Any, mask: dict[str, Any]) -> Any:
    if isinstance(told, list):
        return [masked(one, mask) for one in told]
    if not mask or not isinstance(told, dict):
        return told
    return {key: masked(value, mask[key]) for key, value in told.items() if key in mask}

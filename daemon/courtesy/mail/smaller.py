"""A big mail made smaller: its header, and of its parts those that may be worth reading, as one mail."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import re2

SMALL = 64 << 10
"""Octets of a mail up to which it is fetched whole; attachments live above it."""
PART_LIMIT = 128 << 10
"""Octets kept of one part; calendar and text parts that matter are far below it."""
MOST_WANTED = 8
"""Parts fetched of one mail."""

_BODY_FIELDS = re2.compile(rb"(?im)^(?:Content-[!-9;-~]+|MIME-Version)[ \t]*:.*\n(?:[ \t].*\n)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a big mail, as its server describes it."""

    section: str  # what the server calls it: "1.2"
    size: int  # octets: as encoded where IMAP tells it, decoded where Gmail does
    fields: bytes  # its MIME header, written anew from the description
    wanted: bool  # text, HTML or calendar


def rebuild(header: bytes, parts: Sequence[Part], contents: Mapping[str, bytes]) -> bytes:
    """A multipart/mixed mail of the original header and the parts; a part without content stays as its name only."""
    boundary = b"part-" + hashlib.sha256(b"".join(contents.values()) + header).hexdigest()[:40].encode()
    # Our fields go first: a line in the header that is none would end it for many a parser.
    fields = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="' + boundary + b'"\r\n'
    pieces = [fields, _without_body_fields(header), b"\r\n"]
    for part in parts:
        pieces += [
            b"--",
            boundary,
            b"\r\n",
            part.fields,
            b"\r\n",
            _whole_lines(contents.get(part.section, b"")),
            b"\r\n",
        ]
    pieces += [b"--", boundary, b"--\r\n"]
    return b"".join(pieces)


def _without_body_fields(header: bytes) -> bytes:
    """The header without what describes the body, up to its end or, where it was cut short, its last whole line."""
    end = re2.search(rb"\r?\n\r?\n", header)
    lines = header[: end.start()] + b"\r\n" if end else header[: header.rfind(b"\n") + 1]
    return bytes(_BODY_FIELDS.sub(b"", lines))


def _whole_lines(content: bytes) -> bytes:
    """The content; of one that was cut off, the whole lines, so that base64 still decodes."""
    if len(content) < PART_LIMIT:
        return content
    return content[: content.rfind(b"\n") + 1] or content

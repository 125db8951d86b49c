"""Which parts of a big mail are worth fetching, and the smaller mail that is made of them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import re2

PART_LIMIT = 128 << 10
"""Octets fetched of one part; calendar and text parts that matter are far below it."""
HEADER_LIMIT = 64 << 10

_MAX_PARTS = 100
_MAX_DEPTH = 20
_MAX_WANTED = 8  # parts fetched of one mail
_WANTED = {("TEXT", "PLAIN"), ("TEXT", "HTML"), ("TEXT", "CALENDAR"), ("APPLICATION", "ICS"), ("MESSAGE", "RFC822")}
_USUAL_HEADER = 8 << 10  # octets to reckon with before the header has come
_DISPOSITIONS = ("inline", "attachment")
_ENCODINGS = {"7BIT", "8BIT", "BINARY", "BASE64", "QUOTED-PRINTABLE"}
_BODY_FIELDS = re2.compile(rb"(?im)^(?:Content-[!-9;-~]+|MIME-Version)[ \t]*:.*\n(?:[ \t].*\n)*")
_TOKEN = re2.compile(r"[!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,60}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a mail as the server's BODYSTRUCTURE (RFC 3501, 7.4.2) describes it."""

    section: str  # "1.2", for BODY[1.2]
    size: int  # octets, encoded
    fields: bytes  # its MIME header, written anew from the description
    wanted: bool  # text, HTML or calendar


def parts_of(structure: Any) -> tuple[Part, ...]:
    """The leaf parts of a BODYSTRUCTURE as imapclient parses it, at most 100 of them and 20 levels deep.

    Raises ValueError, TypeError, LookupError or AttributeError when the structure is broken.
    """
    found: list[Part] = []
    wanted = 0
    for section, body in _leaves(structure, "", 0):
        part = _part(section, body)
        wanted += part.wanted
        found.append(part if wanted <= _MAX_WANTED else Part(section=section, size=0, fields=part.fields, wanted=False))
        if len(found) == _MAX_PARTS:
            break
    return tuple(found)


def expected_octets(parts: Sequence[Part]) -> int:
    """About how many octets fetching the wanted parts will bring."""
    return _USUAL_HEADER + sum(min(part.size, PART_LIMIT) for part in parts if part.wanted)


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


def _leaves(body: Any, section: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if not isinstance(body[0], list):
        yield section or "1", body
        return
    for number, child in enumerate(body[0], 1):
        yield from _leaves(child, f"{section}.{number}" if section else str(number), depth + 1)


def _part(section: str, body: Any) -> Part:
    kind, subtype, encoding = (_word(body[i]).upper() for i in (0, 1, 5))
    if not _TOKEN.fullmatch(kind) or not _TOKEN.fullmatch(subtype):
        raise ValueError(f"part {section} has no media type")
    parameters = list(_parameters(body[2]))
    disposition, file_parameters = _disposition(body)
    names = [value for key, value in (*parameters, *file_parameters) if key.lower().startswith(("name", "filename"))]
    calendar = any(name.lower().rstrip('"').endswith(".ics") for name in names)
    fields = f"Content-Type: {kind.lower()}/{subtype.lower()}" + _written(parameters) + "\r\n"
    if encoding in _ENCODINGS:
        fields += f"Content-Transfer-Encoding: {encoding.lower()}\r\n"
    if disposition:
        fields += f"Content-Disposition: {disposition}" + _written(file_parameters) + "\r\n"
    return Part(
        section=section,
        size=body[6] if isinstance(body[6], int) else PART_LIMIT,
        fields=fields.encode("ascii", "replace"),
        wanted=calendar or (kind, subtype) in _WANTED,
    )


def _disposition(body: Any) -> tuple[str, list[tuple[str, str]]]:
    """The Content-Disposition among the extension data: a (word, parameters) pair; some servers give raw text."""
    for item in body[7:]:
        if isinstance(item, tuple) and len(item) == 2 and _word(item[0]).lower() in _DISPOSITIONS:
            return _word(item[0]).lower(), list(_parameters(item[1]))
        if isinstance(item, bytes) and (word := _word(item).partition(";")[0].strip().lower()) in _DISPOSITIONS:
            name = re2.search(r'(?i)filename="?([^";]+)', _word(item))
            return word, [("filename", name[1])] if name else []
    return "", []


def _parameters(pairs: Any) -> Iterator[tuple[str, str]]:
    if isinstance(pairs, tuple):
        for key, value in zip(pairs[::2], pairs[1::2], strict=False):
            if _TOKEN.fullmatch(_word(key)):
                yield _word(key), _word(value)


def _written(parameters: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f";\r\n {key}={value}" if key.endswith("*") and "'" in value else f';\r\n {key}="{_quotable(value)}"'
        for key, value in parameters[:20]
    )


def _quotable(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _word(atom: Any) -> str:
    """An atom or string of the structure as printable text of at most 300 characters."""
    text = atom.decode("utf-8", "replace") if isinstance(atom, bytes) else str(atom) if isinstance(atom, int) else ""
    return "".join(c for c in text[:300] if c.isprintable())

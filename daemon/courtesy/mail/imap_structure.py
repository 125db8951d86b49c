"""Which parts of a big mail are worth fetching, by what an IMAP server tells of them (RFC 3501, 7.4.2)."""

from collections.abc import Iterator, Sequence
from typing import Any

import re2

from courtesy.mail.mime import DEPTH_LIMIT, PARTS_LIMIT
from courtesy.mail.smaller import MOST_WANTED, PART_LIMIT, Part

_WANTED = {("TEXT", "PLAIN"), ("TEXT", "HTML"), ("TEXT", "CALENDAR"), ("APPLICATION", "ICS"), ("MESSAGE", "RFC822")}
_USUAL_HEADER = 8 << 10  # octets to reckon with before the header has come
_DISPOSITIONS = ("inline", "attachment")
_ENCODINGS = {"7BIT", "8BIT", "BINARY", "BASE64", "QUOTED-PRINTABLE"}
_TOKEN = re2.compile(r"[!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,60}")


def parts_of(structure: Any) -> tuple[Part, ...]:
    """The leaf parts of a BODYSTRUCTURE as imapclient parses it, at most 100 of them and 20 levels deep.

    Raises ValueError, TypeError, LookupError or AttributeError when the structure is broken.
    """
    found: list[Part] = []
    wanted = 0
    for section, body in _leaves(structure, "", 0):
        part = _part(section, body)
        wanted += part.wanted
        found.append(part if wanted <= MOST_WANTED else Part(section=section, size=0, fields=part.fields, wanted=False))
        if len(found) == PARTS_LIMIT:
            break
    return tuple(found)


def expected_octets(parts: Sequence[Part]) -> int:
    """About how many octets fetching the wanted parts will bring."""
    return _USUAL_HEADER + sum(min(part.size, PART_LIMIT) for part in parts if part.wanted)


def _leaves(body: Any, section: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > DEPTH_LIMIT:
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

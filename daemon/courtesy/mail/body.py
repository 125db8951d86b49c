"""The body of a mail: the words to read, with calendars and the names of attachments gathered from all its parts."""

from dataclasses import dataclass

import re2

from courtesy.mail import header, html_text
from courtesy.mail.charsets import clean, decode
from courtesy.mail.links import links, without_addresses
from courtesy.mail.message import Link
from courtesy.mail.mime import Part, parts

TEXT_LIMIT = 65_536  # octets of a text part, and characters of the whole text
CALENDAR_LIMIT = 262_144  # octets
_CALENDARS = 5
_ATTACHMENTS = 50
_STUB = 400  # characters; a shorter plain text may only point to the HTML
_BOILERPLATE = re2.compile(r"(?i)\bhtml\b|browser|mail client|mail reader|online version|view this e-?mail|webversion")
_CHARSET = re2.compile(rb"(?i)charset\s*=\s*[\"']?([a-z0-9_.:-]{1,40})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """What the parts of a mail hold; the fields are those of Message."""

    text: str
    links: tuple[Link, ...]
    calendars: tuple[str, ...]
    attachments: tuple[str, ...]


def read_body(fields: header.Fields, octets: bytes, faults: list[str]) -> Body:
    """Read the parts of the mail with these header fields; what was cut short is added to `faults`."""
    shelf = _Shelf(faults)
    for part in parts(fields, octets, faults):
        shelf.take(part)
    return shelf.body()


class _Shelf:
    """Parts sorted by what they are: plain text, HTML, calendars, names of attachments, one attached mail."""

    def __init__(self, faults: list[str]) -> None:
        self._faults = faults
        self._plain: list[str] = []
        self._html: list[str] = []
        self._calendars: list[str] = []
        self._attachments: list[str] = []
        self._attached = ""

    def take(self, part: Part) -> None:
        if part.name and len(self._attachments) < _ATTACHMENTS:
            self._attachments.append(part.name)
        if part.kind in ("text/calendar", "application/ics") or part.name.lower().endswith(".ics"):
            self._calendar(part)
        elif part.kind == "message/rfc822" and part.parent in ("mixed", "") and not self._attached:
            self._attached = _forwarded(part)
        elif part.attached:
            return
        elif part.kind == "text/html":
            octets = self._octets(part, html_text.HTML_LIMIT)
            self._html.append(decode(octets, _charset_of_html(part, octets)))
        elif part.kind == "text/plain":
            self._plain.append(_text_of(part, self._octets(part, TEXT_LIMIT)))

    def _calendar(self, part: Part) -> None:
        if len(self._calendars) < _CALENDARS:
            octets = self._octets(part, CALENDAR_LIMIT)
            self._calendars.append(clean(decode(octets, part.parameters.get("charset", ""))))
        else:
            self._faults.append(f"more than {_CALENDARS} calendar parts")

    def _octets(self, part: Part, limit: int) -> bytes:
        octets = part.content(limit + 1)
        if len(octets) > limit:
            self._faults.append(f"{part.kind} longer than {limit} octets, the rest was not read")
        return octets[:limit]

    def body(self) -> Body:
        plain = "\n\n".join(self._plain).strip("\n")[:TEXT_LIMIT]
        html = "".join(self._html)[: html_text.HTML_LIMIT]
        if not html and plain[:2000].lstrip()[:1] == "<" and "</" in plain:
            plain, html = "", plain  # HTML that calls itself plain text
        text = _more_telling(plain, html) if html else plain
        text = "\n\n".join(filter(None, (text, self._attached)))[:TEXT_LIMIT]
        return Body(
            text=text,
            links=links(text, html),
            calendars=tuple(dict.fromkeys(self._calendars)),
            attachments=tuple(self._attachments),
        )


def _more_telling(plain: str, html: str) -> str:
    """The plain text, or that of the HTML where the plain text is missing or only points to it."""
    words = without_addresses(plain) if len(plain) < 5 * _STUB else plain
    if len(words) >= _STUB:
        return plain
    text = html_text.to_text(html)
    if len(words) < _STUB // 2 and (not words or _BOILERPLATE.search(words)):
        return text or plain
    return text if len(text) > 2 * len(words) + 40 else plain


def _charset_of_html(part: Part, octets: bytes) -> str:
    found = None if "charset" in part.parameters else _CHARSET.search(octets[:2048])
    return found[1].decode("ascii") if found else part.parameters.get("charset", "")


def _text_of(part: Part, octets: bytes) -> str:
    text = clean(decode(octets, part.parameters.get("charset", "")))
    if part.parameters.get("format", "").lower() == "flowed":
        return _unflowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Lines that were broken for the eye joined again (RFC 3676)."""
    out: list[str] = []
    flows, before = False, 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:].removeprefix(" ")
        if flows and depth == before and line != "-- ":
            out.append(body)
        else:
            out.append(("\n" if out else "") + (">" * depth + " " + body if depth else body))
        flows, before = body.endswith(" ") and body != "-- ", depth
        if flows and delete_space:
            out[-1] = out[-1][:-1]
    return "".join(out)


def _forwarded(part: Part) -> str:
    """An attached mail as a forward in the text; its own attachments are not opened."""
    fields, octets = header.split(part.octets)
    shelf = _Shelf([])
    for inner in parts(fields, octets, []):
        if inner.kind in ("text/plain", "text/html"):
            shelf.take(inner)
    names = ("From", "Date", "Subject", "To")
    shown = [f"{name}: {header.text(header.value(fields, name.lower()))}" for name in names]
    return "\n".join(("---------- Forwarded message ----------", *shown, "", shelf.body().text))

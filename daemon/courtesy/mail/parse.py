"""From octets to a Message: what any mail program would show, in bounded time and memory, whatever the octets are."""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from courtesy.mail import header, html_text
from courtesy.mail.charsets import clean, decode
from courtesy.mail.message import Address, Link, Message
from courtesy.mail.mime import Part, parts

RAW_LIMIT = 1_048_576  # octets that are looked at
TEXT_LIMIT = 65_536  # octets of a text part, and characters of the whole text
CALENDAR_LIMIT = 262_144  # octets
_CALENDARS = 5
_ATTACHMENTS = 50
_REFERENCES = 50
_STUB = 400  # characters; a shorter plain text may only point to the HTML
_BOILERPLATE = re.compile(r"(?i)\bhtml\b|browser|mail client|mail reader|online version|view this e-?mail|webversion")
_URL = re.compile(r"https?://[^\s<>\"'|\\^`{}]{3,2000}")
_CHARSET = re.compile(rb"(?i)charset\s{0,3}=\s{0,3}[\"']?([a-z0-9_.:-]{1,40})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_VACATION = re.compile(
    r"(?i)^\W{0,3}(?:auto(?:matic|mated|mat)?[ -]?(?:reply|response|antwort)|out[ -]of[ -](?:the[ -])?office|ooo\b|"
    r"abwesen(?:d\b|heit)|automatische (?:antwort|abwesenheit|beantwoording)|abwesenheitsnotiz|"
    r"r[ée]ponse automatique|absence du bureau|(?:message|notification) d['’]absence|"
    r"respuesta autom[áa]tica|fuera de (?:la )?oficina|risposta automatica|fuori (?:ufficio|sede)|"
    r"automatisch antwoord|afwezig(?:heid)?\b|resposta autom[áa]tica|fora do escrit[óo]rio|ausente\b|on leave\b|"
    r"on vacation\b|vacation (?:reply|response|message|notice)|i am (?:currently )?(?:out|away)\b)"
)


def parse(raw: bytes, *, arrived: datetime | None, trusted: frozenset[str] = frozenset()) -> Message:
    """Read a mail (RFC 5322); never raises, and takes well under a second on any octets.

    `arrived` is when the mailbox got it (aware); None where nobody knows, as for a file: then the topmost
    Received field says it, else the Date field is believed. `trusted` holds the authserv-ids, lower case, of
    servers whose Authentication-Results may be believed (RFC 8601); without any, `authentication` is empty.
    """
    faults = [f"longer than {RAW_LIMIT} octets, the rest was not read"] if len(raw) > RAW_LIMIT else []
    fields, octets = header.split(raw[:RAW_LIMIT])
    body = _Body(faults)
    for part in parts(fields, octets, faults):
        body.take(part)
    text, links, html = body.finish()
    arrived = (arrived or _received(fields) or _EPOCH).astimezone(UTC)
    written = header.when(header.value(fields, "date"))
    sender = _first(header.addresses(header.value(fields, "from")))
    subject = header.text(header.value(fields, "subject"))
    message_id = _message_id(header.value(fields, "message-id"))
    automatic, auto_reply = _automatic(fields, subject)
    return Message(
        identity=_identity(message_id, sender.email, written, header.value(fields, "date"), subject, text),
        message_id=message_id,
        date=written if written and _plausible(written, arrived) else arrived,
        arrived=arrived if arrived != _EPOCH else (written or _EPOCH).astimezone(UTC),
        subject=subject,
        sender=sender,
        reply_to=header.addresses(header.value(fields, "reply-to")),
        to=(header.addresses(header.value(fields, "to")) + header.addresses(header.value(fields, "cc")))[:100],
        references=_references(fields),
        headers=dict(header.each(fields)),
        text=text,
        links=links,
        html=html,
        calendars=tuple(dict.fromkeys(body.calendars)),
        attachments=tuple(body.attachments),
        automatic=automatic,
        auto_reply=auto_reply,
        bulk=_bulk(fields),
        authentication=header.authentication(fields, trusted),
        faults=tuple(dict.fromkeys(faults)),
    )


class _Body:
    """Collects the parts that are read: plain text, HTML, calendars, names of attachments, one attached mail."""

    def __init__(self, faults: list[str]) -> None:
        self._faults = faults
        self._plain: list[str] = []
        self._html: list[str] = []
        self._attached = ""
        self.calendars: list[str] = []
        self.attachments: list[str] = []

    def take(self, part: Part) -> None:
        if part.name and len(self.attachments) < _ATTACHMENTS:
            self.attachments.append(part.name)
        if part.kind in ("text/calendar", "application/ics") or part.name.lower().endswith(".ics"):
            self._calendar(part)
        elif part.kind == "message/rfc822" and part.parent in ("mixed", "") and not self._attached:
            self._attached = _forwarded(part)
        elif part.attached:
            return
        elif part.kind == "text/html":
            self._add(self._html, part, html_text.HTML_LIMIT, html=True)
        elif part.kind == "text/plain":
            self._add(self._plain, part, TEXT_LIMIT, html=False)

    def _add(self, texts: list[str], part: Part, limit: int, *, html: bool) -> None:
        left = limit - sum(map(len, texts))
        if left <= 0:
            return
        octets = part.content(limit + 1)
        if len(octets) > limit:
            self._faults.append(f"{part.kind} longer than {limit} octets, the rest was not read")
        charset = part.parameters.get("charset", "")
        if html and not charset:
            found = _CHARSET.search(octets[:2048])
            charset = found[1].decode("ascii") if found else ""
        text = decode(octets[:limit], charset)
        if not html:
            text = clean(text)
            if part.parameters.get("format", "").lower() == "flowed":
                text = _unflowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
        texts.append(text[:left])

    def _calendar(self, part: Part) -> None:
        if len(self.calendars) >= _CALENDARS:
            self._faults.append(f"more than {_CALENDARS} calendar parts")
            return
        octets = part.content(CALENDAR_LIMIT + 1)
        if len(octets) > CALENDAR_LIMIT:
            self._faults.append(f"a calendar part longer than {CALENDAR_LIMIT} octets, the rest was not read")
        self.calendars.append(clean(decode(octets[:CALENDAR_LIMIT], part.parameters.get("charset", ""))))

    def finish(self) -> tuple[str, tuple[Link, ...], str]:
        """The text, its links, and the HTML where it was left unread."""
        plain, html = "\n\n".join(self._plain).strip("\n"), "".join(self._html)
        if not html and plain[:2000].lstrip()[:1] == "<" and "</" in plain:
            plain, html = "", plain  # HTML that calls itself plain text
        links: tuple[Link, ...] | None = None
        words = _URL.sub("", plain).strip() if html and len(plain) < 5 * _STUB else plain
        if html and len(words) < _STUB:
            text, found = html_text.to_text(html)
            if _says_more(text, words):
                plain, links, html = text, (*found, *_links(self._attached)), ""
        text = "\n\n".join(filter(None, (plain, self._attached)))[:TEXT_LIMIT]
        return text, _links(text) if links is None else links, html


def _says_more(text: str, words: str) -> bool:
    """Whether the text of the HTML is to be read in place of the plain text, whose words (no addresses) are given."""
    if len(words) < _STUB // 2 and (not words or _BOILERPLATE.search(words)):
        return bool(text)
    return len(text) > 2 * len(words) + 40


def _links(text: str) -> tuple[Link, ...]:
    """The web addresses in a plain text, at most 200, without the full stop or bracket that follows them."""
    if "://" not in text:
        return ()
    found = dict.fromkeys(match.rstrip(".,;:!?*_]") for match in _URL.findall(text))
    urls = [url.rstrip(")") if url.count(")") > url.count("(") else url for url in found]
    return tuple(Link(url=url, text=url) for url in urls[:200])


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
    fields, octets = header.split(part.content(RAW_LIMIT))
    body = _Body([])
    for inner in parts(fields, octets, []):
        if inner.kind in ("text/plain", "text/html"):
            body.take(inner)
    names = ("From", "Date", "Subject", "To")
    shown = [f"{name}: {header.text(header.value(fields, name.lower()))}" for name in names]
    return "\n".join(("---------- Forwarded message ----------", *shown, "", body.finish()[0]))


def _first(found: tuple[Address, ...]) -> Address:
    return found[0] if found else Address(name="", email="")


def _message_id(raw: str) -> str:
    found = header.identifiers(raw)
    if found:
        return found[0]
    bare = header.text(raw, 900).strip("<> ").replace(" ", "")
    return f"<{bare}>" if bare else ""


def _references(fields: header.Fields) -> tuple[str, ...]:
    """The thread, oldest first; of a very long one the first and the newest."""
    both = header.value(fields, "references") + " " + header.value(fields, "in-reply-to")
    found = tuple(dict.fromkeys(header.identifiers(both)))
    return found if len(found) <= _REFERENCES else (*found[:1], *found[1 - _REFERENCES :])


def _identity(message_id: str, sender: str, written: datetime | None, date: str, subject: str, text: str) -> str:
    """The same for every copy of a mail, whatever folder, label or address it came through."""
    moment = written.astimezone(UTC).isoformat() if written else date.strip()
    facts: Iterable[str] = (message_id, sender, moment, subject.casefold())
    facts = (*facts, "" if message_id else text)
    return hashlib.sha256("\0".join(facts).encode("utf-8", "replace")).hexdigest()[:32]


def _received(fields: header.Fields) -> datetime | None:
    return header.when(header.value(fields, "received").rpartition(";")[2])


def _plausible(written: datetime, arrived: datetime) -> bool:
    """False for a clock that is plainly wrong; `arrived` at the epoch means that nobody knows better."""
    return written.year >= 1990 and (arrived == _EPOCH or written <= arrived + timedelta(days=2))


def _automatic(fields: header.Fields, subject: str) -> tuple[bool, bool]:
    """Whether a program made the mail, and whether it made it in answer to a mail (RFC 3834, 5)."""
    submitted = header.value(fields, "auto-submitted").partition(";")[0].strip().lower()
    precedence = header.value(fields, "precedence").lower()
    replies = (
        submitted.startswith("auto-replied")
        or precedence in ("auto_reply", "auto-reply")
        or bool(header.value(fields, "x-autoreply") or header.value(fields, "x-autorespond"))
        or _VACATION.match(subject) is not None
    )
    return replies or submitted not in ("", "no"), replies


def _bulk(fields: header.Fields) -> bool:
    named = any(name in ("list-id", "list-unsubscribe") for name, _ in fields)
    return named or header.value(fields, "precedence").lower() in ("bulk", "list", "junk")

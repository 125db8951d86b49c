"""From octets to a Message: what any mail program would show, in bounded time and memory, whatever the octets are."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

from courtesy.mail import header
from courtesy.mail.body import read_body
from courtesy.mail.message import UNDATED, Address, Message

RAW_LIMIT = 1_048_576  # octets that are looked at
_REFERENCES = 50

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
    body = read_body(fields, octets, faults)
    arrived = (arrived or header.received(fields) or UNDATED).astimezone(UTC)
    written = header.when(header.value(fields, "date"))
    sender = _first(header.addresses(header.value(fields, "from")))
    subject = header.text(header.value(fields, "subject"))
    message_id = _message_id(header.value(fields, "message-id"))
    automatic, auto_reply = _automatic(fields, subject)
    return Message(
        identity=_identity(message_id, sender.email, written, header.value(fields, "date"), (subject, body.text)),
        message_id=message_id,
        date=written if written and _plausible(written, arrived) else arrived,
        arrived=arrived if arrived != UNDATED else (written or UNDATED).astimezone(UTC),
        subject=subject,
        sender=sender,
        reply_to=header.addresses(header.value(fields, "reply-to")),
        to=(header.addresses(header.value(fields, "to")) + header.addresses(header.value(fields, "cc")))[:100],
        references=_references(fields),
        headers=dict(header.each(fields)),
        text=body.text,
        links=body.links,
        calendars=body.calendars,
        attachments=body.attachments,
        automatic=automatic,
        auto_reply=auto_reply,
        bulk=_bulk(fields),
        authentication=header.authentication(fields, trusted),
        faults=tuple(dict.fromkeys(faults)),
    )


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


def _identity(message_id: str, sender: str, written: datetime | None, date: str, said: tuple[str, str]) -> str:
    """The same for every copy of a mail, whatever folder, label or address it came through.

    What is `said`, subject and text, counts only where there is no Message-ID: servers put "[EXTERNAL]" and the
    like into it on the way. A Message-ID that a broken program uses again goes with another Date.
    """
    moment = written.astimezone(UTC).isoformat() if written else date.strip()
    facts = (message_id, sender, moment, *(() if message_id else said))
    return hashlib.sha256("\0".join(facts).encode("utf-8", "replace")).hexdigest()[:32]


def _plausible(written: datetime, arrived: datetime) -> bool:
    """False for a clock that is plainly wrong; `arrived` UNDATED means that nobody knows better."""
    return written.year >= 1990 and (arrived == UNDATED or written <= arrived + timedelta(days=2))


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

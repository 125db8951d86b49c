"""The lines with which mail programs introduce a mail that is quoted or forwarded, in seven languages."""

from dataclasses import dataclass

from courtesy.reading.patterns import late

_ATTRIBUTION = 400  # characters of "On ... wrote:", which may be broken over four lines
_HEADER_LINES = 14


@dataclass(frozen=True, kw_only=True, slots=True)
class Forward:
    """The mail that is handed on, as far as the lines above it tell."""

    name: str = ""
    email: str = ""  # lower case
    subject: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Lines that introduce another mail."""

    end: int  # index of the line after them
    forwards: bool  # they say that the mail is forwarded
    mail: Forward


# RE2 knows word ends of ASCII only, so none is asked for after "escribió".
_VERB = (
    r"(?:wrote|schrieb|schreef|a écrit|a ecrit|escribi[oó]|ha scritto|scrisse|escreveu|skrev|napisał|geschrieben|"
    r"geschreven)"
)
_OPENER = r"(?:on|am|le|el|il|op|em|a|den|dne|at|in data|no dia|-{2,6} ?(?:on|am|le|el))"
_DAY = r"(?:\d{4}|\d{1,2}[:.h]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})"
# "On DATE, NAME wrote:", "NAME schrieb am DATE:", "NAME <ADDRESS> hat am DATE geschrieben:", "DATE - NAME ha scritto:"
_ATTRIBUTED = late(
    rf"(?i)^(?:{_OPENER}\b.*{_DAY}.*\b{_VERB}.*|.*\b{_VERB}\s(?:on|am|le|el|il|op|em|den|\().*{_DAY}.*|"
    rf".+@.+\b{_VERB}\s?|\d{{1,4}}[./-].*\b{_VERB}\s?)(?::|-{{2,6}})$"
)
_MAY_OPEN = late(rf"(?i)^(?:{_OPENER}\b|\d{{1,4}}[./-]|.*(?:@|{_VERB}))")
_ENDS = late(r"(?::|-{2,6})$")

_RULED = r"^[\s>*_]{0,4}[-_=*]{2,40}\s{0,3}"
_FORWARDED = late(
    rf"(?i)(?:{_RULED}(?:forwarded (?:message|by)|weitergeleitete (?:nachricht|e-?mail)|message transf[ée]r[ée]|"
    r"mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|mensagem (?:re)?encaminhada)"
    r"|^[\s>*]{0,4}(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|"
    r"début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|inizio (?:del )?messaggio inoltrato|"
    r"begin doorgestuurd bericht|início da mensagem (?:re)?encaminhada)\s?:)"
)
_ORIGINAL = late(
    rf"(?i){_RULED}(?:original (?:message|e-?mail|appointment)|ursprüngliche (?:nachricht|e-?mail)|originalnachricht|"
    r"message d['’]origine|message original|mensaje original|messaggio originale|oorspronkelijk bericht|"
    r"mensagem original|reply message|reply above)\b"
)
_RULE = late(r"^[_\-=*]{8,200}\s*$")
_KEYS = {
    "from": "from, von, de, da, van, expéditeur, absender, mittente, remitente, afzender, fra, från, od, lähettäjä",
    "date": "sent, date, gesendet, gesendet am, datum, envoyé, envoyé le, date d'envoi, fecha, enviado, enviado el, "
    "enviado em, enviada em, enviada, inviato, data, verzonden, verzonden op, sendt, skickat, "
    "wysłane, wysłano, odesláno, lähetetty",
    "to": "to, an, à, a, para, aan, per, destinataire, cc, bcc, kopie, copie, copia, til, till, do, komu",
    "subject": "subject, betreff, objet, asunto, oggetto, onderwerp, assunto, emne, ämne, temat, předmět, aihe",
    "other": "reply-to, reply to, antwort an, importance, priority, attachments, anlagen, pièces jointes, organization",
}
_KEY_OF = {word: key for key, words in _KEYS.items() for word in words.split(", ")}
_MAY_QUOTE = late(
    rf"(?im)^>|{_VERB}|{_RULED}[a-z]|^[\s>*]{{0,4}}(?:begin|anfang|début|inicio|inizio|início) |"
    rf"^[\s>*_]{{0,6}}(?:{'|'.join(_KEYS['from'].split(', '))})[*_ ]{{0,3}}:"
)
_FIELD = late(r"^[\s*_]{0,6}([^\s*_:][^*_:]{0,14})[*_ ]{0,3}:[*_]{0,3}\s{0,8}(.*)$")
_ADDRESS = late(r"[<\[(]?(?:mailto:)?([A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,190})[>\])]?")
_FORWARD_SUBJECT = late(r"(?i)^\s*(?:fwd?|wg|tr|rv|i|enc|doorst|vs|fs)\s?:")


def may_quote(text: str) -> bool:
    """False when the text surely holds no other mail: the cheap question, asked once for the whole."""
    return _MAY_QUOTE.search(text) is not None


def is_forward_subject(subject: str) -> bool:
    """True for "Fwd: ...", "WG: ...", "TR: ..." and their like."""
    return _FORWARD_SUBJECT.match(subject) is not None


def attribution(lines: list[str], at: int) -> int:
    """The index after "On ... wrote:" when it begins at line `at`, else 0."""
    line = lines[at].strip()
    if not line or len(line) > _ATTRIBUTION or not _MAY_OPEN.match(line):
        return 0
    joined = ""
    for end in range(at, min(at + 4, len(lines))):
        piece = lines[end].strip()
        if not piece:
            return 0
        joined = f"{joined} {piece}".strip()
        if len(joined) > _ATTRIBUTION:
            return 0
        if _ENDS.search(piece) and _ATTRIBUTED.match(joined):
            return end + 1
    return 0


def mark(lines: list[str], at: int) -> Mark | None:
    """The lines that introduce another mail when they begin at line `at`: a ruled heading, header lines, or both."""
    line = lines[at]
    if len(line) > 200:
        return None
    forwards = _FORWARDED.search(line) is not None
    if forwards or _ORIGINAL.search(line):
        start = _next_full(lines, at + 1)
        found = _header(lines, start)
        end, mail = found or (at + 1, Forward())
        return Mark(end=end, forwards=forwards, mail=mail)
    start = _next_full(lines, at + 1) if _RULE.match(line) else at
    found = _header(lines, start)
    return Mark(end=found[0], forwards=False, mail=found[1]) if found else None


def _next_full(lines: list[str], at: int) -> int:
    return next((i for i in range(at, min(at + 4, len(lines))) if lines[i].strip(" >")), at)


def _field(line: str) -> tuple[str, str] | None:
    """Which header field a line is, and its value."""
    line = line.lstrip("> ")
    if ":" not in line[:24]:
        return None
    match = _FIELD.match(line[:500].replace("\xa0", " "))
    key = _KEY_OF.get(match[1].strip().lower()) if match else None
    return (key, match[2].strip()) if key and match else None


def _header(lines: list[str], at: int) -> tuple[int, Forward] | None:
    """The header lines that begin at `at`: where they end, and what they say; None unless From and more is named."""
    first = _field(lines[at]) if at < len(lines) else None
    if not first or first[0] not in ("from", "date", "subject"):
        return None
    found: dict[str, str] = {}
    end, strangers = at, 0
    for index in range(at, min(at + _HEADER_LINES, len(lines))):
        line = lines[index]
        field = _field(line)
        if field:
            if field[0] in found and field[0] not in ("to", "other"):
                break
            found.setdefault(*field)
            end, strangers = index + 1, 0
        elif not line.strip(" >"):
            if "from" in found and ("subject" in found or len(found) >= 3):
                break
        elif strangers or not ("@" in line or line[:1] in " \t"):
            break
        else:
            strangers += 1  # a list of recipients that goes on
    sender = found.get("from", "")
    if not any(c.isalpha() for c in sender) or sender[:1].isdigit() or not found.keys() & {"date", "subject"}:
        return None
    return (end, _mail(found)) if len(found) >= 3 or "subject" in found or "@" in sender else None


def _mail(found: dict[str, str]) -> Forward:
    sender = found["from"]
    address = _ADDRESS.search(sender)
    name = (sender[: address.start()] if address else sender).strip(" \"'<[(*")
    return Forward(
        name=name[:200],
        email=address[1].lower() if address else "",
        subject=found.get("subject", "")[:500],
    )

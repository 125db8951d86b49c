"""The header of a mail: its fields, and the addresses, dates and identifiers in them (RFC 5322, RFC 2047)."""

import binascii
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from courtesy.mail.charsets import decode, known, squeezed
from courtesy.mail.message import Address

HEADER_LIMIT = 65_536  # octets of a header block that are looked at
FIELD_LIMIT = 400  # fields
_VALUE_LIMIT = 16_384  # characters of a field that are looked at
_WORDS = 200  # encoded words of a field that are decoded
_ADDRESSES = 100

Fields = list[tuple[str, str]]
"""Header fields in their order: lower-case name, unfolded value, not yet decoded."""

_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([BbQq])\?([^?]*)\?=")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)(?:"|$|\\$)|<([^>]*)(?:>|$)|([(),;:])|([^"<(),;:]+)', re.DOTALL)
_DATE = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s*)?(\d{1,2})[\s-]{1,3}([A-Za-z]{3})[a-z]{0,6}\.?[\s-]{1,3}(\d{2,4})\s{1,3}"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d{1,6})?)?\s{0,3}([+-]\d{4}|[A-Za-z]{1,5})?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The only zone names with a meaning in mail (RFC 5322, 4.3), in hours from UTC.
_ZONES = {"ut": 0, "gmt": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7}
_ID = re.compile(r"<[^<>\s]{1,990}>")
_COMMENT = re.compile(r"\([^()]*\)|\"[^\"]*\"")
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s{0,3}=\s{0,3}([a-z]{1,20})\b")
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]{1,40})(\*?\d{0,2}\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s;"]*))')


def split(raw: bytes, *, part: bool = False) -> tuple[Fields, bytes]:
    """The header fields of `raw`, and the octets after the empty line that ends them.

    Lines that are no field are skipped. Of a `part` (RFC 2046) `raw` begins with a line end, so that a part
    without any field can be told.
    """
    raw = raw if part else raw.lstrip(b"\r\n")
    end, body = _end_of_header(raw)
    text = decode(raw[: min(end, HEADER_LIMIT)])
    fields: Fields = []
    parts: list[str] = []
    for line in text.split("\n"):
        if line[:1] in (" ", "\t"):
            parts.append(line.rstrip("\r"))
            continue
        _add(fields, parts)
        parts = [line.rstrip("\r")]
    _add(fields, parts)
    return fields[:FIELD_LIMIT], raw[body:]


def _end_of_header(raw: bytes) -> tuple[int, int]:
    lf, crlf = raw.find(b"\n\n"), raw.find(b"\n\r\n")
    if lf < 0 and crlf < 0:
        return len(raw), len(raw)
    if crlf < 0 or 0 <= lf < crlf:
        return lf, lf + 2
    return crlf, crlf + 3


def _add(fields: Fields, parts: list[str]) -> None:
    if not parts:
        return
    name, colon, first = parts[0].partition(":")
    if not colon or not name or " " in name.rstrip(" \t"):
        return
    parts[0] = first
    fields.append((name.rstrip(" \t").lower(), "".join(parts)[:_VALUE_LIMIT].strip()))


def value(fields: Fields, name: str) -> str:
    """The first field of that name, "" when there is none."""
    return next((value for key, value in fields if key == name), "")


def words(text: str) -> str:
    """The text with its encoded words decoded (RFC 2047), spaces between two of them removed."""
    if "=?" not in text:
        return text
    out: list[str] = []
    run, charset, at = b"", "", 0
    for match in list(_WORD.finditer(text))[:_WORDS]:
        between = text[at : match.start()]
        if between.strip() or not at or match[1].lower() != charset:
            # A new run; characters split over two words of one charset are joined before they are decoded.
            out.append(decode(run, charset))
            out.append("" if at and not between.strip() else between)
            run, charset = b"", match[1].lower()
        run += _word_octets(match[2], match[3])
        at = match.end()
    return "".join((*out, decode(run, charset), text[at:]))


def _word_octets(encoding: str, text: str) -> bytes:
    octets = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(octets, header=True)
    return base64(octets)


def base64(octets: bytes) -> bytes:
    """Base64 decoded as far as it goes; never raises."""
    try:
        return binascii.a2b_base64(octets)
    except binascii.Error:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", octets)
        kept = kept[:-1] if len(kept) % 4 == 1 else kept
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def text(raw: str, limit: int = 1000) -> str:
    """A field as its reader sees it: decoded, cleaned, on one line, at most `limit` characters."""
    return squeezed(words(raw), limit)


def addresses(raw: str) -> tuple[Address, ...]:
    """The mailboxes of an address field, at most 100; group names are left out, names decoded.

    Comments stay in the name, where people put their firm; a comma in a name that should have been quoted stays too.
    """
    found: list[Address] = []
    phrase: list[str] = []
    angle, depth = "", 0
    for match in _TOKEN.finditer(raw):
        quoted, address, mark, plain = match.groups()
        words = quoted.replace("\\", "") if quoted is not None else plain or mark or f"<{address}>"
        depth = max(0, depth + (words == "(") - (words == ")"))
        if depth or words == ")":
            phrase.append(words)
        elif mark == ";" or (mark == "," and (angle or any("@" in word for word in phrase))):
            _mailbox(found, phrase, angle)
            phrase, angle = [], ""
            if len(found) >= _ADDRESSES:
                return tuple(found)
        elif mark == ":":
            phrase = []
        elif address is not None:
            angle = address
        else:
            phrase.append(words)
    _mailbox(found, phrase, angle)
    return tuple(found)


def _mailbox(found: list[Address], phrase: list[str], angle: str) -> None:
    name = text("".join(phrase), 200).strip("'\", ")
    email = "".join(angle.split())
    if not angle:
        email = next((word for word in name.split() if "@" in word), "")
        name, email = (name.replace(email, "").strip("() "), email.strip("<>()")) if email else (name, "")
    email = squeezed(email, 320).lower().rpartition(":")[2]  # a source route (RFC 5322, 4.4) is dropped
    if name or email:
        found.append(Address(name=name, email=email if "@" in email else ""))


def when(raw: str) -> datetime | None:
    """A Date field as an aware time in the offset it was written in, or None when it cannot be placed in time."""
    match = _DATE.search(raw[:120])
    if not match or match[2].lower() not in _MONTHS or not match[7]:
        return None
    year = int(match[3])
    if len(match[3]) < 4:  # RFC 5322, 4.3
        year += 2000 if year < 50 else 1900
    minutes = _offset(match[7])
    if minutes is None:
        return None
    try:
        zone = timezone(timedelta(minutes=minutes))
        clock = int(match[4]), int(match[5]), min(int(match[6] or 0), 59)
        moment = datetime(year, _MONTHS.index(match[2].lower()) + 1, int(match[1]), *clock, tzinfo=zone)
        moment.astimezone(UTC)  # who does so later must not fail: there it may be before the year 1, or after 9999
    except (ValueError, OverflowError):
        return None
    return moment


def received(fields: Fields) -> datetime | None:
    """When the last server took the mail: the time in the topmost Received field (RFC 5321, 4.4), aware."""
    return when(value(fields, "received").rpartition(";")[2])


def _offset(zone: str) -> int | None:
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[3:])
        return None if minutes > 14 * 60 else minutes if zone[0] == "+" else -minutes
    hours = _ZONES.get(zone.lower())
    return None if hours is None else hours * 60


def identifiers(raw: str) -> tuple[str, ...]:
    """The message identifiers of a field, each with its angle brackets, in order."""
    return tuple(squeezed(found, 1000) for found in _ID.findall(raw))


def parameters(raw: str) -> tuple[str, dict[str, str]]:
    """The lower-case value of a Content-Type or Content-Disposition field, and its parameters (RFC 2045, RFC 2231)."""
    main, _, rest = raw.partition(";")
    found: dict[str, str] = {}
    if rest:
        for name, part, quoted, plain in list(_PARAMETER.findall(";" + rest[:4000]))[:40]:
            piece = quoted.replace('\\"', '"') if quoted else plain
            key = name.lower()
            if part.endswith("*"):
                piece = _percent(piece)
            found[key] = found.get(key, "") + piece if part.strip("*") not in ("", "0") else piece
    return main.strip().lower(), found


def _percent(piece: str) -> str:
    charset, quote, coded = piece.partition("'")
    if quote and known(charset):
        coded = coded.partition("'")[2]
    else:
        charset, coded = "utf-8", piece
    octets = re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), coded.encode("utf-8", "replace"))
    return decode(octets, charset)


def authentication(fields: Fields, trusted: frozenset[str]) -> dict[str, str]:
    """What the owner's own server found: {"spf": "pass", ...} (RFC 8601).

    Only the topmost Authentication-Results counts, and only when its authserv-id is in `trusted`: all others
    may have been written by the sender.
    """
    top = value(fields, "authentication-results")
    server, _, results = top.partition(";")
    if not trusted or (server.split() or [""])[0].lower() not in trusted:
        return {}
    found: dict[str, str] = {}
    for method, result in _RESULT.findall(_COMMENT.sub(" ", results.lower())):
        if found.get(method) != "pass":
            found[method] = result
    return found


def each(fields: Fields) -> Iterator[tuple[str, str]]:
    """Name and decoded value of the first field of each name."""
    met: set[str] = set()
    for name, raw in fields:
        if name not in met:
            met.add(name)
            yield name, text(raw)

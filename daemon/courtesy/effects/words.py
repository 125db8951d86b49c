"""How decided things are worded for the owner, and the one place where what came from mail is made harmless."""

from datetime import datetime, tzinfo

from courtesy.cases.actions import Alert, AlertKind, Hold

TITLES: dict[AlertKind, str] = {
    "reply_needed": "Reply needed",
    "reply_overdue": "Reply overdue",
    "thank_you_due": "Thank-you due",
    "thank_you_courtesy": "A courteous close",
    "debrief": "Write down how it went",
    "follow_up_ok": "You may follow up now",
    "too_early": "Too early to ask",
    "conflict": "Two interviews at once",
    "scam_warning": "Looks like a scam",
    "signal": "Courtesy",
}
URGENT: frozenset[AlertKind] = frozenset({"reply_overdue", "scam_warning"})

_ELLIPSIS = "\u2026"
_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"  # white space that moves to another place or line
_HIDDEN = (  # characters that reorder the words around them, or hide among them
    "\u061c\u200b\u200e\u200f\u2060\ufeff",
    "".join(map(chr, range(0x202A, 0x202F))),
    "".join(map(chr, range(0x2066, 0x2070))),
    "".join(map(chr, range(0xFFF9, 0x10000))).replace("\ufffc", "").replace("\ufffd", ""),
    "".join(map(chr, range(0xE0000, 0xE0080))),
)
_CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
_HARMLESS = str.maketrans({**dict.fromkeys((*_CONTROLS, *"".join(_HIDDEN)), ""), **dict.fromkeys(_BREAKS, " ")})


def plain(text: str, limit: int = 500) -> str:
    """`text` as one line of at most `limit` characters that is safe in a terminal, a header or a notification.

    Control characters (C0, C1, DEL), bidirectional overrides, invisible characters and lone surrogates are
    dropped; every run of white space becomes one space. Joiners inside emoji and Indic or Persian words stay.
    """
    line = " ".join(text[: 4 * limit].translate(_HARMLESS).encode("utf-8", "ignore").decode().split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + _ELLIPSIS


def plain_lines(text: str, limit: int = 2000) -> str:
    """`text` with each of its lines made `plain`, at most `limit` characters in all; lines are parted by \\n."""
    lines = (plain(line) for line in text[:limit].replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).strip()


def title(alert: Alert) -> str:
    """A few words that say what the alert is: "Reply overdue: Globex"."""
    company = plain(alert.company or "", 60)
    return f"{TITLES[alert.kind]}: {company}" if company else TITLES[alert.kind]


def quote(alert: Alert) -> str:
    """The words of the mail that the alert rests on; in a scam warning no program can make a link of them."""
    words = plain(alert.why)
    return words.replace("://", "[:]//").replace("www.", "www[.]") if alert.kind == "scam_warning" else words


def moment(when: datetime, zone: tzinfo) -> str:
    """A moment for people, in the owner's zone: "Tue 3 Feb 2026, 14:30"."""
    local = when.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def span(hold: Hold, zone: tzinfo) -> str:
    """The time of a hold for people, in the owner's zone: "Tue 3 Feb 2026, 14:30-15:00"."""
    start, end = hold.start.astimezone(zone), hold.end.astimezone(zone)
    until = f"-{end:%H:%M}" if start.date() == end.date() else f" - {moment(end, zone)}"
    return moment(start, zone) + until

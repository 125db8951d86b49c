"""Which link the owner needs: to join, to book, or to start an assessment; with tracking wrappers taken off."""

import base64
import binascii
from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

from courtesy.mail.message import Link
from courtesy.reading.clues import Clue
from courtesy.reading.letter import Letter
from courtesy.reading.patterns import late
from courtesy.reading.things import Things

_URL = late(r"https?://[^\s<>\"\[\]{}|\\^`]+")
_PROOFPOINT = late(r"^https?://urldefense\.(?:com|us)/v3/__(.+?)__;")
MOST = 60
_WRAPPED = 3  # trackings around one address
ONLY = 1.0  # what the one link of a mail is worth that asks for something
_TALKS = late(r"(?i)/(?:messag|conversation|reply|upload|unsub|disclaimer|login|data\b)|//messages?\.|utm_campaign")
_ASKS = ("assessment", "invite", "reschedule")
_MEETS = ("meet", "meeting", "meetings", "teams", "zoom", "video", "webex", "jitsi", "visio")  # of a firm's own


def meets(link: Link, things: Things) -> bool:
    """Whether a link leads to a video call, of a known service or of a firm's own ("meet.acme.example/standup")."""
    named, _, rest = link.host.partition(".")
    return things.on("video", link.host) or (named in _MEETS and "." in rest)


def unwrapped(url: str) -> str:
    """The address a tracking link leads to, where it is written in the link itself; else the link."""
    for _ in range(_WRAPPED):
        inner = _inner(url)
        if not inner:
            return url
        url = inner
    return url


def _inner(url: str) -> str:
    match = _PROOFPOINT.match(url)
    if match:
        return str(match.group(1))
    try:
        pieces = urlsplit(url)
        pairs = parse_qsl(pieces.query, max_num_fields=40)
    except ValueError:
        return ""
    if pieces.netloc.endswith("urldefense.proofpoint.com"):
        value = dict(pairs).get("u", "")
        return unquote(value.replace("-", "%").replace("_", "/"))
    for key, value in pairs:
        if key.lower() in (
            "url",
            "u",
            "q",
            "target",
            "redirect",
            "dest",
            "destination",
            "link",
            "to",
            "r",
            "redirect_url",
            "upn",
            "redir",
            "l",
            "goto",
        ):
            for text in (value, _from_base64(value)):
                if text.startswith(("https://", "http://")) and "." in text[8:]:
                    return text
    for piece in pieces.path.split("/")[-6:]:
        if piece.lower().startswith(("https%3a", "http%3a", "https:%2f")):
            return unquote(piece)
        if len(piece) > 16 and piece.startswith("aHR0c"):
            return _from_base64(piece)
    return ""


def _from_base64(value: str) -> str:
    if not value.startswith("aHR0c") or len(value) > 4000:
        return ""
    try:
        return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("utf-8", "ignore")
    except (binascii.Error, ValueError):
        return ""


def find_link(letter: Letter, body: str, things: Things) -> Clue | None:
    """The link to join, to book or to start with, or None; `body` is the newest text with its addresses still in it."""
    wanted = {
        "assessment": "start",
        "confirm": "join",
        "cancel": "",
        "offer": "",
        "reject": "",
        "other": "",
        "receipt": "",
        "update": "",
    }.get(letter.kind, "any")
    if not wanted:
        return None
    best: Clue | None = None
    left: list[Clue] = []  # links that nothing speaks against
    for order, link in enumerate(_candidates(letter, body)):
        url = unwrapped(link.url)
        weight, rule = _worth(Link(url=url, text=link.text), wanted, things)
        clue = Clue(value=url, weight=weight - order * 0.01, rule=rule, quote=link.url)
        if clue.weight >= 1.0 and (best is None or clue.weight > best.weight):
            best = clue
        if weight >= 0 and not _TALKS.search(url[:600]):
            left.append(clue)
    only = len(left) == 1 and letter.kind in _ASKS
    return best or (replace(left[0], weight=ONLY, rule="link.only") if only else None)


def _candidates(letter: Letter, body: str) -> list[Link]:
    """Links with the words they stand on or after; those of quoted mail are left out."""
    found: dict[str, Link] = {}
    lines = body.split("\n")
    for number, line in enumerate(lines[:1500]):
        for match in list(_URL.finditer(line[:6000]))[:8]:
            url = match.group().rstrip(".,;:!?)'>*_")
            before = line[: match.start()].strip(" <([:*")
            words = (
                before
                if len(before) > 3
                else (lines[number - 1].strip() if number else "") or (lines[number - 2].strip() if number > 1 else "")
            )
            found.setdefault(url, Link(url=url, text=words[-90:]))
    shown = letter.parts["body"]
    for link in letter.message.links[:MOST]:
        if link.text and "://" not in link.text and link.url.startswith("http"):
            if link.url in found or not letter.parts["quoted"] or link.text.strip()[:60] in shown:
                found[link.url] = link
        elif link.url.startswith("http") and not letter.parts["quoted"]:
            found.setdefault(link.url, link)
    for event in letter.calendar[:3]:
        for source in (event.location, event.description):
            for match in list(_URL.finditer(source[:6000]))[:6]:
                found.setdefault(
                    match.group().rstrip(".,;:!?)'>*_\\"),
                    Link(url=match.group(), text="location" if source is event.location else ""),
                )
    return list(found.values())[:MOST]


def _worth(link: Link, wanted: str, things: Things) -> tuple[float, str]:
    """How likely this is the link that is wanted, and by what rule."""
    url, text = link.url[:600], link.text[:120]
    total, rule = 0.0, "link.none"
    if not url.partition("://")[2].partition("?")[0].partition("/")[2].strip("/"):
        total = -2.0 if not things.on("booking", link.host) or link.host.count(".") < 2 else 0.0  # a front page
    start = total
    for host_list, weights in _HOSTS.items():
        if things.on(host_list, link.host) or (host_list == "video" and meets(link, things)):
            total, rule = start + weights.get(wanted, weights["any"]), f"link.{host_list}"
            break
    for known in things.rules.get("link", ()):
        part = text if known.value in ("words", wanted) else url if known.value == "address" else ""
        if part and known.pattern.search(part):
            total += known.weight
            rule = known.name if known.weight > 0 and total - known.weight < known.weight else rule
    return total, rule


_HOSTS = {
    "video": {"any": 1.6, "join": 2.2, "start": 0.0},
    "booking": {"any": 2.0, "join": 0.6, "start": 0.0},
    "assessment": {"any": 0.6, "join": 0.0, "start": 2.2},
    "noise": {"any": -3.0},
}

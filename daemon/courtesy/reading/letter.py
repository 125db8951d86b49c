"""A mail laid out for finding names in it: flowing text, signature lines, who writes, and whose mailbox it is."""

from dataclasses import dataclass
from typing import Any

import re2

from courtesy.mail.message import Message
from courtesy.reading.newest import Parts
from courtesy.reading.reading import CalendarEvent, Kind, Why
from courtesy.reading.things import Things

LONGEST = 24 * 1024  # characters of each part that are looked at
FULL_LINE = 58  # a line this long was broken by the sender's program, not by the sender
_ADDRESS = re2.compile(r"[<(\[]?https?://[^\s<>)\]]+[>)\]]?")
_STOP = re2.compile(r"[.!?][ ]|\n")
_SHOWN_END = re2.compile(r"[(\[|@]| (?:at|from|via|with|of) | - | – |: ")
_CONTROL = re2.compile(r"[\x00-\x1f\x7f-\x{9f}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """The parts of a mail as they are searched; built once, then only read."""

    message: Message
    kind: Kind
    calendar: tuple[CalendarEvent, ...]
    parts: dict[str, str]  # "subject", "from", "body", "quoted", "calendar": flowing text
    lines: tuple[str, ...]  # the body's lines, without blank ones
    closing: tuple[str, ...]  # the lines after the last words of the letter: the signature
    sender: str  # the person who writes, "" when it is a machine or a team
    small: frozenset[str]  # words of the body that stand there without a capital
    owner: frozenset[str]  # lower-case words of the owner's own names and addresses


@dataclass(frozen=True, kw_only=True, slots=True)
class Clue:
    """One piece of evidence for an answer."""

    value: str
    weight: float
    rule: str
    quote: str


class _Plain(dict[int, int]):
    """What each character becomes in a plain name, learnt as characters are met."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        self[code] = code if character.isalnum() or character in "&-" else 32
        return self[code]


_PLAIN = _Plain()
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x034F, 0x00AD, 0xFEFF, 0x2060))


def plain(name: str) -> str:
    """The lower-case words of a name, without punctuation: two spellings of one name become the same."""
    text = name.lower()
    if text.isalnum():
        return text
    text = text.replace(".", "").replace("’", "").replace("'", "").translate(_PLAIN)
    return " ".join([word for word in [word.strip("&-") for word in text.split()] if word])


def reason(fact: str, clue: Clue) -> Why:
    """The clue as it is shown to people."""
    return Why(rule=clue.rule, says=fact, weight=round(clue.weight, 2), quote=_CONTROL.sub(" ", clue.quote)[:160])


def clues(fact: str, letter: Letter, things: Things, most: int = 12) -> list[Clue]:
    """What the rules for `fact` find, each rule at most `most` times in a part."""
    found = []
    for rule in things.rules.get(fact, ()):
        if rule.kinds and letter.kind not in rule.kinds:
            continue
        for part in rule.where:
            text = letter.parts.get(part, "")
            if not text:
                continue
            for count, match in enumerate(rule.pattern.finditer(text)):
                if count == most:
                    break
                if rule.unless and rule.unless.search(_sentence(text, match.start(), match.end())):
                    continue
                value = rule.value or _beside(text, match, rule.takes)
                quote = text[max(0, match.start() - 50) : match.end() + 60]
                found.append(Clue(value=value, weight=rule.weight, rule=rule.name, quote=quote))
    return found


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a match, at most 240 characters to either side."""
    before = _STOP.split(text[max(0, start - 240) : start])[-1]
    return before + text[start:end] + _STOP.split(text[end : end + 240])[0]


def _beside(text: str, match: Any, takes: str) -> str:
    """The words before or after a match, at most to the end of the line."""
    if takes == "after":
        return text[match.end() : match.end() + 220].partition("\n")[0]
    return text[max(0, match.start() - 120) : match.start()].rpartition("\n")[2]


def lay_out(
    message: Message,
    parts: Parts,
    calendar: tuple[CalendarEvent, ...],
    kind: Kind,
    addresses: frozenset[str],
    things: Things,
) -> Letter:
    """The letter of a message; `addresses` are the owner's own, lower case."""
    newest = (parts.newest or "")[:LONGEST]
    body = "\n".join(filter(None, (newest, parts.signature)))[: 2 * LONGEST]
    lines = tuple(" ".join(line.split()) for line in body.split("\n") if line.strip())[:600]
    owner = _owner_words(message, addresses, things)
    own = "\n".join(filter(None, (newest, parts.signature)))
    sender, closing = _closing(message, own, owner, things)
    events = "\n".join(
        f"{event.summary}\n{event.location}\n{event.organizer_name}\n{event.description[:2000]}"
        for event in calendar[:4]
    )
    texts = {
        "subject": " ".join(message.subject[:400].split()),
        "from": message.sender.name[:200],
        "body": flow(body),
        "quoted": flow((parts.quoted or "")[:LONGEST].replace(">", " ")),
        "calendar": events,
    }
    return Letter(
        message=message,
        kind=kind,
        calendar=calendar,
        parts=texts,
        lines=lines,
        closing=closing,
        sender=sender,
        small=frozenset(word for word in (raw.strip(".,;:!?()") for raw in texts["body"].split()) if word.islower()),
        owner=owner,
    )


def flow(text: str) -> str:
    """Text with lines broken by a mail program joined again, addresses of links taken out, a line a paragraph."""
    joined: list[str] = []
    long = False
    for line in text.translate(_UNSEEN).split("\n")[:2000]:
        bare = " ".join((_ADDRESS.sub(" ", line) if "://" in line else line).split())
        if joined and long and bare and bare[0].isalnum():
            joined[-1] += " " + bare
        elif bare:
            joined.append(bare)
        long = bool(bare) and len(line) >= FULL_LINE and not bare.endswith((".", "!", "?", ":"))
    return "\n".join(joined)


def _owner_words(message: Message, addresses: frozenset[str], things: Things) -> frozenset[str]:
    words = set()
    for address in message.to:
        if address.email in addresses:
            words.update(plain(address.name).split())
    for email in addresses:
        words.update(word for word in plain(email.partition("@")[0].replace(".", " ").replace("_", " ")).split())
    for rule in things.rules.get("greeting", ()):
        match = rule.pattern.search(message.text[:3000])
        greeted = (
            plain(message.text[match.end() : match.end() + 60].partition("\n")[0].partition(",")[0]) if match else ""
        )
        if len(greeted.split()) < 5:
            words.update(
                word
                for word in greeted.split()
                if not things.has("honorific", word) and not things.has("not_person", word)
            )
    return frozenset(word for word in words if len(word) > 1 and not word.isdigit())


def _closing(message: Message, text: str, owner: frozenset[str], things: Things) -> tuple[str, tuple[str, ...]]:
    """Who signs, and the lines under the name (with what stands on the name's own line after it)."""
    lines = [" ".join(line.split()).strip(" *_\t") for line in text.split("\n")]
    lines = [line for line in lines if line][-60:]
    shown = person_shown(message.sender.name, things)
    if names_a_firm(message, shown, things):
        shown = ""
    names = [word for word in plain(shown).split() if len(word) > 1]
    for at in range(len(lines) - 1, max(-1, len(lines) - 40), -1):
        start = plain(lines[at].replace(",", " ")).split()[:4]
        if not start or len(lines[at]) > 90:
            continue
        if any(name in start[:3] for name in names) and not lines[at].lower().startswith(
            ("from:", "to:", "hi ", "dear ")
        ):
            return _fuller(shown, lines[at], things), (lines[at], *lines[at + 1 : at + 9])
    for at in range(max(0, len(lines) - 25), len(lines)):
        if things.has("farewell", plain(lines[at])) or (at and _farewell(lines[at], things)):
            signer = lines[at + 1] if at + 1 < len(lines) else ""
            human = looks_personal(signer, things) and not owner & set(plain(signer).split())
            human = human and not names_a_firm(message, signer, things)
            return (shown or (signer if human else "")), tuple(lines[at + 1 : at + 10])
    at = _last_short_block(lines)
    signer = lines[at] if at < len(lines) and not shown and looks_personal(lines[at].strip(" ,.-"), things) else ""
    if owner & set(plain(signer).split()) or names_a_firm(message, signer, things):
        signer = ""
    return _machine_or_person(message, shown, things) or signer.strip(" ,.-"), tuple(lines[at:])[:9] or tuple(
        lines[-5:]
    )


def _last_short_block(lines: list[str]) -> int:
    """Where the short lines without a full stop begin that end a letter: its signature, when nothing else tells."""
    at = len(lines)
    while at and len(lines[at - 1]) < 70 and not lines[at - 1].endswith((".", "!", "?", ":")):
        at -= 1
    return max(at, len(lines) - 8)


def _fuller(shown: str, line: str, things: Things) -> str:
    """The name as it is signed, where From only has initials ("M. Iyer" and "Meera Iyer")."""
    signed = person_shown(line.partition(",")[0], things)
    words, known = plain(signed).split(), plain(shown).split()
    initials = any(len(word) == 1 for word in known[:-1])
    return signed if initials and len(words) > 1 and known and words[-1] == known[-1] else shown


def _farewell(line: str, things: Things) -> bool:
    bare = plain(line.rstrip(",.! "))
    if len(bare) > 40 or not bare:
        return False
    known = things.words.get("farewell", frozenset())
    return bare in known or any(
        len(word) > 3 and bare.startswith(word + " ") and len(bare) < len(word) + 20 for word in known
    )


def _machine_or_person(message: Message, shown: str, things: Things) -> str:
    local, _, host = message.sender.email.lower().partition("@")
    names = [word for word in plain(shown).split() if len(word) > 1]
    return shown if any(name in local for name in names) and not things.is_system(host) else ""


def names_a_firm(message: Message, shown: str, things: Things) -> bool:
    """Whether the From display name is a firm's: it spells the sender's host, or one applies "to" it or works "at" it."""
    name = plain(shown)
    if not name:
        return False
    squeezed = "".join(character for character in name if character.isalnum())
    if len(squeezed) > 4 and message.sender.domain.replace("-", "").startswith(squeezed):
        return True
    text = f" {plain(message.subject[:300])} {plain(message.text[:6000])} "
    return any(f" {lead} {name} " in text for lead in things.words.get("leads_to_firm", ()))


def person_shown(name: str, things: Things) -> str:
    """The person in a From display name ("Bashir, Amina (HR)" becomes "Amina Bashir"), or ''."""
    bare = _SHOWN_END.split(name.strip(' "'))[0].strip()
    last, comma, first = bare.partition(",")
    if comma:
        bare = (
            f"{first.strip()} {last.strip()}"
            if looks_personal(first.strip(), things) and first.strip().upper() != first.strip()
            else last
        )
    words = bare.split()
    while len(words) > 1 and (
        things.has("honorific", plain(words[0])) or (words[0].isupper() and len(words[0]) == 2 and len(words) > 2)
    ):
        words.pop(0)
    while len(words) > 2 and words[-1].isupper() and len(words[-1]) > 1 and "." not in words[-1]:
        words.pop()
    if words and all(word.islower() for word in words):
        words = [word.capitalize() for word in words]
    elif len(words) > 1 and all(word.isupper() and len(word) > 2 for word in words):
        words = [word.capitalize() for word in words]
    bare = " ".join(words)
    return bare if looks_personal(bare, things) and not things.has("system_name", plain(bare)) else ""


def looks_personal(name: str, things: Things) -> bool:
    """Whether a phrase has the shape of a person's name: one to four capitalised words, none of an organisation or a title."""
    words = name.replace(",", " ").split()
    if not 0 < len(words) <= 5 or any(character.isdigit() or character in "@&:" for character in name):
        return False
    for word in words:
        bare = plain(word)
        if (
            not bare
            or things.has("not_person", bare)
            or things.has("title", bare)
            or things.has("team", bare)
            or things.has("org", bare)
        ):
            return False
        if not word[0].isupper() and not things.has("particle", bare):
            return False
    return not (len(words) == 1 and name.isupper() and len(name) > 3)

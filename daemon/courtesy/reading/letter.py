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
_SPACES = re2.compile(r"[\s\x{00a0}\x{200b}-\x{200d}\x{034f}\x{00ad}\x{feff}]+")
_ADDRESS = re2.compile(r"[<(\[]?https?://[^\s<>)\]]+[>)\]]?")
_WORD = re2.compile(r"[\p{L}\d][\p{L}\d'’.&-]*")
_STOP = re2.compile(r"[.!?][ ]|\n")
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
    owner: frozenset[str]  # lower-case words of the owner's own names and addresses


@dataclass(frozen=True, kw_only=True, slots=True)
class Clue:
    """One piece of evidence for an answer."""

    value: str
    weight: float
    rule: str
    quote: str


def plain(name: str) -> str:
    """The lower-case words of a name, without punctuation: two spellings of one name become the same."""
    return " ".join(_WORD.findall(name.lower().replace(".", "").replace("’", "'").replace("'", "")))


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
    lines = tuple(_SPACES.sub(" ", line).strip() for line in body.split("\n") if line.strip())[:600]
    owner = _owner_words(message, addresses)
    own = "\n".join(filter(None, (newest, parts.signature)))
    sender, closing = _closing(message, own, owner, things)
    events = "\n".join(
        f"{event.summary}\n{event.location}\n{event.organizer_name}\n{event.description[:2000]}"
        for event in calendar[:4]
    )
    texts = {
        "subject": _SPACES.sub(" ", message.subject[:400]).strip(),
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
        owner=owner,
    )


def flow(text: str) -> str:
    """Text with lines broken by a mail program joined again, addresses of links taken out, a line a paragraph."""
    joined: list[str] = []
    long = False
    for line in text.split("\n")[:2000]:
        bare = _SPACES.sub(" ", _ADDRESS.sub(" ", line)).strip()
        if joined and long and bare and bare[0].isalnum():
            joined[-1] += " " + bare
        elif bare:
            joined.append(bare)
        long = bool(bare) and len(line) >= FULL_LINE and not bare.endswith((".", "!", "?", ":"))
    return "\n".join(joined)


def _owner_words(message: Message, addresses: frozenset[str]) -> frozenset[str]:
    words = set()
    for address in message.to:
        if address.email in addresses:
            words.update(plain(address.name).split())
    for email in addresses:
        words.update(word for word in plain(email.partition("@")[0].replace(".", " ").replace("_", " ")).split())
    greeted = re2.search(
        r"(?im)^(?:hi|hello|dear|hey|hiya|good \w+|morning|afternoon)[ ]+(?:(?:mr|mrs|ms|miss|dr|prof)\.?[ ]+)?(\p{L}+)[ ]?(\p{L}*)[ ]*[,!.:-]*[ ]*$",
        message.text[:4000],
    )
    if greeted:
        words.update(plain(greeted.group(1) + " " + greeted.group(2)).split())
    return frozenset(word for word in words if len(word) > 1 and not word.isdigit())


def _closing(message: Message, text: str, owner: frozenset[str], things: Things) -> tuple[str, tuple[str, ...]]:
    """Who signs, and the lines under the name (with what stands on the name's own line after it)."""
    lines = [_SPACES.sub(" ", line).strip(" *_\t") for line in text.split("\n")]
    lines = [line for line in lines if line][-60:]
    shown = person_shown(message.sender.name, things)
    if names_a_firm(message, shown):
        shown = ""
    names = [word for word in plain(shown).split() if len(word) > 1]
    for at in range(len(lines) - 1, max(-1, len(lines) - 40), -1):
        start = plain(lines[at].replace(",", " ")).split()[:4]
        if not start or len(lines[at]) > 90:
            continue
        if any(name in start[:3] for name in names) and not lines[at].lower().startswith(
            ("from:", "to:", "hi ", "dear ")
        ):
            return shown, (lines[at], *lines[at + 1 : at + 9])
    for at in range(max(0, len(lines) - 25), len(lines)):
        if things.has("farewell", plain(lines[at])) or (at and _farewell(lines[at], things)):
            signer = lines[at + 1] if at + 1 < len(lines) else ""
            human = looks_personal(signer, things) and not owner & set(plain(signer).split())
            human = human and not names_a_firm(message, signer)
            return (shown or (signer if human else "")), tuple(lines[at + 1 : at + 10])
    at = _last_short_block(lines)
    signer = lines[at] if at < len(lines) and not shown and looks_personal(lines[at].strip(" ,.-"), things) else ""
    if owner & set(plain(signer).split()) or names_a_firm(message, signer):
        signer = ""
    return _machine_or_person(message, shown, things) or signer.strip(" ,.-"), tuple(lines[at:])[:9] or tuple(lines[-5:])


def _last_short_block(lines: list[str]) -> int:
    """Where the short lines without a full stop begin that end a letter: its signature, when nothing else tells."""
    at = len(lines)
    while at and len(lines[at - 1]) < 70 and not lines[at - 1].endswith((".", "!", "?", ":")):
        at -= 1
    return max(at, len(lines) - 8)


def _farewell(line: str, things: Things) -> bool:
    bare = plain(line.rstrip(",.! "))
    return len(bare) < 40 and (
        things.has("farewell", bare) or any(bare.startswith(known) for known in things.words.get("farewell", ()))
    )


def _machine_or_person(message: Message, shown: str, things: Things) -> str:
    local, _, host = message.sender.email.lower().partition("@")
    names = [word for word in plain(shown).split() if len(word) > 1]
    return shown if any(name in local for name in names) and not things.is_system(host) else ""


def names_a_firm(message: Message, shown: str) -> bool:
    """Whether the From display name is a firm's: it spells the sender's host, or one applies "to" it or works "at" it."""
    if not shown:
        return False
    squeezed = "".join(character for character in shown.lower() if character.isalnum())
    if len(squeezed) > 4 and message.sender.domain.replace("-", "").startswith(squeezed):
        return True
    around = re2.escape(shown)
    words = rf"(?i)\b(?:applying (?:to|for|at)|application (?:to|at|with)|interest in|interview with|at|joining|team at|the) {around}\b(?:$|[^'’]| team)"
    return bool(re2.search(words, message.subject[:300])) or bool(re2.search(words, message.text[:6000]))


def person_shown(name: str, things: Things) -> str:
    """The person in a From display name ("Bashir, Amina (HR)" becomes "Amina Bashir"), or ''."""
    bare = re2.sub(r"[(\[|@].*$", "", name.strip(' "')).strip()
    bare = re2.split(r" (?:at|from|via|with|of) | - | – |: ", bare)[0].strip()
    last, comma, first = bare.partition(",")
    if comma:
        bare = f"{first.strip()} {last.strip()}" if looks_personal(first.strip(), things) and first.strip().upper() != first.strip() else last
    words = bare.split()
    while len(words) > 1 and (things.has("honorific", plain(words[0])) or (words[0].isupper() and len(words[0]) == 2 and len(words) > 2)):
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

"""A mail laid out for finding names in it: flowing text, signature lines, who writes, and whose mailbox it is."""

from dataclasses import dataclass
from typing import cast

from courtesy.mail.message import Message
from courtesy.reading.names import has_given_name, looks_personal, person_shown, plain
from courtesy.reading.newest import Parts
from courtesy.reading.patterns import late
from courtesy.reading.reading import CalendarEvent, Kind
from courtesy.reading.signature import closing, signs_last
from courtesy.reading.things import Things

LONGEST = 24 * 1024  # characters of each part that are looked at
FULL_LINE = 58  # a line this long was broken by the sender's program, not by the sender
_ADDRESS = late(r"[<(\[]?https?://[^\s<>)\]]+[>)\]]?")
_INTRODUCED = late(
    r"(?:^|[ \n])(?i:I'm|I am|this is|my name is|my name's|it's) (?:(?:Dr|Mr|Mrs|Ms)\.? )?"
    r"(\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){0,2})(?:,| (?:from|here|at|and|in|with)\b|[.!] |\n)"
)
_HERE = late(r"(?:^|\n|[,.!] )(\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?),? here\b")
_NAME = r"(\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?)"
_NOTED = late(
    rf"(?:^|\n)(?:(?i:(?:a )?(?:note|message|comment|reason)|updated) (?i:from|by) {_NAME} ?:"
    rf"|{_NAME}(?: \([^()\n]{{2,50}}\))? (?:wrote|writes|says|said|added) ?:)"
)  # whose words a system passes on
_BOT = late(r"(?i)\b(?:virtual|digital|hiring|recruiting|AI|automated) assistant\b|\bbot\b")
_OPENING = 700  # characters in which people introduce themselves
_LABEL = late(r"^\p{Lu}[\p{L} ]{1,24} ?[|:]")  # a line that begins so was not broken by a program
_MARKS = (":", "|", "(", " - ", " – ")
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x034F, 0x00AD, 0xFEFF, 0x2060))


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
    author: str  # the person who says "I" in it: the sender, or who wrote what the sender forwards
    small: frozenset[str]  # words of the body that stand there without a capital
    owner: frozenset[str]  # lower-case words of the owner's own names and addresses

    def is_the_owner(self, bare: str) -> bool:
        """Whether a plain name is the owner's, also by a longer first name ("Samuel Adeyemi" for sam.adeyemi@...)."""
        words = [word for word in bare.split() if len(word) > 1]
        if set(words) <= self.owner:
            return True
        return len(words) > 1 and words[-1] in self.owner and any(words[0].startswith(known) for known in self.owner)

    def signed(self) -> set[str]:
        """The lines of the closing that are no sentences; a letter of a few lines alone is no signature."""
        named = self.closing and set(plain(self.closing[0]).split()[:3]) & set(plain(self.sender).split())
        if not named and len(self.closing) == len(self.lines):
            return set()
        marks = _MARKS if not self.sender else ()  # where nobody signs, "Interviewer: Ada Brandt" may end the mail
        lines = [line for line in self.closing if len(line) < 80 and not line.endswith((".", "!", "?"))]
        lines = [line for line in lines if "ask for " not in line.lower()]
        return {line for line in lines if not any(mark in line for mark in marks)}


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
    sender, signed = closing(message, own, owner, things)
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
        closing=signed,
        sender=sender,
        author=_author(parts, sender, things) or signs_last(message, parts.newest, owner, things),
        small=frozenset(word for word in (raw.strip(".,;:!?()") for raw in texts["body"].split()) if word.islower()),
        owner=owner,
    )


def _author(parts: Parts, sender: str, things: Things) -> str:
    if parts.forward is None:
        return sender or _noted(parts, things) or _introduced(parts.newest.replace("’", "'")[:_OPENING], things)
    title, _, name = parts.forward.name.partition(" ")
    shown = name if things.has("title", title) else parts.forward.name  # "Matron J. Cele"
    return person_shown(shown, things) or sender


def flow(text: str) -> str:
    """Text with lines broken by a mail program joined again, addresses of links taken out, a line a paragraph."""
    joined: list[str] = []
    long = False
    for line in text.replace("’", "'").translate(_UNSEEN).split("\n")[:2000]:
        bare = " ".join((_ADDRESS.sub(" ", line) if "://" in line else line).split())
        if joined and long and bare and bare[0].isalnum() and not _LABEL.match(bare):
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
        local, _, host = email.partition("@")
        words.update(plain(local.replace(".", " ").replace("_", " ")).split())
        words.add(host.partition(".")[0])  # jonas@friis.example
    for rule in things.rules.get("greeting", ()):
        match = rule.pattern.search(message.text[:3000])
        greeted = (
            plain(message.text[match.end() : match.end() + 60].partition("\n")[0].partition(",")[0]) if match else ""
        )
        if len(greeted.split()) < 5:
            words.update(
                word
                for word in greeted.split()
                if not things.has("honorific", word)
                and (things.has("particle", word) or not things.has("not_person", word))  # "heer De Jong"
            )
    return frozenset(word for word in words if len(word) > 1 and not word.isdigit())


def _noted(parts: Parts, things: Things) -> str:
    """Whose words a system passes on: "Note from Trish Okada: ..."; "" where it passes on nobody's."""
    match = _NOTED.search(parts.newest.replace("’", "'")[: 2 * _OPENING])
    name = (match.group(1) or match.group(2)) if match else ""
    return name if looks_personal(name, things) else ""


def _introduced(opening: str, things: Things) -> str:
    """Who says "I'm Trish Okada, one of the dentists here" in a mail that comes from a firm; "" for machines."""
    for pattern in (_INTRODUCED, _HERE) if not _BOT.search(opening) else ():
        for match in pattern.finditer(opening):
            name = match.group(1)
            if has_given_name(name, things) and looks_personal(name, things):
                return cast(str, name)
    return ""

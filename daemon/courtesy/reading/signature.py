"""Who signs a mail, and the lines of the signature."""

from courtesy.mail.message import Message
from courtesy.reading.names import has_given_name, looks_personal, names_a_firm, person_shown, plain
from courtesy.reading.patterns import late
from courtesy.reading.things import Things

_SENTENCE = late(r"[.!?…:)] +|, ")
_LAST = 3  # lines at the end of a mail in one of which a name stands that signs it
_SHORT = 60  # characters; a longer line is a sentence throughout


def closing(message: Message, text: str, owner: frozenset[str], things: Things) -> tuple[str, tuple[str, ...]]:
    """Who signs, and the lines under the name (with what stands on the name's own line after it)."""
    lines = [" ".join(line.split()).strip(" *_\t") for line in text.split("\n")]
    lines = [line for line in lines if line][-60:]
    shown = _without_firm(person_shown(message.sender.name, things), message)
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
            signer = lines[at + 1].partition(",")[0].strip() if at + 1 < len(lines) else ""
            human = looks_personal(signer, things) and not owner & set(plain(signer).split())
            human = human and not names_a_firm(message, signer, things)
            return (shown or (signer if human else "")), tuple(lines[at + 1 : at + 10])
    if not shown and (at := _signed_at(lines, owner, things)):
        return person_shown(lines[at].partition(",")[0], things), tuple(lines[at : at + 9])
    at = _last_short_block(lines)
    signer = lines[at] if at < len(lines) and not shown and looks_personal(lines[at].strip(" ,.-"), things) else ""
    if owner & set(plain(signer).split()) or names_a_firm(message, signer, things):
        signer = ""
    return _machine_or_person(message, shown, things) or signer.strip(" ,.-"), tuple(lines[at:])[:9] or tuple(
        lines[-5:]
    )


def signs_last(message: Message, text: str, owner: frozenset[str], things: Things) -> str:
    """Who signs the last words of a mail that a firm sends: "Let me know! Pim", "Cdt, Fabrice"; "" when nobody does.

    The last name is the firm's where that is called after somebody: "Cor", of "Loodgieter Pronk", is Cor Pronk.
    """
    lines = [" ".join(line.split()).strip(" *_-\t") for line in text.split("\n")]
    lines = [line for line in lines if line]
    for at in range(len(lines) - 1, max(-1, len(lines) - 1 - _LAST), -1):
        name = _signs(lines[at], lines[at - 1] if at else "", things)
        in_full = " " in name and has_given_name(name, things)
        if name and not owner & set(plain(name).split()) and (in_full or not names_a_firm(message, name, things)):
            return name if " " in name else f"{name} {_called_after(message, things)}".strip()
    return ""


def _signs(line: str, before: str, things: Things) -> str:
    """The name that ends a line, or that it consists of; one that nobody is called by only behind a last sentence."""
    pieces = [piece.partition("(")[0].strip() for piece in _SENTENCE.split(line[-200:])]
    ends = pieces[-1] if len(pieces) < 2 or len(line) >= _SHORT else ""
    for piece in (ends, *pieces) if len(line) < _SHORT else (pieces[-1],):
        words = piece.rstrip(" .!,").split()
        while words and (not words[0][0].isupper() or _farewell(words[0], things)):
            words.pop(0)
        name = person_shown(" ".join(words), things).partition(",")[0]
        alone = name == line.rstrip(" .,") and before.endswith((".", "!", "?", ")", ","))
        if name and len(words) < 4 and (has_given_name(name, things) or alone):
            return name
    return ""


def _called_after(message: Message, things: Things) -> str:
    """The last name in that of a firm, which stands behind a word for its trade and in its address; "" when none."""
    words = message.sender.name.replace('"', "").split()
    if len(words) < 2 or not words[-1][:1].isupper():
        return ""
    trade, last = plain(words[-2]), plain(words[-1])
    named = things.is_org(trade) or any(things.has(listed, trade) for listed in ("title", "role_head"))
    plainly = len(last) > 3 and last in message.sender.email.lower() and not things.has("given", last)
    return words[-1] if named and plainly and looks_personal(words[-1], things) else ""


def _signed_at(lines: list[str], owner: frozenset[str], things: Things) -> int:
    """Where a name stands alone after the last sentence of a mail that comes from a firm; 0 when nowhere."""
    for at in range(len(lines) - 1, max(0, len(lines) - 14), -1):
        name = person_shown(lines[at].partition(",")[0], things) if len(lines[at]) < 60 else ""
        known = has_given_name(name, things)
        titled = name and any(things.has("title", word) for word in plain(" ".join(lines[at + 1 : at + 2])).split())
        if " " in name and (known or titled) and lines[at - 1].endswith((".", "!", "?", ",", ")")):
            return 0 if owner & set(plain(name).split()) else at
    return 0


def _without_firm(shown: str, message: Message) -> str:
    """The name without the firm that the host spells: "Bram van Klikspaan", of klikspaan.example, is Bram."""
    name, _, last = shown.rpartition(" ")
    first, _, joint = name.rpartition(" ")
    host = message.sender.domain.replace("-", "")
    firm, whole = plain(last).replace("-", ""), plain(f"{joint}{last}").replace("-", "")
    return first if first and joint.islower() and len(firm) > 3 and firm in host and whole not in host else shown


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
    if not shown or things.is_system(host):
        return ""
    parts = local.replace("-", ".").replace("_", ".").split(".")
    of_many = any(things.has("team", part) or things.has("arranges", part) for part in parts)
    named = any(name in local for name in plain(shown).split() if len(name) > 1)
    return shown if named or (has_given_name(shown, things) and not of_many) else ""

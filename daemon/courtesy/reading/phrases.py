"""What a text must say for a pattern to match it, read off the pattern: phrases, one of which it cannot do without.

Phrases are written as `plain` writes a text: letters small, every run of digits a "0", and every run of other
characters a blank, which so marks where a word begins and ends. Letters beyond ASCII are other characters, as they are
to RE2. A "*" is where anything may stand.
"""

import re

Phrases = frozenset[str]
Needs = tuple[Phrases, ...]  # every match says one phrase of each, in this order

_MOST = 24  # phrases made by joining two sets of several
_LONGEST = 80  # characters of a phrase that is still joined to others
_TOKEN = re.compile(
    r"(?P<group>\(\?P?<\w+>|\(\?[a-zA-Z-]*[:)]|\()|(?P<close>\))|(?P<either>\|)"
    r"|(?P<times>(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??)"
    r"|(?P<chars>\[\^?\]?(?:\\x\{\w+\}|\\[pP]\{\^?\w+\}|\\.|\[:\^?\w+:\]|[^\]\\])*+\])"
    r"|(?P<escape>\\x\{\w+\}|\\x\w\w|\\[pP]\{\^?\w+\}|\\[pP]\w|\\.)"
    r"|(?P<plain>[\w ,'-]+(?![*+?{])|.)",
    re.ASCII | re.DOTALL,
)
_INSIDE = re.compile(r"\\x\{\w+\}|\\x\w\w|\\[pP]\{\^?\w+\}|\\[pP]\w|\\.|\[:\^?\w+:\]|.", re.DOTALL)
_GAP, _EDGE, _DIGIT, _NOTHING = ((frozenset({text}),) for text in ("*", " ", "0", ""))
_ESCAPES = {"d": _DIGIT} | dict.fromkeys("bAzsWntrfv", _EDGE)
_FOLDED = {"\u017f": "s", "\u212a": "k"}  # all that is beyond ASCII and the same as an ASCII letter but for case
_WORDS = bytes(
    ord("0") if chr(octet) in "0123456789" else octet if octet < 128 and (chr(octet).isalpha() or octet == 95) else 32
    for octet in range(256)
).lower()


class _Unread(Exception):
    """A pattern is written in a way that is not understood here."""


def plain(octets: bytes) -> bytes | None:
    """A text (UTF-8) as phrases are written; None where it has a letter that RE2 takes for another of ASCII."""
    if any(letter.encode() in octets for letter in _FOLDED):
        return None
    text = b" ".join(octets.translate(_WORDS).split())
    while b"00" in text:
        text = text.replace(b"00", b"0")
    return b" %b " % text


def needs(pattern: str) -> Needs:
    """What every text says that `pattern` (RE2, whatever its flags) matches; ({"*"},) where nothing is known."""
    outer: list[tuple[list[Needs], list[Needs]]] = []
    branches: list[Needs] = []
    row: list[Needs] = []
    try:
        for token in _TOKEN.finditer(pattern):
            kind, text = token.lastgroup, token.group()
            if kind == "times":
                row[-1] = _repeated(row[-1], text)
            elif kind == "either":
                branches, row = [*branches, _joined(row)], []
            elif kind == "close":
                whole = _either([*branches, _joined(row)])
                branches, row = outer.pop()
                row.append(whole)
            elif kind != "group":
                row.append(_one(str(kind), text))
            elif not text.endswith(")"):  # "(?i)" opens nothing
                outer.append((branches, row))
                branches, row = [], []
    except (_Unread, IndexError):
        return _GAP
    return _either([*branches, _joined(row)]) if not outer else _GAP


def weight(phrase: str) -> float:
    """How much a phrase tells texts apart: by the letters of its words."""
    return max(sum(len(word) - 0.5 for word in part.split()) for part in phrase.split("*"))


def least(phrases: Phrases) -> float:
    """How much one of `phrases` tells at least."""
    return min(map(weight, phrases))


def _one(kind: str, text: str) -> Needs:
    """What a single token needs."""
    if kind == "escape":
        return _escaped(text)
    if kind == "chars":
        return _among(text)
    if text == ".":
        return _GAP
    return (frozenset({_squeezed("".join(map(_letter, text)))}),)


def _letter(letter: str) -> str:
    letter = _FOLDED.get(letter, letter)
    if not letter.isascii():
        return " "
    return "0" if letter.isdigit() else letter.lower() if letter.isalpha() or letter == "_" else " "


def _escaped(text: str) -> Needs:
    """What an escape needs: "\\b", "\\x{e9}", "\\.", "\\pL"."""
    letter = text[1]
    if letter == "x":
        return (frozenset({_letter(chr(int(text[2:].strip("{}"), 16)))}),)
    if letter in "QE" or letter.isdigit():
        raise _Unread
    return _ESCAPES.get(letter, _GAP if letter.isalnum() else _EDGE)


def _among(text: str) -> Needs:
    """What a class of characters needs: "[ap]", "[^\\w\\n]"."""
    if text[1] == "^":
        return _EDGE if r"\w" in text else _GAP
    inside = _INSIDE.findall(text[1:-1])
    if len(inside) == 3 and inside[1] == "-" and inside[0].isdigit() and inside[2].isdigit():
        return _DIGIT
    if "-" in inside[1:-1] or any(item.startswith("[:") for item in inside):
        return _GAP
    found = [_escaped(item)[0] if len(item) > 1 else frozenset({_letter(item)}) for item in inside]
    return (frozenset().union(*found),) if len(found) <= _MOST else _GAP


def _repeated(needs: Needs, times: str) -> Needs:
    """What something needs that is repeated: "?", "+", "{2,5}"."""
    if times in ("?", "??", "{0,1}") and len(needs) == 1:
        return (needs[0] | {""},)
    required = times[0] == "+" or (times[0] == "{" and times[1:].strip("}?").partition(",")[0].strip("0") != "")
    if needs in (_EDGE, _DIGIT):
        return needs if required else (needs[0] | {""},)
    lead, trail = _edges(needs)
    return _joined([needs, (frozenset({f"*{trail}"}),)]) if required else (frozenset({"", f"{lead}*{trail}"}),)


def _edges(needs: Needs) -> tuple[str, str]:
    """A blank where what has these needs always begins with one, and where it ends with one; else nothing."""
    lead = " " if all(phrase.startswith(" ") for phrase in needs[0]) else ""
    return lead, " " if all(phrase.endswith(" ") for phrase in needs[-1]) else ""


def _joined(row: list[Needs]) -> Needs:
    """What several need one after the other."""
    joined: list[Phrases] = list(_NOTHING)
    for first, *others in row:
        left = joined.pop()
        if _joinable(left, first):
            joined.append(frozenset(_squeezed(a + b) for a in left for b in first))
        elif all(phrase.endswith(" ") for phrase in left):
            joined += [left, frozenset(_squeezed(f" {phrase}") for phrase in first)]
        elif all(phrase.startswith(" ") for phrase in first):
            joined += [frozenset(_squeezed(f"{phrase} ") for phrase in left), first]
        else:
            joined += [left, first]
        joined += others
    return tuple(joined)


def _joinable(left: Phrases, right: Phrases) -> bool:
    """Whether two sets are worth joining, phrase by phrase."""
    apart = all(phrase.endswith("*") for phrase in left) or all(phrase.startswith("*") for phrase in right)
    if apart and least(left) > 0:
        return False
    few = min(len(left), len(right)) == 1 or len(left) * len(right) <= _MOST
    return few and max(map(len, left)) + max(map(len, right)) <= _LONGEST


def _squeezed(phrase: str) -> str:
    """`phrase` with a single blank and a single "0" for each run of them."""
    for twice in ("  ", "00", "**"):
        while twice in phrase:
            phrase = phrase.replace(twice, twice[0])
    return phrase


def _either(branches: list[Needs]) -> Needs:
    """What one of several needs: of each the phrases that tell most."""
    if len(branches) == 1:
        return branches[0]
    return (frozenset().union(*map(_chosen, branches)),)


def _chosen(needs: Needs) -> Phrases:
    """The phrases that tell most, with nothing known of what stands around them but at the edges of it all."""
    if len(needs) == 1:
        return needs[0]
    lead, trail = _edges(needs)
    best = max(needs, key=least)
    before = "" if best is needs[0] else f"{lead}*"
    after = "" if best is needs[-1] else f"*{trail}"
    return frozenset(f"{before}{phrase}{after}" for phrase in best)


def within_a_line(pattern: str) -> bool:
    """Whether no match of `pattern` holds the end of a line, nor asks where the text begins or ends."""
    return all(_stays(str(token.lastgroup), token.group()) for token in _TOKEN.finditer(pattern))


def _stays(kind: str, text: str) -> bool:
    """Whether what a token stands for stays within a line; no for what is not known to."""
    if kind == "group":
        return text in ("(", "(?:", "(?i:", "(?-i:", "(?i)")
    if kind == "escape":
        return text[1] in "bBdwSt" or text.startswith((r"\pL", r"\p{L")) or not text[1].isalnum()
    if kind != "chars":
        return text not in ("^", "$", "\n")
    inside = _INSIDE.findall(text[1:-1])
    if inside[0] == "^":
        return r"\n" in inside or r"\s" in inside
    return all(item > " " if len(item) == 1 and "-" in inside[1:-1] else _is_of_a_line(item) for item in inside)


def _is_of_a_line(item: str) -> bool:
    """Whether an item of a class of characters is none that ends a line."""
    return item != "\n" if len(item) == 1 else item in (r"\w", r"\d") or (not item[1].isalnum() and item[0] == "\\")

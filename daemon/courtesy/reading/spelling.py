"""Host names read as squeezed names: which words of a text spell "thornbrooksurgery"."""

import re2

_TOKEN = re2.compile(r"[\p{L}\d'’]+|&")
_SHORT_SUFFIXES = frozenset("co com org net ac gov edu nhs gob gouv govt sch police ltd plc me or ne go".split())
MOST_TOKENS = 2500


def under(host: str) -> list[str]:
    """The labels of a host from the registrable one downwards: "mail.acme.co.uk" gives ["acme", "mail"]."""
    labels = host.lower().strip(".").split(".")
    if len(labels) < 2:
        return labels
    cut = 2 if len(labels) > 2 and labels[-2] in _SHORT_SUFFIXES else 1
    return [label for label in reversed(labels[:-cut]) if label and label != "www"]


def squeezed(text: str) -> str:
    """Letters and digits only, lower case."""
    return "".join(character for character in text.lower() if character.isalnum())


def spelled(label: str, text: str, affixes: frozenset[str]) -> list[tuple[str, float]]:
    """Pairs of a name in `text` that spells `label`, and how fully (0-1); at most a few, the fullest first."""
    pieces = [piece for piece in label.split("-") if piece and piece not in affixes] or [label]
    whole = squeezed("".join(pieces))
    if len(whole) < 2:
        return []
    found: dict[str, float] = {}
    for line in text.split("\n")[:400]:
        tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(line[:4000])][:MOST_TOKENS]
        for at in range(len(tokens)):
            if whole.startswith(squeezed(tokens[at][0])[:24] or "\0"):
                for name, share in _spelled_at(at, tokens, line, whole, affixes):
                    found[name] = max(found.get(name, 0.0), share)
    return sorted(found.items(), key=lambda pair: -pair[1])[:6]


def _spelled_at(
    at: int, tokens: list[tuple[str, int, int]], line: str, whole: str, affixes: frozenset[str]
) -> list[tuple[str, float]]:
    first = tokens[at][0]
    so_far = ""
    best: list[tuple[str, float]] = []
    for end in range(at, min(at + 8, len(tokens))):
        word = squeezed(tokens[end][0])
        if not whole.startswith(so_far + word):
            if tokens[end][0].lower() in ("and", "of", "the", "&", "for") and end > at:
                continue
            break
        so_far += word
        name = line[tokens[at][1] : tokens[end][2]]
        rest = whole[len(so_far) :]
        capital = first[0].isupper() or first[0].isdigit()
        if not rest:
            best = [(name, 1.0 if capital else 0.6)]
        elif capital and (rest in affixes or (len(so_far) >= 4 and len(so_far) * 2 >= len(whole))):
            best = [(name, 0.6 if rest in affixes else 0.4)]
    if best:
        wider = _widened(at, tokens, line, best[0][0])
        if wider != best[0][0]:
            best.append((wider, best[0][1] * 0.95))
    return best


def _widened(at: int, tokens: list[tuple[str, int, int]], line: str, name: str) -> str:
    """The name with the capitalised words that follow it directly."""
    stop = tokens[at][1] + len(name)
    for token, start, end in tokens[at:]:
        if start < stop:
            continue
        if line[stop:start] != " " or not (token[0].isupper() or token == "&"):
            break
        stop = end
        if stop - tokens[at][1] > 70:
            break
    return line[tokens[at][1] : stop]

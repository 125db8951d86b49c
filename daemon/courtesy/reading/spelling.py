"""Host names read as squeezed names: which words of a text spell "thornbrooksurgery"."""

import unicodedata

_SPREAD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae"})
_SHORT_SUFFIXES = frozenset("co com org net ac gov edu nhs gob gouv govt sch police ltd plc me or ne go".split())
MOST_TOKENS = 2500
FIRST_PIECE = 0.45  # what the first piece of a label alone is worth


def under(host: str) -> list[str]:
    """The labels of a host from the registrable one downwards: "mail.acme.co.uk" gives ["acme", "mail"]."""
    labels = host.lower().strip(".").split(".")
    if len(labels) < 2:
        return labels
    cut = 2 if len(labels) > 2 and labels[-2] in _SHORT_SUFFIXES else 1
    return [label for label in reversed(labels[:-cut]) if label and label != "www"]


def squeezed(text: str) -> str:
    """Letters and digits only, lower case and without accents."""
    lower = text.lower()
    if lower.isascii():
        if lower.isalnum():
            return lower
    else:
        lower = unicodedata.normalize("NFKD", lower.replace("ß", "ss").replace("ø", "o").replace("æ", "ae"))
    return "".join(filter(str.isalnum, lower))


class Spelling:
    """The words of a text, ready to be asked which of them spell a host's label."""

    def __init__(self, text: str) -> None:
        self._raw: list[str] = []
        self._at: dict[str, list[int]] = {}
        for line in text.split("\n")[:600]:
            self._raw += line.split()[:400]
            self._raw.append("")  # names do not run on over the end of a line
            if len(self._raw) > MOST_TOKENS:
                break
        self._words = [squeezed(raw) for raw in self._raw]
        self._spread: dict[int, str] = {}  # by place: a word as German and Danish hosts write it, "gaertnerei"
        for at, word in enumerate(self._words):
            if word:
                self._at.setdefault(word, []).append(at)
            if self._raw[at] == "&":
                self._spread[at] = "and"
            if not self._raw[at].isascii():
                self._spread[at] = squeezed(self._raw[at].lower().translate(_SPREAD))
                self._at.setdefault(self._spread[at], []).append(at)

    def spelled(self, label: str, affixes: frozenset[str]) -> list[tuple[str, float]]:
        """Pairs of a name that spells `label`, and how fully (0-1); at most a few, the fullest first."""
        pieces = [piece for piece in label.split("-") if piece and piece not in affixes] or [label]
        whole = squeezed("".join(pieces))[:60]
        found: dict[str, float] = {}
        if len(whole) > 1:
            for length in range(1, len(whole) + 1):
                for at in self._at.get(whole[:length], ())[:8]:
                    for name, share in self._at_word(at, whole, affixes):
                        found[name] = max(found.get(name, 0.0), share)
        if len(pieces) > 1 and len(pieces[0]) > 4:  # "Lusoverba", of lusoverba-translations.example
            for at in self._at.get(pieces[0], ())[:8]:
                if self._raw[at].lstrip("(\"'“‘*[")[:1].isupper():
                    found.setdefault(self._name(at, at), FIRST_PIECE)
        return sorted(found.items(), key=lambda pair: -pair[1])[:6]

    def _at_word(self, at: int, whole: str, affixes: frozenset[str]) -> list[tuple[str, float]]:
        first = self._raw[at].lstrip("(\"'“‘*[")[:1]
        capital = first.isupper() or first.isdigit()
        so_far, best, last = "", 0.0, at
        for end in range(at, min(at + 8, len(self._raw))):
            word = self._words[end]
            if end in self._spread and whole.startswith(so_far + self._spread[end]):
                word = self._spread[end]
            if not whole.startswith(so_far + word) or not self._raw[end]:
                if self._raw[end].lower() in ("and", "of", "the", "for") and end > at:
                    continue
                break
            so_far += word
            share = _share(whole, so_far, capital, affixes)
            if share > best:
                best, last = share, end
        if not best:
            return []
        names = [(self._name(at, last), best)]
        wider = self._wider(last)
        return [*names, (self._name(at, wider), best * 0.95)] if wider > last else names

    def _name(self, at: int, end: int) -> str:
        return " ".join(self._raw[at : end + 1]).strip("()[]\"'“”‘’*.,;:!?<>|")

    def _wider(self, last: int) -> int:
        """The last of the capitalised words that follow a name directly."""
        end = last
        while end - last < 5 and end + 1 < len(self._raw) and self._raw[end][-1:].isalnum():
            following = self._raw[end + 1]
            if not (following[:1].isupper() or following == "&"):
                break
            end += 1
        return end


def _share(whole: str, so_far: str, capital: bool, affixes: frozenset[str]) -> float:
    """How much of a label the letters so far are worth."""
    rest = whole[len(so_far) :]
    if not rest:
        return 1.0 if capital else 0.6
    if capital and rest in affixes:
        return 0.6
    return 0.4 if capital and len(so_far) >= 4 and len(so_far) * 2 >= len(whole) else 0.0

"""The shape of a firm's name: a run of capitalised words, held together by "of", "and", "&"."""

from courtesy.reading.letter import Letter
from courtesy.reading.names import plain
from courtesy.reading.patterns import late
from courtesy.reading.things import Things

_NOT_NAME = late(r"[^\p{L}\d'’&.\- ]")
_JOINTS = (
    "(?:of the|at the|of|and|&|the|for|de la|de|du|des|la|le|les|van|von|der|den|del|di|da|do|dos|y|e|et|und|en|an|na)"
)
_JOINT = frozenset(_JOINTS.removeprefix("(?:").removesuffix(")").split("|"))
_CAPITAL = r"[\p{Lu}\d](?:[\p{L}\d'’&+/-]|\.[\p{L}\d])*"
_SAINT = r"(?:(?:St|Ste|Sta|Sto|Mt)\.[ ])?"
_FIRST = late(_SAINT + _CAPITAL)
_NEXT = late(rf"[ ](?:{_JOINTS}[ ])?(?:{_SAINT}{_CAPITAL}|&)")  # repeated within the pattern it would take 2 MB
_SAINTS = ("St.", "Ste.", "Mt.")
_MORE = 7


def is_joint(word: str) -> bool:
    """Whether a word may hold the name of a firm together: "of", "&"."""
    return word.casefold() in _JOINT


def first_name(text: str) -> str:
    """The run of capitalised words that `text` begins with ("Caer Hedd Hospice, Ffordd"), joined by "of", "and" ..."""
    text = text[:160]
    match = _FIRST.match(text)
    end = 0
    for _ in range(_MORE):
        if match is None:
            break
        end += match.end()
        match = _NEXT.match(text[end:])
    return text[: end + match.end() if match else end]


def last_name(text: str) -> str:
    """The run of capitalised words that `text` ends with."""
    words = _NOT_NAME.split(text)[-1].rstrip().split(" ")
    taken: list[str] = []
    for word in reversed(words[-10:]):
        if (
            not word
            or (word.endswith(".") and word not in _SAINTS)
            or word.endswith(("-", "'ll", "'d", "n't", "'m", "'ve", "'re"))
            or not (word[0].isupper() or word[0].isdigit() or word == "&" or (taken and is_joint(word)))
        ):
            break
        taken.append(word)
    if taken[:1] == ["I"]:
        return ""  # "Hollis and I"
    while taken and is_joint(taken[-1]) and not taken[-1][0].isupper():
        taken.pop()
    return " ".join(reversed(taken))


def in_passing(text: str, things: Things) -> list[str]:
    """Names in running text whose words say that they are firms: "Bluff & Bluster", "Harbour Licensing Agency"."""
    names: list[str] = []
    run: list[str] = []
    for raw in text[:4000].replace("\n", " . ").split(" "):
        word = raw.strip("()[]\"'“”‘’.,;:!?*")
        opens, ends = bool(word) and not raw.startswith(word[:1]), not raw.endswith(word[-1:] or " ")
        named = bool(word) and (word[0].isupper() or word == "&")
        if not (named or (run and word and is_joint(word))) or opens:
            names.append(" ".join(run))
            run = []
        if named or (run and word):
            run.append(word)
        if ends:
            names.append(" ".join(run))
            run = []
    names.append(" ".join(run))
    return [name for name in names if "&" in name or _is_told_by_a_word(plain(name).split(), things)]


def _is_told_by_a_word(words: list[str], things: Things) -> bool:
    """Whether "Agency" or the like is among the words, or they begin with "Department for", "Ministry of"."""
    headed = len(words) > 2 and words[1] in ("for", "of") and things.has("for_whom", words[0])
    return headed or any(things.is_org(word) for word in words)


def may_be_firm(segment: str, letter: Letter, things: Things) -> bool:
    """Whether a segment of a headline or signature may be a firm: capitals, and no words of other things."""
    words = segment.split()
    if not 0 < len(words) <= 9 or not (segment[0].isupper() or segment[0].isdigit()):
        return False
    bare = plain(segment).split()
    if not bare or any(character in "@:!?" for character in segment) or sum(c.isdigit() for c in segment) > 2:
        return False
    if any(word in letter.owner for word in bare) and len(bare) < 3:
        return False
    if any(things.is_org(word) for word in bare):
        return _mostly_capital(words)
    named = bare[1:] if bare[0] == "st" else bare  # "St. Clare's"
    articles = {plain(word) for word in words if word[0].isupper() and is_joint(word)}
    telling = [word for word in named if word not in articles] or named  # "Les Deux Rives": "les" says nothing
    if any(things.has(listed, word) for word in telling for listed in ("title", "street", "not_firm")):
        return False
    return plain(segment) != plain(letter.sender) and bool(segment[0].isupper()) and _mostly_capital(words)


def _mostly_capital(words: list[str]) -> bool:
    return all(word[0].isupper() or word[0].isdigit() or word == "&" or is_joint(word) for word in words)

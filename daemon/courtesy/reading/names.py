"""Names of people and firms as such: made comparable, and told apart by their shape."""

from functools import lru_cache

from courtesy.mail.message import Message
from courtesy.reading.machines import by_machine
from courtesy.reading.patterns import late
from courtesy.reading.spelling import squeezed
from courtesy.reading.things import Things

_NO_NAMES = ("not_person", "title", "team")
_NUMBERED = frozenset("a b c d e f g h i j k l m n ii iii iv vi vii viii".split())  # what rooms and phases end in
_OFFICES = frozenset("info kontakt contact contacto contato contatti hallo hello mail post poststelle".split())
_SHORT = 16  # characters of a word
_SHOWN_END = late(r"[(\[|@]| (?:at|from|via|with|of) | - | – |: ")


class _Plain(dict[int, int]):
    """What each character becomes in a plain name, learnt as characters are met."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        self[code] = code if character.isalnum() or character in "&-" else 32
        return self[code]


_PLAIN = _Plain()


def plain(name: str) -> str:
    """The lower-case words of a name, without punctuation: two spellings of one name become the same."""
    return _short(name) if len(name) < _SHORT else _plainly(name)


@lru_cache(maxsize=1024)  # the same words are asked for again and again
def _short(name: str) -> str:
    return _plainly(name)


def _plainly(name: str) -> str:
    text = name.lower()
    if text.isalnum():
        return text
    text = text.replace(".", "").replace("’", "").replace("'", "").translate(_PLAIN)
    return " ".join([word for word in [word.strip("&-") for word in text.split()] if word])


def has_given_name(name: str, things: Things) -> bool:
    """Whether the name begins with a word that people are called by."""
    return bool(name) and things.has("given", plain(name.split()[0]))


def ends_sentence(word: str, things: Things) -> bool:
    """Whether the full stop behind a word ends a sentence: that of "Jo." does, those of "Mr." and "D.K." do not."""
    if not word.endswith(".") or len(word) < 3:
        return False
    return "." not in word[:-1] and (len(word) > 3 or things.has("given", plain(word)))


def looks_personal(name: str, things: Things) -> bool:
    """Whether a phrase has the shape of a person's name: a few capitalised words, none of a firm or a title."""
    words = name.replace(",", " ").split()
    if not 0 < len(words) <= 5 or any(character.isdigit() or character in "@&:" for character in name):
        return False
    called = things.has("given", plain(words[0]))
    if not called and len(words) > 1 and (plain(words[-1]) in _NUMBERED or _is_trade(plain(words[0]), things)):
        return False  # "Block D", "Phase III", "Trainee Quantity Surveyor"
    if len(words) > 1 and _is_a_road(plain(words[-1]), things):
        return False  # "Rose St"
    for at, word in enumerate(words):
        bare = plain(word)
        also_a_name = len(words) > 1 and word[0].isupper() and things.has("also_a_name", bare)
        if at and word is not words[-1] and _joins_names(word, bare, called, things):
            continue  # "Marleen de Graaf", though "de" alone is an article; "Lena von Fjordlicht" is Lena of a firm
        no_name = things.is_org(bare) or any(things.has(listed, bare) for listed in _NO_NAMES)
        if not bare or (no_name and not also_a_name):
            return False
        if not word[0].isupper() and not things.has("particle", bare):
            return False
        if word.endswith(".") and len(word) > 5 and word is not words[-1]:
            return False  # the end of a sentence: "Sofía Lara. Confirm"
    return not (len(words) == 1 and name.isupper() and len(name) > 3)


def _joins_names(word: str, bare: str, called: bool, things: Things) -> bool:
    """Whether a word between a first and a last name belongs to them: "de", "Le", "Van"."""
    known = (called and word.islower()) or word[0].isupper() or things.has("name_particle", bare)
    return known and things.has("particle", bare) and not (word.islower() and things.has("of_firm", bare))


def is_trade(token: str, things: Things) -> bool:
    """Whether a word without capital says what somebody is: "la dietista Ada Brandt"."""
    return token.islower() and (things.has("trade", token) or things.ends("role_end", token))


def _is_a_road(word: str, things: Things) -> bool:
    return word == "st" or (things.has("road", word) and not things.has("also_a_name", word))


def _is_trade(word: str, things: Things) -> bool:
    return things.has("role_head", word) and not things.has("also_a_name", word)


def person_shown(name: str, things: Things) -> str:
    """The person in a From display name ("Bashir, Amina (HR)" becomes "Amina Bashir"), or ''."""
    bare, *rest = (part.strip() for part in _SHOWN_END.split(name.strip(' "')))
    if rest and (" - " in name or " – " in name) and not has_given_name(bare, things):
        if " " not in bare and is_a_desk(rest[0], things):
            return ""  # "Présance – Recrutement"
        bare = rest[0] if " " in rest[0] and has_given_name(rest[0], things) else bare  # "CRN – Ada Brandt"
    last, comma, first = bare.partition(",")
    if comma and " " in first.strip() and things.has("given", plain(last)):
        bare = last  # "Siân, Prosser Lifts"
    elif comma:
        bare = (
            f"{first.strip()} {last.strip()}"
            if looks_personal(first.strip(), things) and first.strip().upper() != first.strip()
            else last
        )
    words = bare.split()
    while len(words) > 1 and (things.has("honorific", plain(words[0])) or (len(words) > 2 and _is_rank(words[0]))):
        words.pop(0)
    while len(words) > 2 and words[-1].isupper() and len(words[-1]) > 1 and "." not in words[-1]:
        words.pop()
    shouted = len(words) > 1 and all(word.isupper() and len(word) > 2 for word in words)
    if shouted or all(word.islower() for word in words):
        words = [word.capitalize() for word in words]
    bare = " ".join(words)
    return bare if looks_personal(bare, things) and not things.has("system_name", plain(bare)) else ""


def is_a_desk(text: str, things: Things) -> bool:
    """Whether nothing but a team's words stand in a text: "Recrutement", "HR Team"."""
    words = plain(text).split()
    return bool(words) and all(things.has("team", word) or things.has("arranges", word) for word in words)


def _is_rank(word: str) -> bool:
    """Whether two capitals before a name are a rank: "WM Ruth Tallentire"; "R." is an initial."""
    return len(word) == 2 and word.isupper() and word.isalpha()


def names_a_firm(message: Message, shown: str, things: Things) -> bool:
    """Whether the From display name is a firm's: it spells the host, or one applies "to" it or works "at" it."""
    name = plain(shown)
    if not name:
        return False
    squeezed = "".join(character for character in name if character.isalnum())
    if squeezed == message.sender.email.partition("@")[0] and not message.sender.domain.startswith(f"{squeezed}."):
        return False  # "Scott" <scott@scottstyres.example>
    if len(squeezed) > 4 and message.sender.domain.replace("-", "").startswith(squeezed):
        return True
    if _shares_its_host(name, message, things) or is_a_house(name, things):
        return True
    text = f" {plain(message.subject[:300])} {plain(message.text[:6000])} "
    by_system = things.is_system(message.sender.domain)
    if by_system and not things.has("given", name.split()[0]) and (" " in name or by_machine(message.sender.email)):
        return True
    if by_system and (_written_small(name, message, squeezed) or f" for {name} " in text):
        return True
    return any(f" {lead} {name} " in text for lead in things.words.get("leads_to_firm", ()))


def is_a_house(name: str, things: Things) -> bool:
    """Whether a name ends as houses are called, and nobody is called by its first word: "Ashgrove House"."""
    words = plain(name).split()
    return len(words) > 1 and things.has("house", words[-1]) and not things.has("given", words[0])


def _shares_its_host(name: str, message: Message, things: Things) -> bool:
    """Whether a shown name and its host share a word, and its address is nobody's own: kontakt@physio-ahorn.example."""
    first, *more = name.split()
    local, _, host = message.sender.email.lower().partition("@")
    if not more or things.has("given", first) or things.has("honorific", first):
        return False
    begins = len(first) > 3 and host.startswith(squeezed(first))
    if begins and len(more) > 1 and not any(word in local for word in (first, *more)):
        return True  # "Hillview Golf Club" of secretary@hillviewgc.example
    of_many = local in _OFFICES or things.has("team", local) or things.has("affix", local)
    return of_many and any(len(word) > 4 and squeezed(word) in host for word in (first, *more))


def _written_small(name: str, message: Message, squeezed: str) -> bool:
    """Whether a system writes the shown name in its own address: mapleharbour@myworkday.com, no-reply@fjordlys...."""
    local, _, host = message.sender.email.partition("@")
    first = name.split()[0]
    return len(first) > 3 and (host.startswith(f"{first}.") or (local != first and squeezed.startswith(local)))

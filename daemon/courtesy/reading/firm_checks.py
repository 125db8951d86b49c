"""What of a possible firm's name is one: its ends cut, and none that is a person, a job, a road or an office."""

from courtesy.reading.clues import Clue
from courtesy.reading.firm_words import is_joint
from courtesy.reading.initials import abbreviates
from courtesy.reading.letter import Letter
from courtesy.reading.names import has_given_name, looks_personal, plain
from courtesy.reading.patterns import late
from courtesy.reading.spelling import squeezed, under
from courtesy.reading.things import Things

_SEEN = ("company.subject", "company.passing")  # where nothing but its look says that a name is a firm's
_FILES = (".pdf", ".doc", ".docx", ".ics")
_OF = tuple(f" {word} " for word in "of in for de di do da du des für".split())  # what follows the head of a title
_NUMBER = late(r"^\d{1,6}(?:st|nd|rd|th)?$")
_CLOCK = late(r"(?i)^(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|h|hrs|noon)?|\d{1,2}h\d\d)$")
_STAGE = late(r"^(?:[lr]\d|[a-z]{1,4}-?\d{4,})$")  # "Feedback from L2 is positive", "your interview for R20417"
_NO_HOUSE = ("calendar", "bookings")  # though hosts are called so
_NUMBERED = late(r" [\d/-]+$")  # "Gatehouse 2", "Telakkatie 2", "USD 11"


def cleaned(clue: Clue, letter: Letter, things: Things) -> Clue | None:
    """The clue with team words and stray words cut off its value; None when nothing of a name is left."""
    value = clue.value.strip(" .,;:!?*_-–—'\"()\n") + (")" if clue.value.endswith(")") and "(" in clue.value else "")
    if things.has("system_name", plain(value)) or plain(value) in _NO_HOUSE or value.lower().endswith(_FILES):
        return None
    label = squeezed((under(letter.message.sender.domain) or [""])[0])
    spelt = squeezed(value) == label or abbreviates(label, plain(value).split())
    value = value if spelt else _trimmed(value.split(), things, shown=clue.rule == "company.from")
    bare = plain(value)
    if not _is_name(bare, things, spelt=spelt) or _is_a_job(value, things, spelt=spelt):
        return None
    if clue.rule in _SEEN and not spelt and _begins_as_a_job(bare.split(), things):
        return None
    if _is_common(value, clue, letter) or _is_of_people(value, letter, things, spelt=spelt):
        return None
    if _is_out_of_place(value, clue, things, spelt=spelt):
        return None
    if clue.rule == "company.from" and not spelt and _is_cut_to_a_word(value, clue.value, letter):
        return None
    return Clue(value=value, weight=clue.weight, rule=clue.rule, quote=clue.quote)


def _is_cut_to_a_word(value: str, shown: str, letter: Letter) -> bool:
    """Whether of "Nursing Recruitment", as From shows it, only a word is left that the mail never says."""
    told = "\n".join(letter.parts[part] for part in ("subject", "body", "quoted", "calendar"))
    told = told.replace(shown.strip(), " ")
    cut = len(value) < len(shown.strip()) and " " not in value and not shown.startswith("The ")
    return cut and value not in told and squeezed(value) not in squeezed(letter.message.sender.domain)


def _is_of_people(value: str, letter: Letter, things: Things, *, spelt: bool) -> bool:
    """Whether a name is the owner's, the sender's, somebody's with a title, or two people's."""
    bare = plain(value)
    words = set(bare.split())
    if bare == plain(letter.sender) or bare in letter.owner or words <= letter.owner:
        return True
    if things.has("honorific", bare.split()[0]) and not spelt:
        return True
    first, _, second = bare.partition(" ")
    if not spelt and things.has("not_person", first) and things.has("given", second):
        return True  # "Big Ron"
    if letter.sender and words < set(plain(letter.sender).split()) and not spelt:
        return True  # "Brannigan", of Stu Brannigan at branniganbuild.example
    return _is_a_pair(value, letter, things)


def _is_out_of_place(value: str, clue: Clue, things: Things, *, spelt: bool) -> bool:
    """Whether a name is none where it was found, as "Band 3" in a subject and "Wichita, KS" in a signature."""
    words = plain(value).split()
    if not spelt and things.has("no_firm_last", words[-1]):
        return True  # "Online Aptitude & Technical Test"
    if value.isupper() and len(words) > 4:
        return True  # a sentence that is shouted
    if clue.rule == "company.subject" and not spelt and any(character.isdigit() for character in value):
        return True
    told = "/" in clue.rule or clue.rule == "company.passing"
    if told and not spelt and (_NUMBERED.search(value) or _is_a_street(words, things)):
        return True
    if clue.rule in ("company.from", "company.passing") and _is_an_office(words, things):
        return True
    return len(" ".join(words)) < 3 and clue.rule in ("company.signature", "company.title-line", "company.subject")


def _trimmed(words: list[str], things: Things, *, shown: bool) -> str:
    """Words without what leads away from a name ("... will contact you"), and without "the" and "Hiring Team".

    In a name that is `shown` in From, which is no sentence, little words do not: "Haus am See".
    """
    for at, word in enumerate(words):
        little = (shown and word.islower()) or (word[0].isupper() and is_joint(word))  # "Boulangerie Le Pain"
        if at and things.has("breaks", plain(word)) and not little:
            words = words[:at]
            break
    while words and (_is_a_team(words, things) or is_joint(words[-1]) or not plain(words[-1])):
        words.pop()
    while words and (things.has("not_first", plain(words[0])) or not plain(words[0])) and not _is_a_surname(words):
        words.pop(0)
    for at, word in enumerate(words):
        if at and word == "for" and not things.has("for_whom", plain(words[at - 1])):
            words = words[:at]  # "Sabarmati Lifesciences for Regulatory Affairs"; but "Department for Transport"
            break
    return " ".join(words).strip(" .,;:-–—'’")


def _is_a_surname(words: list[str]) -> bool:
    """Whether a house is called after a family: "Van Dam Transport"."""
    return words[0] == "Van" and len(words) > 2 and words[1][0].isupper()


def _is_a_team(words: list[str], things: Things) -> bool:
    """Whether the last word says that the name is a team's: "Talent Services", but not "Awa Water Services"."""
    last, before = plain(words[-1]), next((plain(word) for word in reversed(words[:-1]) if word != "&"), "")
    if things.has("of_team", last) and (things.has("team", before) or things.has("not_firm", before)):
        return True
    firm = things.is_org(last) and before and not (things.has("team", before) or things.has("not_firm", before))
    return things.has("team", last) and not firm


def _is_an_office(words: list[str], things: Things) -> bool:
    """Whether From shows an office and no house: "Under Secretary", "Clerk to the Trustees"."""
    titled = any(things.has("title", word) for word in (words[0], words[-1]))
    return titled and not any(things.is_org(word) for word in words)


def _is_common(value: str, clue: Clue, letter: Letter) -> bool:
    """Whether a single word is an ordinary one: it also stands in the mail without its capital."""
    if " " in value or clue.rule in ("company.domain", "company.from", "company.signature"):
        return False
    return value.lower() in letter.small


def _is_a_street(words: list[str], things: Things) -> bool:
    """Whether a name is an address: "County Road", "Rue des Halles", "Hafenstraße"."""
    ends = things.has("road", words[-1]) or things.ends("road_end", words[-1]) or things.has("road", words[0])
    return ends and not any(things.is_org(word) for word in words)


def _is_a_pair(value: str, letter: Letter, things: Things) -> bool:
    """Whether a name is two people's: "Tessa Marlow and Olivia Brandt"."""
    first, joint, second = value.replace("&", "and").partition(" and ")
    if not joint:
        return False
    if {*plain(first).split(), *plain(second).split()} & letter.owner:
        return True
    sides = (plain(first).split(), plain(second).split())
    if "&" not in value and " " not in first + second and has_given_name(first, things):
        return True  # "Dan and Priyanka"
    if "&" not in value and any(side and all(things.has("not_firm", word) for word in side) for side in sides):
        return True  # "Tuesday and Alfie"
    return min(first.count(" "), second.count(" ")) > 0 and all(looks_personal(n, things) for n in (first, second))


def _is_a_job(value: str, things: Things, *, spelt: bool) -> bool:
    """Whether a name is headed by the word for a job: "Pharmacy technician", "Professor of Civil Engineering"."""
    titles = [value, *(value.partition(joint)[0] for joint in (*_OF, "/") if joint in value)]
    heads = [plain(title.split()[-1]).partition("-")[0] for title in titles if title.split()]
    return not spelt and any(things.has("role_head", head) and not things.is_org(head) for head in heads)


def _begins_as_a_job(words: list[str], things: Things) -> bool:
    """Whether several words of a headline are headed by their first: "Nutricionista Clínica"."""
    return len(words) > 1 and (things.has("trade", words[0]) or things.ends("role_end", words[0]))


def _is_name(bare: str, things: Things, *, spelt: bool) -> bool:
    words = bare.split()
    if not words or len(words) > 9 or len(bare) < 2 or bare.replace(" ", "").isdigit():
        return False
    if things.has("system_name", bare) or things.has("not_firm", bare) or _CLOCK.match(words[0]):
        return False
    core = [word for word in words if not things.has("suffix", word)]
    if things.has("system_name", " ".join(core)):
        return False
    if _STAGE.match(bare):
        return False
    if words[0].isdigit() and any(things.has("street", word) for word in words):
        return False
    return spelt or not all(
        things.has("not_firm", word)
        or things.has("not_firm", word.removesuffix("s"))
        or _NUMBER.match(word)
        or (len(words) == 1 and things.has("org", word))
        or things.has("team", word)
        or things.has("title", word)
        or things.has("role_head", word)
        for word in words
    )

"""Which job a mail is about: the title as it is named, from set phrases, tables and the subject."""

from collections import defaultdict

from courtesy.reading.clues import Clue, clues
from courtesy.reading.headlines import HEAD
from courtesy.reading.letter import Letter
from courtesy.reading.names import plain
from courtesy.reading.patterns import late
from courtesy.reading.things import Things

ENOUGH = 1.0
WEAK = 0.5  # rules below this only count with a capitalised title
_NO_HEADS = ("not_role", "not_role_first", "no_role")  # "entrevista" ends as "recepcionista" does
_PHRASES = ("/role.applied-for",)
_HEAD_LISTS = ("role_head", "trade")
_SEPARATOR = late(r"[ ]*(?:[|•;»]|[ ][·:]|[·:][ ]|[·:]$|[ ]/[ ]|//|[ ][–—-][ ]|[–—]|,[ ])[ ]*")  # but "Entwickler:in"
_HEADS = tuple("person keeper worker master woman hand maker smith wright craft sman nurse cook setter".split())
_GENDER = r"(?:\(-?\p{Ll}{1,5}\)|:\p{Ll}{1,5})"  # "Ingénieur(e)", "Entwickler:in"
_CAPITAL = rf"[\p{{Lu}}\d][^\s,;:!?()]*{_GENDER}?"
_JOINED = r"(?:[ ]|, ?|[ ][–/&-][ ])(?:(?:of|and|&|in|for|to|the|with|de|du|of the)[ ])?"
_TITLE = late(rf"^{_CAPITAL}(?:{_JOINED}(?:{_CAPITAL}|\([^()]{{1,40}}\)))*")
_END = late(r"[.!?][ ]|[;!?\n\t]|[:][ ]|[ ][–—-][ ]|[.,][ ]*$")
_BEHIND = late(r"^(?: \(|: | [-–] )([^()]{3,80})")
_JOINT = late(r"(?:,| at| @| in| with) $")
_LEADS = late(r"[.!?:;,]| (?:for|as|of|the|our|your|an?) |^\d[\w/-]* ")  # before the title
_CLOCK = late(r"\d:\d\d\b")
_BY_THE_FIRM = 0.4
_BRACKETED = late(r"\(([^()]{4,60})\)")
_FIGURES = late(r", ?\d")  # "SRE Lead, 10-14 yrs"
_MARKS = late(r"(?i)^(?:(?:re|fw|fwd|aw|wg|tr|sv|rv|antw)[ ]?(?:\[\d+\])?[ ]?:[ ]*|\[[^\]]{1,40}\][ ]*)+")


def find_role(letter: Letter, company: str, things: Things) -> Clue | None:
    """The best supported job title, or None; `company` ("" when unknown) is no part of a title."""
    found = [*_told(letter, things), *_subject(letter), *_beside_the_firm(letter, company)]
    ranked: dict[str, dict[str, Clue]] = defaultdict(dict)
    for clue in found:
        value = _cleaned(clue.value, letter, company, things)
        headed = _headed(value, things)
        if clue.rule == "role.beside" and any(things.has("arranges", word) for word in plain(value).split()):
            continue  # "Recruiting Coordinator at Acme"
        if clue.rule != "role.subject" and things.has("holds", plain(value)):
            continue  # "hiring manager interview"
        if headed < 0 and clue.rule.endswith(_PHRASES) and _is_titled(value):
            headed = 0.1  # "interview for Shift Incharge"
        if value and not (headed < 0 and value.islower()):  # "now", "said"
            weight = clue.weight + headed
            known = ranked[plain(value)].get(clue.rule)
            if known is None or known.weight < weight:
                ranked[plain(value)][clue.rule] = Clue(value=value, weight=weight, rule=clue.rule, quote=clue.quote)
    best: Clue | None = None
    for name, rules in list(ranked.items())[:60]:
        loudest = max(rules.values(), key=lambda clue: clue.weight)
        support = sum(
            0.4 * max(c.weight for c in spoken.values())
            for other, spoken in ranked.items()
            if other != name and (f" {other} " in f" {name} " or f" {name} " in f" {other} ")
        )
        weight = loudest.weight + 0.3 * (len(rules) - 1) + min(support, 1.2)
        if best is None or (weight, len(loudest.value)) > (best.weight, len(best.value)):
            best = Clue(value=loudest.value, weight=weight, rule=loudest.rule, quote=loudest.quote)
    return best if best and best.weight >= ENOUGH else None


def _is_titled(value: str) -> bool:
    words = value.split()
    return 1 < len(words) < 5 and all(word[:1].isupper() for word in words) and not any(map(str.isdigit, value))


def _told(letter: Letter, things: Things) -> list[Clue]:
    """Titles beside set phrases: from the phrase to the next stop, or back to the article before it."""
    sides = {rule.name: rule.takes for rule in things.rules.get("role", ())}
    found = []
    for clue in clues("role", letter, things, 40):
        if clue.weight < WEAK and not clue.value.lstrip("\"'“ ")[:1].isupper():
            continue
        value = _back_to_article(clue.value, things) if sides[clue.rule] == "before" else _END.split(clue.value)[0]
        if value and not (clue.weight < WEAK and not _stands_alone(value, letter, things)):
            found.append(Clue(value=value, weight=clue.weight, rule=clue.rule, quote=clue.quote))
    return found


def _beside_the_firm(letter: Letter, company: str) -> list[Clue]:
    """What stands right behind or before the firm's name: "Acme (Data Analyst)", "Acme: Data Analyst", "Cook, Acme"."""
    found = []
    for line in letter.lines[:60] if company else ():
        before, named, after = line[:300].partition(company)
        if not named or (letter.sender and line in letter.closing):
            continue
        behind, joint = _BEHIND.match(after), _JOINT.search(before)
        if behind:
            found.append(behind.group(1))
        if joint:
            found.append(_LEADS.split(before[: joint.start()])[-1])
    titles = [value for value in (_END.split(each)[0] for each in found) if value[:1].isupper()]
    return [Clue(value=value, weight=_BY_THE_FIRM, rule="role.beside", quote=value) for value in titles]


def _stands_alone(value: str, letter: Letter, things: Things) -> bool:
    """Whether words that only a weak rule found are a capitalised title, and not somebody's in the signature."""
    words = _phrase(value, things).partition(" (")[0].split()
    house = words and "," not in value and things.has("strong_org", plain(words[-1]))
    if house or (words and (len(words[0].strip(".")) == 1 or words[0].endswith("'s"))):
        return False  # "Locum Lantern Ltd"; "M", who signs above his title; "Kwabena's EA"
    if (
        not 0 < len(words) <= 8
        or not words[0][:1].isupper()
        or (len(words) > 1 and not words[-1][:1].isupper() and "(" not in words[-1])
    ):
        return False
    return (
        len(words) > 1
        and _headed(" ".join(words), things) > 0.5
        and not any(value.startswith(line[:30]) for line in letter.closing)
    )


def _back_to_article(text: str, things: Things) -> str:
    words = _END.split(text)[-1].split()[-11:]
    for at in range(len(words) - 1, -1, -1):
        if things.has("article", words[at]):
            return " ".join(words[at + 1 :])
    if words and len(words) < 4 and _headed(" ".join(words), things) > 0.5:
        return " ".join(words)  # "commis job. come do a trial"
    return " ".join(words) if words and len(words) < 7 and words[0][:1].isupper() else ""


def _subject(letter: Letter) -> list[Clue]:
    """Segments of the subject and of calendar summaries that are headed by the word for a job."""
    found = []
    heads = [(match.group(1), 0.9) for line in letter.lines[:40] if ":" in line and (match := HEAD.match(line[:200]))]
    events = [(event.summary, 0.9) for event in letter.calendar[:2]]
    for line, weight in [(letter.parts["subject"], 1.0), *events, *heads]:
        bare = _MARKS.sub("", line[:300])
        segments = _SEPARATOR.split(bare)[:8]
        whole = len(segments) == 1 and len(line.split()) < 6  # "Exhibit Fabricator"
        asked = bare != line and bare.count(" ") < 2  # "Re: Sprayer", as the owner called it
        less = 0.1 if whole and asked else 0.2 if whole else 0.5
        for segment in (*segments, *_BRACKETED.findall(bare)[:3]):
            found.append(Clue(value=segment, weight=weight - less, rule="role.subject", quote=line))
    return found


def _headed(value: str, things: Things) -> float:
    """What it is worth that a title holds the word for a job ("engineer"), and costs that it holds none."""
    words = plain(value).split()
    if any(things.has(listed, word) for word in words for listed in _HEAD_LISTS):
        return 0.8
    if any(word.endswith("s") and things.has(listed, word[:-1]) for word in words for listed in _HEAD_LISTS):
        return 0.8
    if any(things.ends("role_end", word) and not any(things.has(known, word) for known in _NO_HEADS) for word in words):
        return 0.8
    pieces = [word.removesuffix("s") for piece in words for word in piece.split("-")]
    if any(word.endswith(_HEADS) and not things.has("no_head", word) for word in pieces):
        return 0.8
    last = words[-1] if words else ""
    titled = 1 < len(words) < 4 and all(word[:1].isupper() for word in value.split())
    if titled and len(last) > 4 and last.endswith(("er", "or")) and not things.has("no_head", last):
        return 0.3  # "Clinical Coder"
    if any(len(word) > 5 and things.ends("role_like", word) and not things.has("no_head", word) for word in words):
        return 0.3  # "carniceira"
    ends = ("er", "ers", "ist", "ant", "or", "ian")
    if any(word.endswith(ends) and len(word) > 5 and not things.has("no_head", word) for word in words):
        return 0.1
    return -0.4


def _leads_away(words: list[str], things: Things) -> bool:
    """Whether the first word is no part of a title: "video" in "video interview", not in "video editor"."""
    first = plain(words[0])
    titled = len(words) > 1 and things.has("qualifies", first) and things.has("role_head", plain(words[1]))
    return not first or (things.has("not_role_first", first) and not titled)


def _phrase(text: str, things: Things) -> str:
    """Of words with capitals, as many as go on so: "Data Analyst (UK remote) over the weekend" loses its tail."""
    words = text.split(" ")
    while words and _leads_away(words, things):
        words.pop(0)
    text = " ".join(words)
    capitals = sum(word[:1].isupper() for word in words[:2]) == min(2, len(words))
    match = _TITLE.match(_FIGURES.split(text)[0]) if capitals else None
    if not match:
        return text
    title = match.group()
    following = text[match.end() :].split(" ")[1:2] if _headed(title, things) < 0 else []  # "Cert III trainee"
    return f"{title} {following[0]}" if _is_a_head(following, things) else title


def _is_a_head(words: list[str], things: Things) -> bool:
    """Whether a word alone says that something is a job."""
    return bool(words) and any(things.has(listed, plain(words[0])) for listed in _HEAD_LISTS)


def _names_a_field(before: str, word: str, things: Things) -> bool:
    """Whether a title goes on with its field: "Kauffrau für Büromanagement", "Técnico em Refrigeração"."""
    return things.has("field_joint", word) and things.has("of_field", plain(before).partition(" ")[0])


def _to_the_end(words: list[str], things: Things) -> list[str]:
    """Where nouns have capitals a title ends at the first small word behind one that leads to no other noun:
    "Köchin geprüft und", but "Fachkraft für Lagerlogistik"."""
    if "title_goes_on" not in things.words:
        return words
    noun = False
    for at, word in enumerate(words):
        if noun and word.islower() and word[0].isalpha() and not things.has("title_goes_on", word):
            return words[:at]
        noun = noun or word[:1].isupper()
    return words


def _is_a_number(value: str) -> bool:
    """Whether a value is the number of a job and no title: "CRN-26-003"."""
    return " " not in value and sum(map(str.isdigit, value)) > 2


def _without_the_house(value: str, things: Things) -> str:
    """ "Policy Adviser (HEO), Department for Coastal Affairs" without the house."""
    first, *rest = value.split(", ")
    for at, piece in enumerate(rest):
        words = plain(piece).split()
        if words and (
            things.has("unit", words[0]) or words[0] == "st" or any(things.has("strong_org", word) for word in words)
        ):
            return ", ".join((first, *rest[:at]))
    return value


def _names_a_person(value: str, things: Things) -> bool:
    """Whether a person stands where a title may: "Professor Lise Aandahl", "VP, Hollis Grant", "Ines Falk (CEO)"."""
    later = [plain(word) for word in value.split()[1:]]
    if any(things.has("honorific", word) and not things.has("role_head", word) for word in later):
        return True
    for piece in value.split(", "):
        words = piece.split()
        first = plain(words[0]) if words else ""
        if len(words) > 1 and words[0][:1].isupper() and words[1][:1].isupper() and not words[0].isupper():
            human = things.has("honorific", first) or things.has("given", plain(words[1]))
            if things.has("given", first) or (human and not things.has("role_head", plain(words[-1]))):
                return not things.has("role_head", plain(words[1]))
    return False


def _cleaned(value: str, letter: Letter, company: str, things: Things) -> str:
    value = _MARKS.sub("", " ".join(value.split()).strip(" .,;:!?*\"'“”"))
    words = _phrase(value, things).split()
    while words and _leads_away(words, things):
        words.pop(0)
    if words and things.has("no_role", plain(words[0])):
        return ""  # "Bewerbung bei ...", "entretien du lundi ..."
    if company and " ".join(words).startswith(f"{company} ("):
        words = " ".join(words)[len(company) :].strip(" ()").split()  # "Interview with Acme (Data Analyst)"
    for at, word in enumerate(words):
        if at and things.has("role_breaks", plain(word)) and not _names_a_field(words[at - 1], word, things):
            words = words[:at]
            break
    while words and (things.has("not_role_last", plain(words[-1])) or not plain(words[-1])):
        words.pop()
    while len(words) > 1 and sum(character.isdigit() for character in words[0]) > 2:
        words.pop(0)  # "2025-3381 Senior Scientist"
    value = _without_the_house(" ".join(_to_the_end(words, things)), things).strip(" .,;:!?*-–—\"'“”")
    if value[:1] == "(" and value.find(")") == len(value) - 1:
        value = value[1:-1]  # "Kennziffer 114 (Postdoc)"
    if value.count("(") > value.count(")"):
        value = value.rpartition("(")[0].strip(" ,-–") or ""
    bare = plain(value)
    if not bare or len(bare) < 2 or len(bare) > 90 or len(words) > 11 or bare.replace(" ", "").isdigit():
        return ""
    pieces = bare.split()
    if _names_a_person(value, things):
        return ""
    if pieces[0] in ("i", "also", "should") or _CLOCK.search(value):
        return ""  # "I am PA", "July 2026, 4:00 PM"
    if bare == plain(company) or all(things.has("not_role", word) or word.isdigit() for word in pieces):
        return ""
    if set(pieces) <= letter.owner or bare == plain(letter.sender) or _is_a_number(value):
        return ""
    return value

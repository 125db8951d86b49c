"""When two names, or a name and a domain, mean the same company or person."""

from functools import lru_cache

from courtesy.cases.spelling import folded, spells
from courtesy.reading.initials import abbreviates

LEGAL_FORMS = frozenset(
    (
        "the ltd limited inc incorporated llc llp plc gmbh mbh ag kg se sa sas sarl srl spa bv nv "
        "co corp corporation group sdn bhd pte pty oy oyj ab asa aps kk lda ltda"
    ).split()
)
SECOND_LEVEL = frozenset("co com org net gov ac edu nhs ltd plc".split())  # "co" in example.co.uk
SHORTEST = 4  # letters of a name that may be found inside another by letters alone


@lru_cache(maxsize=8192)  # the same few names are compared over and over
def words(name: str | None) -> tuple[str, ...]:
    """The words of a name without case, accents, punctuation and legal form; all of it if nothing else is left."""
    kept = folded(name or "").split()
    return tuple(word for word in kept if word not in LEGAL_FORMS) or tuple(kept)


@lru_cache(maxsize=8192)
def _phrase(name: str | None) -> str:
    """The words with a blank around each, so that whole words can be found in it."""
    return f" {' '.join(words(name))} "


@lru_cache(maxsize=8192)
def _letters(name: str | None) -> str:
    return "".join(words(name))


def same_company(one: str | None, other: str | None) -> bool:
    """True where one name holds the other as whole words ("Ridgeline" and "Ridgeline Health"), the letters agree, or
    one is the initials of the other."""
    a, b = _letters(one), _letters(other)
    if not a or not b:
        return False
    if a == b or _phrase(one) in _phrase(other) or _phrase(other) in _phrase(one):
        return True
    return abbreviates(a, words(other)) or abbreviates(b, words(one))


def named_in(company: str | None, text: str) -> bool:
    """True where the text holds the name as whole words: "Acme Hiring Team" and "Acme"."""
    return bool(_letters(company)) and _phrase(company) in _phrase(text)


@lru_cache(maxsize=8192)
def organisation(domain: str) -> str:
    """The registrable part of a domain, by the shape of the name: "mail.example.co.uk" -> "example.co.uk"."""
    labels = domain.lower().strip(".").split(".")
    if len(labels) < 3:
        return ".".join(labels)
    keep = 3 if labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


def domain_names(domain: str, company: str | None) -> bool:
    """True where a domain is spelt like the company, be it last word first, or like its initials: ridgelinehealth.org,
    health-ridgeline.org, "Ridgeline Health"."""
    label = organisation(domain).partition(".")[0].replace("-", "")
    letters = _letters(company)
    if abbreviates(label, words(company)) or label == "".join(reversed(words(company))):
        return True
    if len(label) < SHORTEST or len(letters) < SHORTEST:
        return bool(label) and label == letters
    return label in letters or letters in label


def same_person(one: str, other: str) -> bool:
    """True where the shorter of two names is part of the longer ("Dana" is too little, "Dana Okoye" is enough)."""
    a, b = words(one), words(other)
    if min(len(a), len(b)) < 2:
        return False
    return set(a) <= set(b) or set(b) <= set(a)


def address_names(email: str, person: str) -> bool:
    """True where the local part of an address spells the person: dana.okoye@ and "Dana Okoye"."""
    return spells(email.rpartition("@")[0], person)


def fuller_names(named: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """The people of the newer mail, in full where the older one had them so: "Tom" is "Tom Hale" again."""
    return tuple(next((full for full in known if set(words(name)) < set(words(full))), name) for name in named) or known


def subject_key(subject: str) -> str:
    """A subject without its "Re:", "Fwd:", "AW:" and the like, to be compared."""
    rest = subject.strip()
    while True:
        head, colon, tail = rest.partition(":")
        if not colon or len(head) > 4 or head.strip().casefold() not in REPLY_MARKS:
            return " ".join(rest.casefold().split())
        rest = tail.strip()


@lru_cache(maxsize=8192)
def job_numbers(subject: str) -> frozenset[str]:
    """The numbers of jobs and applications in a subject: "LIB0233", "118-204", "(#4711)"; no dates and hours."""
    parts = (part.strip("()[]{}#.,;:!?\"'").casefold() for part in subject.split())
    return frozenset(part for part in parts if sum(c.isdigit() for c in part) >= 4 and not _is_a_date(part))


def _is_a_date(part: str) -> bool:
    digits = "".join(c for c in part if c.isdigit())
    year = digits.startswith(("19", "20")) or digits[-4:-2] in ("19", "20")
    return any(c in "/:." for c in part) or (year and not any(c.isalpha() for c in part))


REPLY_MARKS = frozenset("re fw fwd aw wg tr rv r i ref enc antw sv vs rif".split())

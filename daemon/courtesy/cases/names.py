"""When two names, or a name and a domain, mean the same company or person."""

import unicodedata

LEGAL_FORMS = frozenset(
    (
        "the ltd limited inc incorporated llc llp plc gmbh mbh ag kg se sa sas sarl srl spa bv nv "
        "co corp corporation group"
    ).split()
)
COUNTRY_SECOND_LEVEL = frozenset("co com org net gov ac edu nhs ltd plc".split())  # "co" in example.co.uk
SHORTEST = 4  # letters of a name that may be found inside another by letters alone


def words(name: str | None) -> tuple[str, ...]:
    """The words of a name without case, accents, punctuation and legal form; all of it if nothing else is left."""
    text = unicodedata.normalize("NFKD", name or "").casefold()
    kept = "".join(c if c.isalnum() else "" if unicodedata.combining(c) or c in "'’." else " " for c in text).split()
    return tuple(word for word in kept if word not in LEGAL_FORMS) or tuple(kept)


def same_company(one: str | None, other: str | None) -> bool:
    """True where one name holds the other as whole words ("Ridgeline" and "Ridgeline Health"), or the letters agree."""
    a, b = words(one), words(other)
    if not a or not b:
        return False
    return (
        f" {' '.join(a)} " in f" {' '.join(b)} " or f" {' '.join(b)} " in f" {' '.join(a)} " or "".join(a) == "".join(b)
    )


def organisation(domain: str) -> str:
    """The registrable part of a domain, by the shape of the name: "mail.example.co.uk" -> "example.co.uk"."""
    labels = domain.lower().strip(".").split(".")
    if len(labels) < 3:
        return ".".join(labels)
    keep = 3 if len(labels[-1]) == 2 and labels[-2] in COUNTRY_SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


def domain_names(domain: str, company: str | None) -> bool:
    """True where a domain is spelt like the company: ridgelinehealth.org and "Ridgeline Health"."""
    label = organisation(domain).split(".")[0].replace("-", "")
    letters = "".join(words(company))
    if len(label) < SHORTEST or len(letters) < SHORTEST:
        return bool(label) and label == letters
    return label in letters or letters in label


def same_person(one: str, other: str) -> bool:
    """True where the shorter of two names is part of the longer ("Dana" is too little, "Dana Okoye" is enough)."""
    a, b = set(words(one)), set(words(other))
    return min(len(a), len(b)) >= 2 and (a <= b or b <= a)


def address_names(email: str, person: str) -> bool:
    """True where the local part of an address spells the person: dana.okoye@ and "Dana Okoye"."""
    local = email.rpartition("@")[0]
    parts = words(person)
    return len(parts) >= 2 and all(part in local for part in parts)


def subject_key(subject: str) -> str:
    """A subject without its "Re:", "Fwd:", "AW:" and the like, to be compared."""
    rest = subject.strip()
    while True:
        head, colon, tail = rest.partition(":")
        if not colon or len(head) > 4 or head.strip().casefold() not in REPLY_MARKS:
            return " ".join(rest.casefold().split())
        rest = tail.strip()


REPLY_MARKS = frozenset("re fw fwd aw wg tr rv r i ref enc antw sv vs rif".split())

"""Whether an entry in the owner's calendar is the very interview that we hold a time for.

The likeliest false alarm: a mail program puts an invitation into the calendar by itself, or the owner does by hand,
and then the interview would clash with itself.
"""

from collections.abc import Iterable

from courtesy.cases.busy import Busy
from courtesy.cases.case import Case
from courtesy.cases.names import named_in, organisation, subject_key, words
from courtesy.cases.slot import Slot, near, overlap

INTERVIEW = (  # in words without case and accents, as names.words makes them; found inside longer words too
    "interview vorstellungsgesprach bewerbungsgesprach kennenlerngesprach entretien entrevista colloquio "
    "sollicitatiegesprek rozmow kwalifikac haastattelu intervju jobsamtale ansettelsessamtale mulakat pohovor interju "
    "interviu собеседован συνεντευξ 面接 面试 面試 면접"
).split()
PLAIN = frozenset(  # words that say how it is held or which it is, and not with whom
    "a an the my job for on in via by at with and of to 1 2 3 1st 2nd 3rd first second third final last next round "
    "stage part call phone telephone video online remote virtual onsite zoom teams meet google microsoft webex skype "
    "screening hr technical panel tbc confirmed blocked hold held tentative possible prep preparation de trabajo di "
    "lavoro dembauche embauche om o prace per".split()
)
BRAND = 4  # letters that the first word of a company needs to stand for it
PERSON = 2  # the same of a person's


def is_held(entry: Busy, cases: Iterable[Case]) -> bool:
    """Whether the entry is an interview of one of the applications, for which our own hold stands or has stood."""
    for case in cases:
        if entry.uid and entry.uid in case.calendar_uids:
            return True  # whatever it says: of this one our hold knows better, also when it was moved or called off
        standing = (slot for slot in case.interviews.slots if slot.released is None)
        if any(overlap(entry, slot) and _is(entry, slot, case) for slot in standing):
            return True
    return False


def _is(entry: Busy, slot: Slot, case: Case) -> bool:
    """Whether the entry, which overlaps the slot, is it: by whom it names; at the very same start by less."""
    title = entry.title
    if any(named_in(firm, title) for firm in (*case.companies, *case.agencies)):
        return True
    people = {*case.people, *slot.people, *case.parties.values(), *case.senders}
    if any(len(words(person)) > 1 and named_in(person, title) for person in people):
        return True
    if not title.strip():  # of a calendar that keeps them to itself, and may run together what touches
        in_calendar = bool(slot.calendar_uid) or slot.chosen  # by a program, or by the owner when he wrote back
        return in_calendar and entry.start <= slot.start and slot.end <= entry.end
    if not near(slot.start, [entry.start]):
        return False
    return subject_key(slot.event.subject) == subject_key(title) or _names_some(title, people, case)


def _names_some(title: str, people: Iterable[str], case: Case) -> bool:
    """Whether the title has a word of theirs, or speaks of an interview and of nothing else."""
    said = set(words(title))
    firms = {first for firm in case.companies for first in words(firm)[:1]}
    hosts = {organisation(domain).partition(".")[0] for domain in case.domains}
    brands = {word for word in firms | hosts if len(word) >= BRAND}
    theirs = {first for person in people for first in words(person)[:1] if len(first) >= PERSON} - PLAIN
    roles = {word for role in case.roles for word in words(role)}
    if said & brands or said & theirs or any(named_in(role, title) for role in case.roles):
        return True
    others = said - PLAIN - roles
    return bool(others) and all(any(stem in word for stem in INTERVIEW) for word in others)

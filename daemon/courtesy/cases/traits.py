"""What each kind of incoming mail is to an application: the whole table."""

from courtesy.reading.reading import Kind

# interview: of an interview; sets: gives it a time; waits: may wait for the owner's answer; hurries: the answer can be
# overdue; settles: ends the waiting of earlier mail; held: speaks of a time that is held; news: ends the wait for a
# promise.
TRAITS: dict[Kind, str] = {
    "invite": "interview sets waits hurries news",
    "confirm": "interview sets settles news",
    "reschedule": "interview sets waits hurries settles held news",
    "cancel": "interview settles held news",
    "reject": "settles news",
    "offer": "waits settles news",
    "assessment": "waits news",
    "update": "news",
    "receipt": "",
    "outreach": "",
    "other": "",
}


def _kinds(trait: str) -> frozenset[Kind]:
    return frozenset(kind for kind, traits in TRAITS.items() if trait in traits.split())


INTERVIEW, SETS, WAITS, HURRIES, SETTLES, HELD, NEWS = map(
    _kinds, ("interview", "sets", "waits", "hurries", "settles", "held", "news")
)

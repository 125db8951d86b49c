"""To whom a draft is addressed: people whom an answer reaches, never a machine, a list or the owner himself."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from courtesy.cases.case import Case, organizers
from courtesy.cases.events import Event
from courtesy.cases.names import words
from courtesy.cases.slot import Slot
from courtesy.mail.message import Address

MOST = 5  # recipients

Person = Callable[[str, str], str]
"""The person in a display name ("Bashir, Amina (HR)" is "Amina Bashir"), or ''; the second text is the language."""

# What may stand in a header as it is (RFC 5321, 4.1.2, without quotes and literals).
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9-]+\.)+[a-z0-9-]+")
_PIECES = re.compile(r"[^\W\d_]+")
_LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the brackets
_DEAF = (
    "noreply donotreply noreplay nichtantworten keineantwort nepasrepondre noresponder norespondas nonrispondere "
    "naoresponda nietbeantwoorden mailerdaemon postmaster bounce unsubscribe"
).split()
_MACHINES = frozenset("notification notifications notify alerts jobalerts automailer mailer system".split())
_OF_MACHINES = ("calendarnotification", "calendarinvite", "mailer", "automailer")  # begin the names of machines
_OFFICE = re.compile(
    r"(?:privacy|dpo|gdpr|datenschutz|legal|press|security|support|help|helpdesk|service|accessibility|accommodations?"
    r"|admin|webmaster|abuse|contact-?us|feedback)\b"
)  # named at the end of many a mail, and not for its answer
_SIGNING = re.compile(r"dse(?:[_.-]?[a-z]{2}\d{1,2})?")  # "dse_ap1": the systems by which papers are signed


def answerable(addresses: Iterable[Address], owners: frozenset[str]) -> tuple[Address, ...]:
    """Those of `addresses` at which somebody reads; `owners` are the owner's own."""
    heard = {one.email: one for one in addresses if one.email not in owners and _is_heard(one.email)}
    return tuple(heard.values())[:MOST]


def is_plain(email: str) -> bool:
    """Whether an address may stand in a header as it is; its case is not told apart."""
    return len(email) <= _LONGEST and _ADDRESS.fullmatch(email.lower()) is not None


def _is_heard(email: str) -> bool:
    if not is_plain(email):
        return False
    local = email.partition("@")[0]
    letters = "".join(c for c in local if c.isalnum())
    if letters in _MACHINES or letters.startswith(_OF_MACHINES) or _SIGNING.fullmatch(local.lower()):
        return False
    return not any(word in letters for word in _DEAF)


def senders(event: Event, owners: frozenset[str]) -> tuple[Address, ...]:
    """Whom an answer to the mail reaches; nobody where it was handed on, or is from a list.

    A machine's mail is answered to whom it names: who calls the meeting, or the only person whose address it has.
    """
    asked = event.parties[:1] if event.answer_to is None else event.answer_to
    return answerable(asked, owners) or (_named(event, owners) if asked else ())


def _named(event: Event, owners: frozenset[str]) -> tuple[Address, ...]:
    found = answerable(organizers(event), owners)[:1] or answerable(event.contacts, owners)
    people = tuple(one for one in found if not _OFFICE.match(one.email))
    return people if len(people) == 1 else ()


def latest_senders(event: Event, case: Case, owners: frozenset[str]) -> tuple[Event, tuple[Address, ...]]:
    """The mail itself with those whom an answer reaches, or else the newest of its case that has any."""
    others = [other for other in reversed(case.events) if not other.by_owner and not other.automatic]
    found = ((one, senders(one, owners)) for one in (event, *others))
    return next(((one, them) for one, them in found if them), (event, ()))


def interviewers(
    sitting: Sequence[Slot], case: Case, person: Callable[[str], str], owners: frozenset[str]
) -> tuple[Address, ...]:
    """Those who were met, in so far as the mail of the case tells their addresses.

    `person` gives the person in a display name, or ''.
    """
    invited = {one: "" for slot in sitting for part in slot.event.reading.calendar for one in part.attendees}
    known = {**{email.lower(): "" for email in invited if "@" in email}, **case.parties}
    shown = {email: person(shown) for email, shown in known.items()}
    met = (Address(name=name, email=_reached(name, shown)) for name in people(sitting))
    return answerable(met, owners)


def _reached(name: str, shown: Mapping[str, str]) -> str:
    """The address of the person called so, the first of his own; '' where it is of nobody, or might be of another.

    `shown` has the person who is shown with each address, or ''.
    """
    found = [email for email, other in shown.items() if is_same(name, other) or _spells(email, name)]
    people = [shown[email] for email in found if shown[email]]
    fullest = max(people, key=lambda one: len(words(one)), default="")
    return found[0] if found and all(is_same(one, fullest) for one in people) else ""


def _spells(email: str, name: str) -> bool:
    """Whether an address is made of the words of a name, and not only of their letters: dan.lima@ is no "An Li"."""
    parts, local = words(name), email.partition("@")[0].lower()
    pieces = _PIECES.findall(local)
    one_word = {"".join(parts), "".join(reversed(parts))}
    return len(parts) > 1 and (set(parts) <= set(pieces) or "".join(pieces) in one_word)


def people(sitting: Sequence[Slot]) -> tuple[str, ...]:
    """The names of those who were to be met, each once."""
    return tuple(dict.fromkeys(name for slot in sitting for name in slot.people))


def is_same(one: str, other: str) -> bool:
    """Whether two names may be one person's, within one application: "Dana" is "Dana Okoye"."""
    a, b = set(words(one)), set(words(other))
    return bool(a and b) and (a <= b or b <= a)

"""Which application does a mail belong to? Each sign is worth points; the case with the most, and enough, has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courtesy.cases.case import Case, organizers
from courtesy.cases.events import Event
from courtesy.cases.names import (
    REPLY_MARKS,
    SHORTEST,
    address_names,
    domain_names,
    job_numbers,
    named_in,
    organisation,
    same_company,
    same_person,
    subject_key,
    words,
)
from courtesy.cases.slot import near, starts
from courtesy.cases.traits import HELD
from courtesy.mail.message import Link

ENOUGH, PLAINLY = 3, 8
WHISPER = 0.04  # confidence
UID, THREAD, COMPANY, ADDRESS, DOMAIN, PERSON, BOOKING, TIME, SUBJECT, ROLE, ENTRY = 20, 8, 6, 4, 4, 3, 3, 2, 2, 3, 1
_STOPS = str.maketrans(dict.fromkeys(":,;–—-/(!?", "|"))
OTHER_COMPANY = -100  # whatever else they share


@dataclass(frozen=True, kw_only=True, slots=True)
class Signs:
    """An incoming mail, and what it shows of where it belongs."""

    event: Event
    company: str | None  # that it is about
    uids: frozenset[str]  # of its calendar parts
    thread: frozenset[str]  # Message-IDs
    addresses: frozenset[str]
    hosts: frozenset[str]  # registrable domains of those who write
    domains: frozenset[str]  # of these the ones that are nobody else's


def signs(event: Event, cases: Sequence[Case], shared_domains: frozenset[str]) -> Signs:
    hosts = frozenset(organisation(party.domain) for party in event.parties)
    return Signs(
        event=event,
        company=company_meant(event, cases),
        uids=frozenset(part.uid for part in event.reading.calendar if part.uid),
        thread=frozenset({event.message_id, *event.references} - {""}),
        addresses=frozenset(party.email for party in (*event.parties, *organizers(event))),
        hosts=hosts,
        domains=hosts - shared_domains,
    )


def case_of(event: Event, cases: Sequence[Case], shared_domains: frozenset[str]) -> Case | None:
    """The case an incoming mail belongs to, or None where it opens a new one."""
    best = _best(signs(event, cases, shared_domains), cases)
    return best[1] if best and best[0] >= ENOUGH and not _begins_anew(event, best[1]) else None


def known_case_of(event: Event, cases: Sequence[Case], shared_domains: frozenset[str]) -> Case | None:
    """The open case that a doubtful mail plainly belongs to: by its thread, or by who writes."""
    best = _best(signs(event, cases, shared_domains), [case for case in cases if not case.closed])
    return best[1] if best and best[0] >= PLAINLY and (not is_a_whisper(event) or _agrees(event, best[1])) else None


def is_a_whisper(event: Event) -> bool:
    """Of a doubtful mail: so little speaks for what it may be that only what is known can bear it out."""
    return event.doubtful and event.reading.confidence < WHISPER


def _agrees(event: Event, case: Case) -> bool:
    """It names nothing but one time that is held, or that the owner asked for."""
    interviews = case.interviews
    known = [*(slot.start for slot in interviews.live(event.at)), *interviews.asked]
    return len(event.reading.times) == 1 and all(near(start, known) for start in starts(event.reading.times))


def _best(mail: Signs, cases: Iterable[Case]) -> tuple[int, Case] | None:
    """The case with the most points; of equals the one that fits the deed, then the one last heard from."""
    event = mail.event
    scored = [(score(mail, case), case) for case in cases]
    return max(scored, key=lambda row: (row[0], _fits(event, row[1]), row[1].last or event.at), default=None)


def _fits(event: Event, case: Case) -> bool:
    """Only what is held can be moved or called off."""
    return event.reading.kind in HELD and bool(case.interviews.live(event.at))


def company_meant(event: Event, cases: Sequence[Case]) -> str | None:
    """The company that a mail is about: the one that was read, unless that is a recruiter's firm, or the subject begins
    with another of those for whom he writes.

    Where none was, a company that is known: the one by whose name the sender goes; where the thread or the sender has
    to do with several, the one that the words name first; and of a stranger's words the one they name in full.
    """
    read = event.reading.company
    senders = {party.email for party in event.parties}
    near = [case for case in cases if case.message_ids & set(event.references) or senders & case.parties.keys()]
    if read and not any(same_company(read, firm) for case in cases for firm in case.agencies):
        others = _employers(near) if len(near) > 1 else []
        unknown = not any(same_company(read, name) for name in others)
        return (_heading(others, event.subject) if unknown else None) or read
    known = _employers(cases)
    if signed := [name for name in known if any(named_in(name, party.name) for party in event.parties)]:
        return signed[0]
    if not near:
        return first_named(known, event.names, in_part=False)
    return first_named(_employers(near), event.names) if len(near) > 1 else None


def _employers(cases: Iterable[Case]) -> list[str]:
    return list(dict.fromkeys(name for case in cases for name in case.employers))


def _heading(companies: Iterable[str], subject: str) -> str | None:
    """The company with whose name a subject begins, in full or in part: "Acme", or "Acme Tools: moved"."""
    head = words(subject_key(subject).translate(_STOPS).partition("|")[0])
    return next((name for name in companies if head and words(name)[: len(head)] == head), None)


def first_named(companies: Iterable[str], said: Sequence[str], *, in_part: bool = True) -> str | None:
    """Of the companies the one whose name stands first among the words `said`; a name in full counts for more."""
    place = {word: number for number, word in reversed(list(enumerate(said)))}
    begun = [(place.get(words(name)[0]), name) for name in companies if len("".join(words(name))) >= SHORTEST]
    found = [(number, name) for number, name in begun if number is not None]
    in_full = [(number, name) for number, name in found if set(words(name)) <= set(place)]
    some = [(number, name) for number, name in found if in_part and len(words(name)[0]) >= SHORTEST]
    return min(in_full or some, default=(0, None))[1]


def score(mail: Signs, case: Case) -> int:
    """How strongly an incoming mail speaks for belonging to the case."""
    if case.calendar_uids & mail.uids:
        return UID
    event = mail.event
    points = THREAD * bool(case.message_ids & mail.thread)
    points += ADDRESS * bool(mail.addresses & case.parties.keys())
    points += DOMAIN * bool(mail.domains & case.domains or _spelt_alike(mail, case))
    points += COMPANY * case.is_of(mail.company or event.reading.company)
    points += PERSON * _shares_a_person(event, case)
    points += TIME * _shares_a_time(event, case) + ENTRY * (mail.company is None and _enters_a_time(event, case))
    points += BOOKING * bool(mail.hosts & case.booking_hosts)
    points += SUBJECT * (points > 0 and subject_key(event.subject) in case.subjects)
    points += _role_points(event, case) if points else 0
    return points + OTHER_COMPANY * (points > 0 and _is_another_company(mail, case))


def _is_another_company(mail: Signs, case: Case) -> bool:
    """A thread or a recruiter may carry several clients: each company is a case of its own.

    But where the sender's domain is spelt like the case's company, or like the mail's and the case has mail from it, or
    the mail is plainly of the same interview, a different name in the text is a misreading, or a new name of the house.
    """
    if not case.employers and case.companies:
        return bool(mail.company) and _is_another_client(mail.event, case)
    if not case.is_not_of(mail.company):
        return False
    if any(domain_names(domain, name) for domain in mail.domains for name in case.employers):
        return False
    if any(domain_names(domain, mail.company) for domain in mail.domains & case.domains):
        return False
    return not _is_the_same_interview(mail, case)


def _is_another_client(event: Event, case: Case) -> bool:
    """Of a recruiter who has not named the client: a new invitation beside times that stand is another client's."""
    asks = event.reading.kind == "invite" and bool(event.reading.times)
    return asks and bool(case.interviews.live(event.at)) and not _shares_a_time(event, case)


def _is_the_same_interview(mail: Signs, case: Case) -> bool:
    """It names a time that is held, and speaks of the same interviewers, or is no new invitation and comes in the same
    thread, from the same house or from the same person at another address; or, without a recruiter, the thread goes on
    about the same job, or the house about the job of the same number.
    """
    event, thread = mail.event, bool(case.message_ids & mail.thread)
    role, house = words(event.reading.role), bool(mail.domains & case.domains) and not case.agencies
    if thread and role and not case.agencies and role in map(words, case.roles):
        return True
    if house and job_numbers(event.subject) & case.job_numbers:
        return True
    if not _shares_a_time(event, case):
        return False
    goes_on = event.reading.kind != "invite" and (thread or house or _writes_from_elsewhere(event, case))
    return goes_on or _meets_the_same(event, case)


def _writes_from_elsewhere(event: Event, case: Case) -> bool:
    """Somebody who is known, by an address that is not."""
    strangers = [party.name for party in event.parties if party.email not in case.parties]
    return any(same_person(one, known) for one in strangers for known in case.parties.values() if one and known)


def _meets_the_same(event: Event, case: Case) -> bool:
    """The same interviewers, those who write apart: a recruiter who is there too is no sign."""
    writers = [name for name in case.parties.values() if name]
    met = [one for one in event.reading.interviewers if not any(same_person(one, name) for name in writers)]
    return any(same_person(one, other) for one in met for other in case.people)


def _spelt_alike(mail: Signs, case: Case) -> bool:
    theirs = any(domain_names(domain, name) for domain in mail.domains for name in case.companies)
    return theirs or (not case.is_of(mail.company) and any(domain_names(one, mail.company) for one in case.domains))


def _shares_a_person(event: Event, case: Case) -> bool:
    named = [*event.reading.interviewers, *(party.name for party in event.parties)]
    known = [*case.people, *case.parties.values()]
    return any(same_person(one, other) for one in named for other in known if one and other)


def _shares_a_time(event: Event, case: Case) -> bool:
    starts = {span.start for span in (*event.reading.times, *event.reading.old_times)}
    return any(slot.start in starts for slot in case.interviews.live(event.at))


def _enters_a_time(event: Event, case: Case) -> bool:
    """A calendar part for a time that is held without one: what a recruiter arranged, his client enters."""
    starts = {part.span.start for part in event.reading.calendar if part.span}
    return any(slot.start in starts and not slot.calendar_uid for slot in case.interviews.live(event.at))


def _role_points(event: Event, case: Case) -> int:
    """Two applications at one company are told apart by the role, or by the number of the job in the subject."""
    numbers = job_numbers(event.subject)
    if numbers and case.job_numbers:
        return ROLE if numbers & case.job_numbers else -ROLE
    if not case.roles:
        return 0
    role = set(words(event.reading.role))
    if not role:
        return ROLE if any(set(words(name)) <= set(event.names) for name in case.roles) else 0
    return ROLE if any(role & set(words(name)) for name in case.roles) else -ROLE


def _begins_anew(event: Event, case: Case) -> bool:
    """A receipt is a new application where the old one is closed, or was plainly for another role; so is what invites
    under the number and the name of another job.
    """
    if event.reading.kind in ("invite", "confirm") and _is_for_another_job(event, case):
        return True
    if event.reading.kind != "receipt":
        return False
    return case.closed or (case.stage != "new" and _role_points(event, case) < 0)


def _is_for_another_job(event: Event, case: Case) -> bool:
    numbers, role = job_numbers(event.subject), _job(event.reading.role)
    if not role or numbers & case.job_numbers or not (numbers and case.job_numbers):
        return False
    beside = bool(case.message_ids & set(event.references)) or _shares_a_time(event, case)
    return not beside and bool(case.roles) and not any(role & _job(name) for name in case.roles)


def _job(role: str | None) -> set[str]:
    """The words of a role, without its number."""
    return {word for word in words(role) if word.isalpha()} - REPLY_MARKS


def cases_answered(event: Event, cases: Iterable[Case], shared_domains: frozenset[str]) -> list[Case]:
    """The cases that the owner's own mail is about: those of its thread, else those of the people it goes to.

    Where several are left, and it names a company, those of that company. What it names of other cases of those people
    it is about too: "Acme on Tuesday suits me, and so does Bell on Friday", to the recruiter of both.
    """
    everyone = list(cases)
    thread = [case for case in everyone if case.message_ids & set(event.references)]
    known = [case for case in everyone if any(_knows(case, p.email, p.name, shared_domains) for p in event.parties)]
    about = thread or known
    if len(about) > 1:
        parent = [case for case in about if case.has(event.references[-1:])]
        about = [case for case in about if case in parent or _names_one_of(event, case.companies)] or about
    if event.reading.own and event.reading.own.withdraws:
        return about  # "... as I have said yes to Bell"
    return [*about, *(case for case in known if case not in about and _names_one_of(event, case.employers))]


def _names_one_of(event: Event, companies: Iterable[str]) -> bool:
    return any(set(words(name)) <= set(event.names) for name in companies)


def _knows(case: Case, email: str, name: str, shared_domains: frozenset[str]) -> bool:
    domain = organisation(email.rpartition("@")[2])
    if email in case.parties or any(
        address_names(email, person) or same_person(name, person) for person in case.people
    ):
        return True
    if domain in shared_domains:
        return False
    return domain in case.domains or any(domain_names(domain, company) for company in case.companies)


def booking_host(link: str | None) -> str | None:
    """The registrable domain of a booking link, by which the booking system's own mail is known again."""
    return organisation(Link(url=link, text="").host) if link else None

"""Which application does a mail belong to? Each sign is worth points; the case with the most, and enough, has it."""

from collections.abc import Iterable

from courtesy.cases.case import Case, organizers
from courtesy.cases.events import Event
from courtesy.cases.names import (
    address_names,
    domain_names,
    organisation,
    same_company,
    same_person,
    subject_key,
    words,
)
from courtesy.mail.message import Link

ENOUGH, PLAINLY = 3, 8
UID, THREAD, COMPANY, ADDRESS, DOMAIN, PERSON, BOOKING, TIME, SUBJECT, ROLE = 20, 8, 6, 4, 4, 3, 3, 2, 2, 2
OTHER_COMPANY = -20


def case_of(event: Event, cases: Iterable[Case], shared_domains: frozenset[str]) -> Case | None:
    """The case an incoming mail belongs to, or None where it opens a new one; of equals the one last heard from."""
    scored = [(score(event, case, shared_domains), case) for case in cases]
    best = max(scored, key=lambda row: (row[0], row[1].last or event.at), default=None)
    if best is None or best[0] < ENOUGH or _begins_anew(event, best[1]):
        return None
    return best[1]


def score(event: Event, case: Case, shared_domains: frozenset[str]) -> int:
    """How strongly an incoming mail speaks for belonging to the case."""
    reading = event.reading
    if case.calendar_uids & {part.uid for part in reading.calendar if part.uid}:
        return UID
    domains = {organisation(party.domain) for party in event.parties} - shared_domains
    addresses = {party.email for party in (*event.parties, *organizers(event))}
    points = THREAD * bool(case.message_ids & {event.message_id, *event.references} - {""})
    points += ADDRESS * bool(addresses & case.parties.keys())
    points += DOMAIN * bool(domains & case.domains or _spelt_alike(domains, reading.company, case))
    points += COMPANY * case.is_of(reading.company)
    points += PERSON * _shares_a_person(event, case)
    points += TIME * _shares_a_time(event, case)
    points += BOOKING * bool({organisation(party.domain) for party in event.parties} & case.booking_hosts)
    points += SUBJECT * (points > 0 and subject_key(event.subject) in case.subjects)
    points += _role_points(reading.role, case) if points else 0
    return points + OTHER_COMPANY * _is_another_company(event, case, domains)


def known_case_of(event: Event, cases: Iterable[Case], shared_domains: frozenset[str]) -> Case | None:
    """The open case that a doubtful mail plainly belongs to: by its thread, or by who writes."""
    live = [case for case in cases if not case.closed]
    scored = [(score(event, case, shared_domains), case) for case in live]
    best = max(scored, key=lambda row: (row[0], row[1].last or event.at), default=None)
    return best[1] if best and best[0] >= PLAINLY else None


def _is_another_company(event: Event, case: Case, domains: set[str]) -> bool:
    """A thread or a recruiter may carry several clients: each company is a case of its own.

    But where the sender's domain is spelt like the case's company, a different name in the text is a misreading.
    """
    if not case.is_not_of(event.reading.company) or same_company(
        event.reading.company, next(iter(case.agencies), None)
    ):
        return False
    return not any(domain_names(domain, name) for domain in domains for name in case.companies)


def _spelt_alike(domains: set[str], company: str | None, case: Case) -> bool:
    return any(domain_names(domain, name) for domain in domains for name in case.companies) or any(
        domain_names(domain, company) for domain in case.domains if company
    )


def _shares_a_person(event: Event, case: Case) -> bool:
    named = [*event.reading.interviewers, *(party.name for party in event.parties)]
    known = [*case.people, *case.parties.values()]
    return any(same_person(one, other) for one in named for other in known if one and other)


def _shares_a_time(event: Event, case: Case) -> bool:
    starts = {span.start for span in (*event.reading.times, *event.reading.old_times)}
    return any(slot.start in starts for slot in case.interviews.live(event.at))


def _role_points(role: str | None, case: Case) -> int:
    """Two applications at one company are told apart by the role, where both name one."""
    if not role or not case.roles:
        return 0
    return ROLE if any(set(words(role)) & set(words(known)) for known in case.roles) else -ROLE


def _begins_anew(event: Event, case: Case) -> bool:
    """A receipt is a new application where the old one is closed, or was plainly for another role."""
    if event.reading.kind != "receipt":
        return False
    return case.closed or (case.stage != "new" and _role_points(event.reading.role, case) < 0)


def cases_answered(event: Event, cases: Iterable[Case], shared_domains: frozenset[str]) -> list[Case]:
    """The cases that the owner's own mail is about: those of its thread, else those of the people it goes to.

    Where several are left, and it names a company, those of that company.
    """
    everyone = list(cases)
    about = [case for case in everyone if case.message_ids & set(event.references)]
    about = about or [
        case for case in everyone if any(_knows(case, p.email, p.name, shared_domains) for p in event.parties)
    ]
    if len(about) < 2:
        return about
    named = [case for case in about if any(set(words(name)) <= set(event.names) for name in case.companies)]
    return named or about


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

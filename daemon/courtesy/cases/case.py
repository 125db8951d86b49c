"""One application: who is on the other side, what has happened, and what was promised."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from courtesy.cases.events import Event
from courtesy.cases.interviews import Interviews
from courtesy.cases.names import address_names, job_numbers, named_in, organisation, same_company, subject_key, words
from courtesy.cases.notes import Note
from courtesy.cases.stages import CLOSED, Stage, after
from courtesy.mail.message import Address


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """They said that they would come back by this day."""

    by: date
    made: Event | Note  # their mail, or what the owner noted that they told him


@dataclass(frozen=True, kw_only=True, slots=True)
class Collision:
    """A mail named a time that overlaps a hold of another company: the uids of the holds on both sides."""

    event: Event
    pairs: tuple[tuple[str, str], ...]


@dataclass(kw_only=True, slots=True)
class Case:
    """The state that an application's events add up to. Only `Timeline` changes it."""

    id: str
    interviews: Interviews
    stage: Stage = "new"
    events: list[Event] = field(default_factory=list)
    companies: Counter[str] = field(default_factory=Counter)
    agencies: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    parties: dict[str, str] = field(default_factory=dict)  # address -> display name
    senders: set[str] = field(default_factory=set)  # display names, also of systems that write for others
    domains: set[str] = field(default_factory=set)  # registrable domains that are nobody else's
    people: set[str] = field(default_factory=set)  # interviewers named
    message_ids: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    job_numbers: set[str] = field(default_factory=set)
    calendar_uids: set[str] = field(default_factory=set)
    booking_hosts: set[str] = field(default_factory=set)
    promise: Promise | None = None
    collisions: list[Collision] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    early: list[tuple[Event, date]] = field(default_factory=list)  # the owner's chasers, and the day he was promised
    turned_down: Event | None = None  # the rejection that closed it after an interview had taken place
    last: datetime | None = None

    @property
    def company(self) -> str | None:
        """The name met most often, if there is one that is not the recruiter's; of equals the fullest."""
        names = self.employers or list(self.companies)
        return max(names, key=lambda name: (self._met(name), self.companies[name], len(words(name))), default=None)

    def _met(self, name: str) -> int:
        """How often, in full or in part."""
        return sum(times for other, times in self.companies.items() if same_company(name, other))

    @property
    def called(self) -> str:
        """The company, else the first of its people by name, else by address; "" where nobody is known."""
        named = [party for party in self.parties.values() if party]
        return self.company or next(iter([*named, *self.parties]), "")

    @property
    def employers(self) -> list[str]:
        """The names of the company itself; none while a recruiter speaks of a client without naming it."""
        return [name for name in self.companies if not any(same_company(name, firm) for firm in self.agencies)]

    @property
    def role(self) -> str | None:
        return self.roles[-1] if self.roles else None

    @property
    def closed(self) -> bool:
        return self.stage in CLOSED

    def goes_on_in(self, event: Event) -> bool:
        """Whether the event is in a thread of the application."""
        return bool(self.message_ids & set(event.references))

    def has(self, message_ids: Collection[str]) -> bool:
        """Whether one of those mails is of the application itself, and not only of its thread."""
        return any(event.message_id in message_ids for event in self.events)

    def is_of(self, company: str | None) -> bool:
        """True where this is a name of the company, by what mails said or by the names of those who sent them."""
        return any(same_company(company, name) for name in self.companies) or self._signs_as(company)

    def is_not_of(self, company: str | None) -> bool:
        return bool(company and self.employers) and not self.is_of(company)

    def _signs_as(self, company: str | None) -> bool:
        return any(named_in(company, sender) for sender in self.senders)

    def withdraw(self, at: datetime) -> None:
        """The owner has taken the application back: nothing is held or awaited any more."""
        self.stage = after(self.stage, "withdraw")
        self.interviews.release(at, lambda slot: True)
        self.promise = None

    def heed(self, note: Note) -> None:
        """Take in what the owner says of it; the day that they named to him is a promise as any other."""
        self.notes.append(note)
        if note.withdraws:
            self.withdraw(note.at)
        elif note.news_by and not self.closed:
            self.promise = Promise(by=note.news_by, made=note)

    def learn(self, event: Event, shared_domains: frozenset[str]) -> None:
        """Take in who and what the event names."""
        reading = event.reading
        self.events.append(event)
        self.last = max(self.last or event.at, event.at)
        if event.message_id:
            self.message_ids.add(event.message_id)
        if event.by_owner:  # nobody writes to a machine: to whom he writes is a person, at whatever provider
            self.parties |= {party.email: party.name for party in event.parties if party.email not in self.parties}
            return
        self.message_ids.update(event.references)
        self.subjects.add(subject_key(event.subject))
        self.job_numbers |= job_numbers(event.subject)
        if reading.company and not (event.doubtful and self.companies):
            self.companies[reading.company] += 1
        if reading.agency:
            self.agencies.add(reading.agency)
        if reading.role:
            self.roles.append(reading.role)
        self.people.update(reading.interviewers)
        self.calendar_uids.update(part.uid for part in reading.calendar if part.uid)
        for party in event.parties + organizers(event):
            self.senders.add(party.name)
            shared = organisation(party.domain) in shared_domains
            if not shared:
                self.domains.add(organisation(party.domain))
            if not shared or address_names(party.email, party.name):
                self.parties.setdefault(party.email, party.name)


def organizers(event: Event) -> tuple[Address, ...]:
    """Who called the meetings of the event's calendar parts."""
    return tuple(
        Address(name=part.organizer_name, email=part.organizer)
        for part in event.reading.calendar
        if "@" in part.organizer
    )

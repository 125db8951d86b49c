"""The events of all applications, taken in order, add up to the cases."""

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from courtesy.cases.busy import Checked
from courtesy.cases.case import Case, Collision, Promise
from courtesy.cases.context import in_context
from courtesy.cases.copies import same_mail
from courtesy.cases.correct import said_by_owner
from courtesy.cases.events import Event, Owner
from courtesy.cases.interviews import Interviews
from courtesy.cases.match import booking_host, case_of, cases_answered, is_a_whisper, known_case_of
from courtesy.cases.names import same_company, subject_key
from courtesy.cases.notes import CASE_ID, Note
from courtesy.cases.settled import Settled
from courtesy.cases.slot import Slot, overlap
from courtesy.cases.stages import after
from courtesy.cases.traits import INTERVIEW, NEWS

THREAD_KEPT = 100  # Message-IDs
SURE = 0.6  # confidence from which an interview counts that names neither company nor job
SURE_OF_A_MEETING = 0.8  # the same where it came as a calendar part: colleagues send them all day


@dataclass(kw_only=True, slots=True)
class Timeline:
    """All events in the order of their places, which is that in which they came, and the cases they add up to.

    Adding an event that belongs between others (a mailbox that was read late) plays the whole history again.
    """

    owner: Owner
    events: list[Event] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    scams: list[Event] = field(default_factory=list)
    doubted: dict[str, Event] = field(default_factory=dict)  # of no case, and doubtful: by Message-ID
    known: dict[str, list[Event]] = field(default_factory=dict)  # incoming mail by subject, to know copies
    settled: Settled = field(default_factory=dict)  # alerts that the owner has settled or put off
    notes: tuple[Note, ...] = ()  # of the owner, in order
    checked: Mapping[str, Checked] = field(default_factory=dict)  # by identity of the mail: what his calendars held
    whose: dict[str, Case] = field(default_factory=dict)  # by how the identity of a mail begins: its case
    threads: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by Message-ID: those it refers to
    unheeded: list[Note] = field(init=False)  # those whose time has not come, or whose case

    def __post_init__(self) -> None:
        self.unheeded = list(self.notes)

    def add(self, *events: Event) -> None:
        """Take in new events, in any order."""
        in_order = sorted(events, key=lambda event: event.place)
        if in_order and self._comes_late(in_order[0]):
            for event in in_order:
                bisect.insort(self.events, event, key=lambda known: known.place)
            in_order, self.events = self.events, []
            self._forget()
        for event in map(self._in_thread, in_order):
            self._heed([note for note in self.unheeded if note.at < event.place[0]])
            self.events.append(event)
            self._take(event)
        self._heed(list(self.unheeded))

    def _comes_late(self, event: Event) -> bool:
        """True where the event belongs before what was taken in already."""
        heeded = (note for note in self.notes if note not in self.unheeded)
        return bool(self.events) and (
            event.place < self.events[-1].place or any(event.place[0] <= note.at for note in heeded)
        )

    def _forget(self) -> None:
        self.cases, self.scams, self.known, self.doubted, self.whose, self.threads = [], [], {}, {}, {}, {}
        self.unheeded = list(self.notes)

    def _in_thread(self, event: Event) -> Event:
        """The event with all of its thread that is known: some mail names only the one it answers (RFC 5322, 3.6.4)."""
        earlier = (one for parent in event.references for one in self.threads.get(parent, ()))
        thread = tuple(dict.fromkeys([*earlier, *event.references]))[-THREAD_KEPT:]
        self.threads[event.message_id] = thread
        return event if thread == event.references else replace(event, references=thread)

    def _heed(self, notes: list[Note]) -> None:
        """Take in what the owner said; of an application that is not known yet (clocks differ), when it is."""
        for note in notes:
            if case := self.whose.get(note.case[:CASE_ID]):
                self.unheeded.remove(note)
                case.heed(note)

    @property
    def asked(self) -> list[Event]:
        """Mail of no case that may be an interview: the owner is asked."""
        return [event for event in self.doubted.values() if event.reading.unsure]

    def _take(self, event: Event) -> None:
        if event.by_owner:
            self._take_own(event)
        elif event.reading.scam or self._is_of_a_swindler(event):
            self.scams.append(event)
        elif self._is_a_copy(event):
            return
        elif not event.doubtful:
            self._take_plain(event)
        elif (case := self._known_case(event)) is not None:
            self._take_incoming(event, case)
        else:
            self._doubt(event)

    def _is_of_a_swindler(self, event: Event) -> bool:
        """What follows a swindler's first mail is no better, unless the owner says so."""
        if event.doubtful or said_by_owner(event):
            return False
        senders = {party.email for party in event.parties[:1]}
        known = any(senders & case.parties.keys() for case in self.cases)
        return not known and any(senders & {party.email for party in scam.parties[:1]} for scam in self.scams)

    def _known_case(self, event: Event) -> Case | None:
        """The open case that a doubtful mail belongs to, where it tells anything there."""
        if event.reading.kind == "other" and not event.reading.agrees:
            return None
        case = known_case_of(event, self.cases, self.owner.shared_domains) or self._agreed_in_doubt(event)
        return case if case and (event.reading.kind != "other" or case.interviews.awaits(event)) else None

    def _agreed_in_doubt(self, event: Event) -> Case | None:
        """The case of what may be an interview, as they say, where the owner took its time and the event agrees."""
        if not event.reading.agrees:
            return None
        offered = [self.doubted[one] for one in event.references if one in self.doubted]
        offered = [one for one in offered if one.reading.unsure and one.reading.company and one.reading.times]
        answered = {one for own in self.events if own.by_owner for one in own.references}
        if not offered or offered[-1].message_id not in answered:
            return None
        return self._adopt(offered[-1], case_of(offered[-1], self.cases, self.owner.shared_domains))

    def _doubt(self, event: Event) -> None:
        self.known.setdefault(subject_key(event.subject), []).append(event)
        self.doubted[event.message_id or event.identity] = event

    def _take_plain(self, event: Event) -> None:
        """A mail of a job hunt goes to its case, or opens one; with the doubtful mail that it answers or goes on from.

        An interview with nobody, for no job, that is none too sure either, opens none.
        """
        case = case_of(event, self.cases, self.owner.shared_domains)
        reading = event.reading
        sure = SURE_OF_A_MEETING if reading.calendar else SURE
        nameless = reading.kind in INTERVIEW and not (reading.company or reading.role) and reading.confidence < sure
        if case is None and nameless:
            return self._doubt(replace(event, doubtful=True, reading=replace(reading, unsure=reading.kind)))
        for earlier in [self.doubted[one] for one in event.references if one in self.doubted]:
            if earlier.reading.kind == "other" or is_a_whisper(earlier):
                continue
            if case is not None and case.is_not_of(earlier.reading.company):
                self._adopt(earlier, case_of(earlier, self.cases, self.owner.shared_domains))  # another client's
            else:
                case = self._adopt(earlier, case)
        self._take_incoming(event, case)
        return None

    def _adopt(self, event: Event, case: Case | None) -> Case:
        """A doubtful mail to whose thread a plain one belongs was no other mail; so were the owner's answers to it."""
        del self.doubted[event.message_id]
        case = self._take_incoming(event, case)
        for answer in self.events:
            if answer.by_owner and event.message_id in answer.references and answer not in case.events:
                self._take_own(answer)
        return case

    def _take_incoming(self, event: Event, case: Case | None) -> Case:
        self.known.setdefault(subject_key(event.subject), []).append(event)
        case = case or self._open(event)
        if stale := case.interviews.stale(event):
            event = replace(event, reading=replace(event.reading, reply_needed=False))
        elif not said_by_owner(event):
            gone, kin = case.stage == "withdrawn", (one for one in self.cases if one is not case)
            beside = [slot for one in kin if one.goes_on_in(event) for slot in one.interviews.live(event.at)]
            event = in_context(event, case.interviews, _last_word(case), withdrawn=gone, beside=beside)
        self._learn(case, event)
        if event.reading.kind in ("invite", "reschedule") and (host := booking_host(event.reading.link)):
            case.booking_hosts.add(host)
        if not stale:
            self._follow(case, event)
            _keep_promise(case, event)
        return case

    def _learn(self, case: Case, event: Event) -> None:
        self.whose.setdefault(event.identity[:CASE_ID], case)
        case.learn(event, self.owner.shared_domains)

    def _open(self, event: Event) -> Case:
        case = Case(id=event.identity[:CASE_ID], interviews=Interviews(owner=self.owner))
        self.cases.append(case)
        return case

    def _follow(self, case: Case, event: Event) -> None:
        """Do to the case's interviews what the mail says, and go to the next stage."""
        kind = event.reading.kind
        assert kind != "other", "an incoming mail of no kind is no event"
        before = case.stage
        case.stage = after(before, kind)
        slots: list[Slot] = []
        where = case.interviews.where(event.at)
        match kind:
            case "invite":
                slots = case.interviews.propose(event)
            case "confirm" if case.stage != "withdrawn":
                slots = case.interviews.fix(event)
            case "reschedule" if case.stage != "withdrawn":
                slots = case.interviews.move(event)
                if any(slot.status == "confirmed" for slot in slots):
                    case.stage = after(case.stage, "confirm")
            case "cancel":
                case.interviews.call_off(event)
            case "reject":
                self._turn_down(case, event, closed_before=before in ("rejected", "withdrawn"))
        case.interviews.meet(event, where)
        self._collide(case, event, slots)

    def _turn_down(self, case: Case, event: Event, *, closed_before: bool) -> None:
        case.interviews.release(event.at, lambda slot: True)
        if not closed_before and any(kin.interviews.sittings(event.at) for kin in self._of_company(case)):
            case.turned_down = event

    def _of_company(self, case: Case) -> list[Case]:
        """The case itself, and others of the same company that its mail may have been torn from."""
        return [kin for kin in self.cases if kin is case or same_employer(kin, case)]

    def _collide(self, case: Case, event: Event, slots: list[Slot]) -> None:
        """Note where the new times overlap live holds of other companies."""
        pairs = tuple(
            (slot.uid, other.uid)
            for slot in slots
            for kin in self.cases
            if kin is not case and not same_employer(kin, case)
            for other in kin.interviews.live(event.at)
            if overlap(slot, other)
        )
        if pairs:
            case.collisions.append(Collision(event=event, pairs=pairs))

    def _take_own(self, event: Event) -> None:
        own = event.reading.own
        if event.automatic or own is None:
            return
        about = cases_answered(event, self.cases, self.owner.shared_domains)
        for case in [max(about, key=lambda case: case.last or event.at)] if own.withdraws and about else about:
            self._learn(case, event)
            if own.withdraws:
                case.withdraw(event.at)
            else:
                case.stage = after(case.stage, "reply")
                case.interviews.choose(event)
            if own.chases and case.promise and event.sent.astimezone(self.owner.zone).date() <= case.promise.by:
                case.early.append((event, case.promise.by))

    def _is_a_copy(self, event: Event) -> bool:
        """The same mail by a second address, a second system or the owner's own forward says nothing new."""
        return any(same_mail(event, known) for known in self.known.get(subject_key(event.subject), ()))


def replay(
    events: Iterable[Event],
    owner: Owner,
    settled: Settled | None = None,
    notes: Iterable[Note] = (),
    checked: Mapping[str, Checked] | None = None,
) -> Timeline:
    """The cases that these events, in whatever order they are given, add up to, with what the owner said of them.

    `settled` is owed no longer; `notes` are in order; `checked` is what his calendars held across the times of a mail.
    """
    timeline = Timeline(owner=owner, settled=settled or {}, notes=tuple(notes), checked=checked or {})
    timeline.add(*events)
    return timeline


def _last_word(case: Case) -> datetime | None:
    """When the owner last wrote to them."""
    return max((event.sent for event in case.events if event.by_owner), default=None)


def _keep_promise(case: Case, event: Event) -> None:
    """News ends the wait for a promise; a new promise takes its place."""
    if event.automatic or case.closed:
        case.promise = None if case.closed else case.promise
    elif event.reading.news_by:
        case.promise = Promise(by=event.reading.news_by, made=event)
    elif event.reading.kind in NEWS:
        case.promise = None


def same_employer(one: Case, other: Case) -> bool:
    """True where two cases are of one company, as far as its names or domains tell."""
    if one.companies and other.companies:
        return any(same_company(a, b) for a in one.companies for b in other.companies)
    return bool(one.domains & other.domains)

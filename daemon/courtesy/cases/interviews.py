"""The times of one application: proposed, fixed, moved, called off, and each with the hold that stands for it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from courtesy.cases.events import Event, Owner
from courtesy.cases.names import words
from courtesy.reading.reading import Span

Status = Literal["tentative", "confirmed"]
SITTING = timedelta(hours=3)  # sessions of one mail with gaps up to this are one interview
ANNOUNCED_FOR = timedelta(days=21)  # a length or place said this long before a time is fixed still holds for it
ALONGSIDE = timedelta(minutes=1)  # two clocks that tell the same start


@dataclass(kw_only=True, slots=True)
class Slot:
    """A time of an interview. It is released at most once; a past one stays as a record."""

    uid: str
    start: datetime  # aware UTC
    end: datetime
    status: Status
    event: Event  # that gave it its present time
    length: timedelta | None = None  # stated, not assumed
    place: str = ""
    people: tuple[str, ...] = ()
    round: int | None = None
    calendar_uid: str = ""
    chosen: bool = False  # the owner wrote that this one suits
    released: datetime | None = None

    def lives(self, at: datetime) -> bool:
        return self.released is None and self.end > at

    def took_place(self, at: datetime) -> bool:
        return self.released is None and self.status == "confirmed" and self.end <= at


@dataclass(kw_only=True, slots=True)
class Interviews:
    """All slots of one application, changed by its events in order."""

    owner: Owner
    slots: list[Slot] = field(default_factory=list)
    sequences: dict[str, int] = field(default_factory=dict)  # calendar UID -> the highest SEQUENCE seen
    asked: set[datetime] = field(default_factory=set)  # times the owner asked for that nobody had offered
    announced: Event | None = None  # the last mail that asked for times and named none: its length and place hold

    def live(self, at: datetime) -> list[Slot]:
        return [slot for slot in self.slots if slot.lives(at)]

    def sittings(self, at: datetime) -> list[list[Slot]]:
        """The interviews that took place by `at`: each the sessions that one mail set for one sitting."""
        done: list[list[Slot]] = []
        for slot in sorted((s for s in self.slots if s.took_place(at)), key=lambda s: s.start):
            last = done[-1][-1] if done else None
            if last and last.event.identity == slot.event.identity and slot.start - last.end <= SITTING:
                done[-1].append(slot)
            else:
                done.append([slot])
        return [sitting for sitting in done if not self._goes_on(sitting[-1], at)]

    def _goes_on(self, slot: Slot, at: datetime) -> bool:
        """True where a later session of the same mail and day is still to come."""
        return any(
            other.lives(at)
            and other.event.identity == slot.event.identity
            and timedelta() <= other.start - slot.end <= SITTING
            for other in self.slots
        )

    def propose(self, event: Event) -> list[Slot]:
        """New slots to choose from; they take the place of those offered before."""
        spans = _ahead(event)
        if not spans:
            self.announced = event
            return []
        fixed = {slot.start for slot in self.live(event.at) if slot.status == "confirmed"}
        self.release(
            event.at,
            lambda slot: (
                slot.status == "tentative" and self._same_round(slot, event) and not _is_one_of(slot.start, spans)
            ),
        )
        return [self._set(event, span, "tentative") for span in spans if span.start not in fixed]

    def fix(self, event: Event) -> list[Slot]:
        """A time is settled: its slot becomes firm, and the others of the round are given back."""
        spans = _ahead(event)
        if not spans:
            return [] if event.reading.times else self._firm_the_chosen(event)
        before = [slot for slot in self.live(event.at) if slot.status == "tentative"]
        chosen = {slot.event.identity for slot in before if _is_one_of(slot.start, spans)}
        others = [slot for slot in before if slot.event.identity in chosen or self._same_round(slot, event)]
        kept = self._put(event, spans, "confirmed", self._asked_to_move(event, spans))
        self.release(event.at, lambda slot: slot in others and slot not in kept)
        return kept

    def _firm_the_chosen(self, event: Event) -> list[Slot]:
        """ "Perfect, see you then" names no time: it means the slot the owner chose, or the only one there is."""
        open_slots = [slot for slot in self.live(event.at) if slot.status == "tentative"]
        chosen = [slot for slot in open_slots if slot.chosen] or open_slots
        if len(chosen) != 1:
            return []
        chosen[0].status, chosen[0].event = "confirmed", event
        self.release(event.at, lambda slot: slot in open_slots and slot is not chosen[0])
        return chosen

    def _asked_to_move(self, event: Event, spans: list[Span]) -> list[Slot]:
        """Firm slots that a confirmation replaces.

        It has their calendar UID, or the owner had asked for its time, or it overlaps: one cannot be at two
        interviews of one company at once, so it corrects what was said before.
        """
        uids = {part.uid for part in event.reading.calendar}
        asked = bool(self.asked & {_utc(span.start) for span in spans})
        return [
            slot
            for slot in self.live(event.at)
            if slot.status == "confirmed"
            and not _is_one_of(slot.start, spans)
            and (asked or self._replaced_by(slot, uids, spans) or self._speaks_of(slot, event))
        ]

    def _speaks_of(self, slot: Slot, event: Event) -> bool:
        """In one thread a new time, with no sign of another round or of other people, is the same interview's."""
        thread = {slot.event.message_id, *slot.event.references} - {""}
        strangers = not set(fuller_names(event.reading.interviewers, slot.people)) & set(slot.people)
        others = bool(event.reading.interviewers and slot.people) and strangers
        alone = len([other for other in self.live(event.at) if other.status == "confirmed"]) == 1
        same = not event.reading.calendar and alone and not others and self._same_round(slot, event)
        return same and bool(thread & set(event.references))

    @staticmethod
    def _replaced_by(slot: Slot, uids: set[str], spans: list[Span]) -> bool:
        if slot.calendar_uid and uids:
            return slot.calendar_uid in uids
        return any(slot.start < (span.end or span.start + ALONGSIDE) and span.start < slot.end for span in spans)

    def move(self, event: Event) -> list[Slot]:
        """The old time goes at once; the new ones are firm only where the mail tells rather than asks."""
        spans = _ahead(event)
        old = [slot for slot in self._meant(event) if not _is_one_of(slot.start, spans)]
        status: Status = "tentative" if event.reading.reply_needed else "confirmed"
        return self._put(event, spans, status, old)

    def _put(self, event: Event, spans: list[Span], status: Status, old: list[Slot]) -> list[Slot]:
        """The times of the mail in place of the old slots; one for one, the same hold moves."""
        taken = any(_is_one_of(slot.start, spans) for slot in self.live(event.at))
        if len(old) == 1 and len(spans) == 1 and not taken:
            return [self._shift(old[0], event, spans[0], status)]
        self.release(event.at, lambda slot: slot in old)
        new = [self._set(event, span, status, like=old[0] if old else None) for span in spans]
        for slot in new:
            slot.status = status
        return new

    def _meant(self, event: Event) -> list[Slot]:
        """The live slots that a move speaks of: by calendar UID, by the old time it names, by round, else all."""
        live = self.live(event.at)
        uids = {part.uid for part in event.reading.calendar}
        old = [_utc(span.start) for span in event.reading.old_times]
        tests: list[Callable[[Slot], bool]] = [
            lambda slot: slot.calendar_uid in uids and bool(slot.calendar_uid),
            lambda slot: any(abs(slot.start - start) < ALONGSIDE for start in old),
            lambda slot: slot.round is not None and slot.round == event.reading.round,
        ]
        for test in tests:
            if some := [slot for slot in live if test(slot)]:
                return some
        return live

    def call_off(self, event: Event) -> None:
        """Called off: with a calendar part that is known just that appointment, else all that is held."""
        uids = {part.uid for part in event.reading.calendar if part.uid}
        starts = [_utc(part.span.start) for part in event.reading.calendar if part.span]
        meant = [slot for slot in self.live(event.at) if slot.calendar_uid in uids or _near(slot.start, starts)]
        known = meant or any(slot.calendar_uid in uids for slot in self.slots)
        self.release(event.at, (lambda slot: slot in meant) if known else (lambda slot: True))

    def release(self, at: datetime, which: Callable[[Slot], bool]) -> None:
        for slot in self.live(at):
            if which(slot):
                slot.released = at

    def choose(self, event: Event) -> None:
        """The owner named times: remember which slots they are, or which new time he asks for."""
        for span in event.reading.times:
            offered = [slot for slot in self.live(event.at) if abs(slot.start - _utc(span.start)) < ALONGSIDE]
            for slot in offered:
                slot.chosen = True
            if not offered:
                self.asked.add(_utc(span.start))

    def stale(self, event: Event) -> bool:
        """True where the mail's calendar part is older than one already seen for the same UID (RFC 5546, 2.1.5)."""
        parts = [part for part in event.reading.calendar if part.uid]
        if not parts:
            return False
        old = all(part.sequence < self.sequences.get(part.uid, part.sequence) for part in parts)
        for part in parts:
            self.sequences[part.uid] = max(part.sequence, self.sequences.get(part.uid, part.sequence))
        return old

    def _set(self, event: Event, span: Span, status: Status, like: Slot | None = None) -> Slot:
        """The slot at this start, made firmer or fuller by the event; a new one where there is none."""
        start = _utc(span.start)
        standing = (slot for slot in self.slots if slot.released is None)  # a reminder may come when it has begun
        known = next((slot for slot in standing if abs(slot.start - start) < ALONGSIDE), None)
        if known is None:
            known = Slot(uid=_uid(event, start), start=start, end=start, status=status, event=event)
            self._recall(known, event)
            if like is not None:
                known.length, known.place, known.people, known.round = like.length, like.place, like.people, like.round
            self.slots.append(known)
        elif known.status != status and status == "confirmed":
            known.status, known.event = status, event
        self._fill(known, event, span)
        return known

    def _recall(self, slot: Slot, event: Event) -> None:
        """What was said of the interview before it had a time."""
        if self.announced is not None and event.at - self.announced.at <= ANNOUNCED_FOR:
            slot.length = self.announced.reading.duration
            slot.place = self.announced.reading.place or ""
            slot.people = self.announced.reading.interviewers

    def _shift(self, slot: Slot, event: Event, span: Span, status: Status) -> Slot:
        """The same appointment at another time keeps its hold, so that the calendar shows a move."""
        slot.start, slot.status, slot.event, slot.chosen = _utc(span.start), status, event, False
        self._fill(slot, event, span)
        return slot

    def _fill(self, slot: Slot, event: Event, span: Span) -> None:
        """What the event says of the slot goes over what was known; the end is stated, carried on, or assumed."""
        reading = event.reading
        if span.end is not None and span.end > span.start:
            slot.length = span.end - span.start
        elif reading.duration is not None and not any(s.end for s in reading.times):
            slot.length = reading.duration
        slot.place = reading.place or slot.place
        slot.people = fuller_names(reading.interviewers, slot.people)
        slot.round = reading.round or slot.round
        slot.calendar_uid = _calendar_uid(event, span) or slot.calendar_uid
        assumed = self.owner.phone_length if slot.place == "phone" else self.owner.interview_length
        slot.end = slot.start + (slot.length or assumed)

    @staticmethod
    def _same_round(slot: Slot, event: Event) -> bool:
        return slot.round is None or event.reading.round is None or slot.round == event.reading.round


def fuller_names(named: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """The people of the newer mail, in full where the older one had them so: "Tom" is "Tom Hale" again."""
    return tuple(next((full for full in known if set(words(name)) < set(words(full))), name) for name in named) or known


def _calendar_uid(event: Event, span: Span) -> str:
    parts = [part for part in event.reading.calendar if part.uid and part.span]
    return next((part.uid for part in parts if part.span and part.span.start == span.start), "")


def _ahead(event: Event) -> list[Span]:
    """The times of a mail that were not over when it came."""
    return [span for span in event.reading.times if (span.end or span.start + timedelta(hours=1)) > event.at]


def _near(start: datetime, others: Iterable[datetime]) -> bool:
    return any(abs(start - other) < ALONGSIDE for other in others)


def _is_one_of(start: datetime, spans: list[Span]) -> bool:
    return _near(start, (_utc(span.start) for span in spans))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _uid(event: Event, start: datetime) -> str:
    """A name for the hold that derives from the mail and the time, so that a replay gives it again."""
    return hashlib.sha256(f"{event.identity} {start.isoformat()}".encode()).hexdigest()[:24] + "@courtesy"

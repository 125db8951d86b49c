"""Where mail is filed and decisions fall: what the running service and a replay have in common."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from courtesy.appointments import Appointments
from courtesy.cases.actions import Action, Alert, Hold
from courtesy.cases.decide import Decision, decide, next_wake, owed
from courtesy.cases.events import Event, Owner
from courtesy.cases.timeline import Timeline, replay
from courtesy.daily import Daily
from courtesy.drafting import Drafting
from courtesy.effects import MARK
from courtesy.errors import CourtesyError
from courtesy.intake import Intake
from courtesy.mail import Batch, Incoming
from courtesy.mail.message import Message
from courtesy.mail_back import MailBack, is_to_us
from courtesy.memory import Memory
from courtesy.store import Poison, Store

log = logging.getLogger(__name__)

_DEATHS = 2  # sudden ends over one batch, after which its mails are read one by one
_BREATH = timedelta(seconds=1)
_PORTION = 50  # mails that are in memory as messages at a time
_OF_NO_CASE = ("signal", "digest")  # alerts of the program itself, and of all cases


class Desk:
    """Files batches and decides; remembers everything in its store. Not for use by several threads."""

    def __init__(
        self,
        store: Store,
        intake: Intake,
        owner: Owner,
        *,
        calendar: str | None = None,
        channels: Sequence[str] = (),
        begun: datetime | None = None,
        senders: Collection[str] = (),
        relearn: Callable[[], Intake] | None = None,
        mail_back: MailBack | None = None,
        appointments: Appointments | None = None,
        drafting: Drafting | None = None,
        daily: Daily | None = None,
    ) -> None:
        """`calendar` and `channels` are names of effects; `begun` is when the program first ran, None in replays.

        `senders` are the addresses, beside the owner's, from which the program itself writes to him; lower case.
        `relearn` makes the intake anew, with the rules that a correction brought. `mail_back` heeds what the owner
        answers to alerts by mail; without it nobody does. `appointments` asks his calendar for clashes,
        `drafting` drafts his own answers to others; `daily` keeps to his limit of alerts.
        """
        self.store = store
        self._wake: datetime | None = None  # the same without the calendar
        self._intake = intake
        self._relearn = relearn
        self._owner = owner
        self._calendar = calendar
        self._channels = channels
        self._begun = begun
        self.zone = owner.zone
        self._own = frozenset([*owner.addresses, *senders])
        self._mail_back = mail_back
        self._daily = daily or Daily(store, owner)
        self._appointments = appointments or Appointments(store, None)
        self._drafting = drafting or Drafting(store, None, None)
        self._timeline: Timeline | None = None
        self._heard = store.last_word()  # of the owner's, that the timeline knows of
        self._memory = Memory()

    @property
    def wake(self) -> datetime | None:
        """When the clock alone makes a decision due; known after `decide`."""
        return min((moment for moment in (self._wake, self._appointments.again) if moment), default=None)

    def take(self, source: str, batch: Batch, now: datetime, *, deciding: bool) -> tuple[list[Action], list[Poison]]:
        """File `batch` of `source` and, if `deciding`, decide after each of its mails in the order of arrival.

        All in one transaction; what the owner's calendar tells of the times that they name is told after it.
        Returns the new actions, and the mails that could not be read.
        """
        aside: list[Poison] = []
        deaths, place = self.store.attempt(source)
        if deaths >= _DEATHS:
            batch, aside = self._one_by_one(source, batch, place, now)
        actions, poison = self._file(source, batch, now, deciding=deciding)
        if actions and self._appointments.look_up(self._so_far(now), now):
            present = {alert.key: alert for alert in owed(self._so_far(now), now)}
            self.store.reword(present[one.key] for one in actions if isinstance(one, Alert) and one.key in present)
            actions += self._decide(now)
        return [*actions, *(self._drafting.put(self._so_far(now), now) if deciding else ())], [*aside, *poison]

    def _one_by_one(self, source: str, batch: Batch, place: str | None, now: datetime) -> tuple[Batch, list[Poison]]:
        """Read `batch`, over which the program died repeatedly, so that the next death shows which mail it is.

        What remains is the batch without the mail at `place`, which the last death was over.
        """
        deadly = [mail for mail in batch.mails if mail.where == place]
        aside = [Poison(place=mail.where, reason="the program died over it") for mail in deadly]
        self.store.file(source, None, seen=(), events=(), poison=aside, now=now)
        rest = replace(batch, mails=tuple(mail for mail in batch.mails if mail.where != place))
        for mail in rest.mails:
            self.store.suspect(source, mail.where)
            self._read(self._parse([mail], []), [])
        return rest, aside

    def _file(self, source: str, batch: Batch, now: datetime, *, deciding: bool) -> tuple[list[Action], list[Poison]]:
        poison = [Poison(place=one.partition(": ")[0], reason=one) for one in batch.skipped]
        new: set[str] = set()
        events: list[Event] = []
        answers: list[Message] = []
        mails = sorted(batch.mails, key=lambda mail: mail.arrived)
        for start in range(0, len(mails), _PORTION):
            events += self._understand(mails[start : start + _PORTION], new, poison, answers)
        actions: list[Action] = []
        with self.store.transaction():
            if self._mail_back is not None:
                self._mail_back.heed(answers, now)
            self._freshen()
            before = self._so_far(now) if deciding and events else None
            self.store.file(source, batch.cursor, seen=new, events=events, poison=poison, now=now)
            if before is not None and self.store.bear_on(new, events):
                self._timeline = None  # the owner's word counts, whether the mail came before it or not
                actions += self._decide(now)
            elif before is None:
                self._timeline = None if events else self._timeline  # it is made in one go when all is filed
            else:
                for event in events:
                    actions += self._decide(now, event)
        return actions, poison

    def hear(self) -> bool:
        """Whether the owner corrected or settled something since the last decision; the next one then heeds it."""
        last = self.store.last_word()
        if last == self._heard:
            return False
        if self._relearn is not None and last[0] != self._heard[0]:
            try:
                self._intake = self._relearn()
            except CourtesyError as error:
                log.warning("the rules stay as they were: %s", error)
        self._heard, self._timeline = last, None
        return True

    def decide(self, now: datetime) -> list[Action]:
        """Put into the outbox what is due at `now`, and was not decided before; the new actions."""
        self._appointments.look_up(self._so_far(now), now)
        with self.store.transaction():
            self._freshen()
            return [*self._decide(now), *self._drafting.put(self._so_far(now), now)]

    def _freshen(self) -> None:
        """Within a transaction: what the owner had forgotten a moment ago must not be decided, and kept, once more."""
        if self.store.last_word() != self._heard:
            self._timeline = None

    def _decide(self, now: datetime, event: Event | None = None) -> list[Action]:
        decision, wake = self._weigh(now, event)
        moments = [one for one in (wake, self._drafting.next(self._so_far(now), now)) if one]
        with self.store.transaction():
            self._review(now)
            holds = self.store.plan(self._calendar, self._wanted(decision), now) if self._calendar else []
            told = self.tell(self._daily.admit(decision.alerts, decision.silent, now), now)
        moments += [digest] if (digest := self._daily.wake(now)) else []
        self._wake = max(min(moments), now + _BREATH) if moments else None  # whatever is said, the loop must not spin
        return [*holds, *told]

    def _review(self, now: datetime) -> None:
        """What waits for a channel out of reach is told as things stand now, or not at all if it is owed no longer.

        What stays owed was due when it was. What was decided just now is told, whatever the next mail of the batch
        says: so it would have been had the mails come apart.
        """
        waiting = {key: alert for key, alert in self.store.held_up(now).items() if alert.kind not in _OF_NO_CASE}
        if not waiting:
            return
        present = {alert.key: alert for alert in owed(self._so_far(now), now)}
        self.store.withdraw(waiting.keys() - present.keys())
        self.store.reword(present[key] for key, alert in waiting.items() if alert != present.get(key, alert))

    def tell(self, alerts: Iterable[Alert], now: datetime) -> list[Alert]:
        """Put `alerts` into the outbox, but for those that were told before; the new ones."""
        return self.store.tell(alerts, self._channels, now)

    def _wanted(self, decision: Decision) -> list[Hold]:
        """The holds that belong into the calendar: interviews that were over before the first start are history."""
        return [hold for hold in decision.holds if self._begun is None or hold.end > self._begun]

    def _weigh(self, now: datetime, event: Event | None) -> tuple[Decision, datetime | None]:
        """What is due at `now`, after `event`, and when something may be due next."""
        timeline = self._so_far(now)
        known = [*timeline.events, *([event] if event else [])]
        try:
            timeline.add(*known[len(timeline.events) :])
            return self._judge(timeline, now)
        except Exception:  # noqa: BLE001  # a mail over which the cases stumble must not stop those of all others
            self._timeline = self._sound(known, now)
            return self._judge(self._timeline, now)

    def _so_far(self, now: datetime) -> Timeline:
        if self._timeline is None:
            events = self.store.events()
            try:
                self._timeline = self._replay(events)
            except Exception:  # noqa: BLE001  # as above
                self._timeline = self._sound(events, now)
        return self._timeline

    def _sound(self, events: Sequence[Event], now: datetime) -> Timeline:
        """The cases of `events` but those over which they stumble at `now`; these are put aside for good."""
        left = list(events)
        self._judge(self._replay([]), now)  # if even that fails, it is no mail's fault
        while (error := self._fault(left, now)) is not None:
            sound, stumbled = 0, len(left)  # numbers of events: with the first they stand, with the other they fall
            while stumbled - sound > 1:
                middle = (sound + stumbled) // 2
                sound, stumbled = (sound, middle) if self._fault(left[:middle], now) else (middle, stumbled)
            event = left.pop(stumbled - 1)
            poison = Poison(place=event.message_id or event.identity, reason=f"{type(error).__name__}: {error}")
            self.store.put_aside(event.identity, poison, now)
            log.warning("a mail was put aside, its case cannot be told: %s: %s", poison.place, poison.reason)
        return self._replay(left)

    def _fault(self, events: Sequence[Event], now: datetime) -> Exception | None:
        """What goes wrong with the cases of `events`."""
        try:
            self._judge(self._replay(events), now)
        except Exception as error:  # noqa: BLE001  # it is what we look for
            return error
        return None

    def _replay(self, events: Iterable[Event]) -> Timeline:
        return replay(events, self._owner, self.store.settled(), self.store.notes(), self.store.checked())

    def _judge(self, timeline: Timeline, now: datetime) -> tuple[Decision, datetime | None]:
        return decide(timeline, now, begun=self._begun), next_wake(timeline, now)

    def rest(self) -> None:
        """Give back the memory that much mail took; the next mail to be read takes up to half a second longer."""
        self._intake.packs.forget()
        self._memory.give_back()

    def _understand(
        self, mails: Iterable[Incoming], new: set[str], poison: list[Poison], answers: list[Message]
    ) -> list[Event]:
        """The events of those `mails` that are met for the first time; their identities join `new`.

        What is the owner's word to the program is no event; it joins `answers`.
        """
        if self._memory.is_short():
            self.rest()
        messages = self._parse(mails, poison)
        unseen = self.store.unseen(message.identity for message, _ in messages) - new
        new |= unseen
        fresh = {one[0].identity: one for one in messages if one[0].identity in unseen}.values()
        answers += (message for message, _ in fresh if self._is_answer(message))
        return self._read([one for one in fresh if not self._is_answer(one[0])], poison)

    def _is_answer(self, message: Message) -> bool:
        return is_to_us(message, self._own) or (self._mail_back is not None and self._mail_back.is_strange(message))

    def _parse(self, mails: Iterable[Incoming], poison: list[Poison]) -> list[tuple[Message, Incoming]]:
        """The messages of `mails`, but our own; what cannot be parsed joins `poison`."""
        messages: list[tuple[Message, Incoming]] = []
        for mail in mails:
            try:
                message = self._intake.parse(mail.raw, mail.arrived)
            except Exception as error:  # noqa: BLE001  # whatever is wrong with one mail, the others go on
                poison.append(_poison(mail, error))
                continue
            told = MARK.lower() in message.headers and message.sender.email in self._own
            if not told and not self._drafting.is_ours(message.message_id, mail.folder):
                messages.append((message, mail))
        return messages

    def _read(self, messages: Iterable[tuple[Message, Incoming]], poison: list[Poison]) -> list[Event]:
        events = []
        for message, mail in messages:
            try:
                event = self._intake.event(message, sent=mail.folder == "Sent")
            except Exception as error:  # noqa: BLE001  # as above
                poison.append(_poison(mail, error))
                continue
            if event is not None:
                events.append(event)
        return events


def _poison(mail: Incoming, error: Exception) -> Poison:
    return Poison(place=mail.where, reason=f"{type(error).__name__}: {error}")

"""Where mail is filed and decisions fall: what the running service and a replay have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from courtesy.cases.actions import Action, Alert
from courtesy.cases.decide import decide, next_wake
from courtesy.cases.events import Event, Owner
from courtesy.cases.timeline import Timeline, replay
from courtesy.intake import Intake
from courtesy.mail import Batch, Incoming
from courtesy.mail.message import Message
from courtesy.store import Poison, Store

_DEATHS = 2  # sudden ends over one batch, after which its mails are read one by one
_BREATH = timedelta(seconds=1)
OWN_MARK = "x-courtesy-alert"  # the header of the program's own mail to the owner


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
    ) -> None:
        """`calendar` and `channels` are names of effects; `begun` is when the program first ran, None in replays."""
        self.store = store
        self.wake: datetime | None = None  # when the clock alone makes a decision due; known after `decide`
        self._intake = intake
        self._owner = owner
        self._calendar = calendar
        self._channels = channels
        self._begun = begun
        self._timeline: Timeline | None = None

    def take(self, source: str, batch: Batch, now: datetime, *, deciding: bool) -> tuple[list[Action], list[Poison]]:
        """File `batch` of `source` and, if `deciding`, decide after each of its mails in the order of arrival.

        All in one transaction. Returns the new actions, and the mails that could not be read.
        """
        deaths, place = self.store.attempt(source)
        if deaths >= _DEATHS:
            batch, aside = self._one_by_one(source, batch, place, now)
            actions, poison = self._file(source, batch, now, deciding=deciding)
            return actions, [*aside, *poison]
        return self._file(source, batch, now, deciding=deciding)

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
            messages, _ = self._parse(replace(rest, mails=(mail,), skipped=()))
            self._read(messages, [])
        return rest, aside

    def _file(self, source: str, batch: Batch, now: datetime, *, deciding: bool) -> tuple[list[Action], list[Poison]]:
        messages, poison = self._parse(batch)
        unseen = self.store.unseen(message.identity for message, _ in messages)
        new = {message.identity: (message, mail) for message, mail in messages if message.identity in unseen}
        events = self._read(new.values(), poison)
        actions: list[Action] = []
        with self.store.transaction():
            before = self._so_far() if deciding and events else None
            self.store.file(source, batch.cursor, seen=new, events=events, poison=poison, now=now)
            if before is not None:
                for event in events:
                    before.add(event)
                    actions += self.decide(now)
            elif events:
                self._timeline = None  # it is made in one go when all is filed
        return actions, poison

    def decide(self, now: datetime) -> list[Action]:
        """Put into the outbox what is due at `now` and was not decided before; the new actions."""
        timeline = self._so_far()
        decision = decide(timeline, now, begun=self._begun)
        wake = next_wake(timeline, now)
        self.wake = wake and max(wake, now + _BREATH)  # whatever it says, the loop must not spin
        with self.store.transaction():
            holds = self.store.plan(self._calendar, decision.holds, now) if self._calendar else []
            return [*holds, *self.tell(decision.alerts, now)]

    def tell(self, alerts: Iterable[Alert], now: datetime) -> list[Alert]:
        """Put `alerts` into the outbox, but for those that were told before; the new ones."""
        return self.store.tell(alerts, self._channels, now)

    def _so_far(self) -> Timeline:
        if self._timeline is None:
            self._timeline = replay(self.store.events(), self._owner)
        return self._timeline

    def _parse(self, batch: Batch) -> tuple[list[tuple[Message, Incoming]], list[Poison]]:
        """The messages of `batch` but our own, in order of arrival, and what could not be fetched or parsed."""
        messages: list[tuple[Message, Incoming]] = []
        poison = [Poison(place=one.partition(": ")[0], reason=one) for one in batch.skipped]
        for mail in sorted(batch.mails, key=lambda mail: mail.arrived):
            try:
                message = self._intake.parse(mail.raw, mail.arrived)
            except Exception as error:  # noqa: BLE001  # whatever is wrong with one mail, the others go on
                poison.append(_poison(mail, error))
                continue
            if OWN_MARK not in message.headers:
                messages.append((message, mail))
        return messages, poison

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

"""Where mail is filed and decisions fall: what the running service and a replay have in common."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from courtesy.cases.actions import Action, Alert, Hold
from courtesy.cases.decide import Decision, owed
from courtesy.cases.digest import renewed
from courtesy.cases.events import Event, Owner
from courtesy.casework.appointments import Appointments
from courtesy.casework.daily import Daily
from courtesy.casework.drafting import Drafting
from courtesy.casework.intake import Intake
from courtesy.casework.standing import Standing
from courtesy.errors import CourtesyError
from courtesy.mail import Batch
from courtesy.owner.mail_back import MailBack
from courtesy.sorting import Sorting
from courtesy.store.store import Poison, Store

log = logging.getLogger(__name__)

_DEATHS = 2  # sudden ends over one batch, after which its mails are read one by one
_BREATH = timedelta(seconds=1)


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
        self._wake: datetime | None = None  # when the clock alone makes a decision due, but for the calendar's part
        self._relearn = relearn
        self._calendar = calendar
        self._channels = channels
        self._begun = begun
        self.zone = owner.zone
        self._mail_back = mail_back
        self._daily = daily or Daily(store, owner)
        self._appointments = appointments or Appointments(store, None)
        self._drafting = drafting or Drafting(store, None, None)
        self._standing = Standing(store, owner, begun=begun)
        self._heard = store.last_word()  # of the owner's, that the standing of the cases knows of
        own = frozenset([*owner.addresses, *senders])
        self._sorting = Sorting(store, intake, own, drafting=self._drafting, mail_back=mail_back)

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
        if actions and self._appointments.look_up(self._standing.timeline(now), now):
            present = self._owed(now)
            self.store.reword(present[one.key] for one in actions if isinstance(one, Alert) and one.key in present)
            actions += self._decide(now)
        if deciding:
            actions += self._drafting.put(self._standing.timeline(now), now)
        return actions, [*aside, *poison]

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
            self._sorting.try_on(mail)
        return rest, aside

    def _file(self, source: str, batch: Batch, now: datetime, *, deciding: bool) -> tuple[list[Action], list[Poison]]:
        found = self._sorting.sort(batch.mails)
        poison = [*(Poison(place=one.partition(": ")[0], reason=one) for one in batch.skipped), *found.poison]
        actions: list[Action] = []
        with self.store.transaction():
            if self._mail_back is not None:
                self._mail_back.heed(found.answers, now)
            self._freshen()
            if deciding and found.events:
                self._standing.timeline(now)  # before these events, which are then added one by one
            self.store.file(source, batch.cursor, seen=found.new, events=found.events, poison=poison, now=now)
            if found.events and not deciding:
                self._standing.forget()  # it is made in one go when all is filed
            elif found.events and self.store.bear_on(found.new, found.events):
                self._standing.forget()  # the owner's word counts, whether the mail came before it or not
                actions += self._decide(now)
            else:
                for event in found.events:
                    actions += self._decide(now, event)
        return actions, poison

    def hear(self) -> bool:
        """Whether the owner corrected or settled something since the last decision; the next one then heeds it."""
        last = self.store.last_word()
        if last == self._heard:
            return False
        if self._relearn is not None and last[0] != self._heard[0]:
            try:
                self._sorting.intake = self._relearn()
            except CourtesyError as error:
                log.warning("the rules stay as they were: %s", error)
        self._heard = last
        self._standing.forget()
        return True

    def decide(self, now: datetime) -> list[Action]:
        """Put into the outbox what is due at `now`, and was not decided before; the new actions."""
        self._appointments.look_up(self._standing.timeline(now), now)
        with self.store.transaction():
            self._freshen()
            return [*self._decide(now), *self._drafting.put(self._standing.timeline(now), now)]

    def _freshen(self) -> None:
        """Within a transaction: what the owner had forgotten a moment ago must not be decided, and kept, once more."""
        if self.store.last_word() != self._heard:
            self._standing.forget()

    def _decide(self, now: datetime, event: Event | None = None) -> list[Action]:
        decision, wake = self._standing.weigh(now, event)
        moments = [one for one in (wake, self._drafting.next(self._standing.timeline(now), now)) if one]
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
        waiting = self.store.held_up(now).values()
        if not waiting:
            return
        present = self._owed(now)
        for old in waiting:
            if old.kind == "signal":
                continue
            new = renewed(old, present.values(), now) if old.kind == "digest" else present.get(old.key)
            if new is None:
                self.store.withdraw([old.key], for_good=old.kind == "digest")  # another channel may have told it
            elif new != old:
                self.store.reword([new])

    def _owed(self, now: datetime) -> dict[str, Alert]:
        return {alert.key: alert for alert in owed(self._standing.timeline(now), now)}

    def tell(self, alerts: Iterable[Alert], now: datetime) -> list[Alert]:
        """Put `alerts` into the outbox, but for those that were told before; the new ones."""
        return self.store.tell(alerts, self._channels, now)

    def _wanted(self, decision: Decision) -> list[Hold]:
        """The holds that belong into the calendar: interviews that were over before the first start are history."""
        return [hold for hold in decision.holds if self._begun is None or hold.end > self._begun]

    def rest(self) -> None:
        """Give back the memory that much mail took; the next mail to be read takes up to half a second longer."""
        self._sorting.rest()

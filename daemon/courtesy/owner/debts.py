"""What is owed, as the owner names it, and what he says of it."""

from collections.abc import Sequence
from datetime import datetime

from courtesy.cases import choices, wording
from courtesy.cases.actions import Alert
from courtesy.cases.decide import owed
from courtesy.cases.events import Event, Owner
from courtesy.cases.settled import akin, is_called, passes_limit, plain_key
from courtesy.cases.timeline import Timeline, replay
from courtesy.casework.board import rows
from courtesy.casework.standing import timeline_of
from courtesy.errors import CourtesyError
from courtesy.mail.plain import one_line
from courtesy.owner.which_mail import is_short_for
from courtesy.store.store import Store


class Debts:
    """What stands on the board of `courtesy status`, and may be settled or put off."""

    def __init__(self, store: Store, owner: Owner, now: datetime) -> None:
        self._store = store
        self._owner = owner
        self._now = now

    def timeline(self) -> Timeline:
        """The cases as they stand, with what the owner said."""
        return timeline_of(self._store, self._owner)

    def named(self, words: Sequence[str], *, settled: bool = False) -> list[Alert]:
        """Those that `words` fit: a short name, their mail's, or words of alert, kind or company; all, without words.

        With `settled` those that the owner settled or put off before. A short name, which a list of alerts gives too,
        also names what is due and on no board, such as notes to write.
        """
        alerts = self._settled() if settled else [debt for row in rows(self.timeline(), self._now) for debt in row.owed]
        exactly = [alert for alert in alerts if len(words) == 1 and is_called(words[0], alert)]
        mails = [event for event in self._store.events() if len(words) == 1 and is_short_for(words[0], event)]
        fitting = exactly or [
            alert
            for alert in alerts
            if all(word.casefold() in _text(alert) for word in words) or any(is_of(alert, mail) for mail in mails)
        ]
        return fitting or (self._off_the_board(words[0], settled) if len(words) == 1 else [])

    def _off_the_board(self, name: str, settled: bool) -> list[Alert]:
        every = owed(self._untouched() if settled else self.timeline(), self._now)
        said = self._store.settled() if settled else {}
        due = [one for one in every if one.due is not None and one.due <= self._now and is_called(name, one)]
        return [one for one in due if not settled or one.key in said]

    def _settled(self) -> list[Alert]:
        said = self._store.settled()
        return [alert for row in rows(self._untouched(), self._now) for alert in row.owed if alert.key in said]

    def _untouched(self) -> Timeline:
        """The cases as they would stand had he settled nothing."""
        return replay(self._store.events(), self._owner, notes=self._store.notes(), checked=self._store.checked())

    def settle(self, alert: Alert, until: datetime | None) -> None:
        """The alert is settled, or put off: then it alone is told again, and what stands for the same debt is not.

        Raises CourtesyError, and settles nothing, where it would be told again when it is too late.
        """
        if until is not None:
            self._check(alert, until)
            self._store.settle([plain_key(alert)], until, self._now)
        others = self._akin(alert)
        self._store.settle(others if until else [plain_key(alert), *others], None, self._now)

    def put_off(self, alert: Alert, until: str) -> None:
        """The alert is put off for as long as `until` says, which is that of a Choice. Raises CourtesyError."""
        self.settle(alert, choices.moment(until, self._now, self._owner.zone))

    def _check(self, alert: Alert, until: datetime) -> None:
        if alert.limit is not None and passes_limit(alert, until, self._now):
            raise CourtesyError(
                f"{one_line(alert.company or alert.kind, 60)}: {wording.too_late(alert.limit, self._now, self._owner)}"
            )

    def unsettle(self, alert: Alert) -> None:
        """The alert is owed after all."""
        self._store.unsettle([plain_key(alert), *self._akin(alert)], self._now)

    def _akin(self, alert: Alert) -> list[str]:
        every = owed(self._untouched(), self._now)
        return [plain_key(one) for one in akin(alert, every)]


def is_of(alert: Alert, mail: Event) -> bool:
    """Whether the alert rests on the mail."""
    same = bool(mail.message_id) and alert.message_id == mail.message_id
    return same or plain_key(alert).endswith(f":{mail.identity}")


def _text(alert: Alert) -> str:
    return f"{alert.kind} {alert.kind.replace('_', '-')} {alert.company or ''} {alert.text}".casefold()

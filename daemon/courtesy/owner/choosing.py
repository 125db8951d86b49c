"""What the owner chose for an alert, by a button or by mail, is carried out as the commands would."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from courtesy.cases import choices
from courtesy.cases.actions import Alert
from courtesy.cases.choices import Choice
from courtesy.cases.correct import Said, corrected
from courtesy.cases.decide import owed
from courtesy.cases.events import Event, Owner
from courtesy.cases.settled import is_called, passes_limit, plain_key
from courtesy.cases.traits import INTERVIEW
from courtesy.cases.wording import too_late
from courtesy.errors import CourtesyError
from courtesy.mail.plain import one_line
from courtesy.owner.debriefing import Days, Told, told_in
from courtesy.owner.debts import Debts, is_of
from courtesy.reading.words import Words
from courtesy.store.store import Store

log = logging.getLogger(__name__)


class Impossible(Exception):  # no fault: a choice that leads nowhere
    """The choice cannot be carried out; says why."""


class Choosing:
    """Carries out choices in `store`. Not for use by several threads.

    `learn` is given each mail that the owner says was misread, as it was, and what it is; the correction itself is
    stored by then, for good. With `words`, by language, the days are read that notes name.
    """

    def __init__(
        self,
        store: Store,
        owner: Owner,
        learn: Callable[[Event, Said], None] = lambda event, said: None,
        words: Mapping[str, Words] | None = None,
    ):
        self._store = store
        self._owner = owner
        self._learn = learn
        self._words = words

    def carry_out(self, alert: Alert, choice: Choice, said: datetime, now: datetime) -> None:
        """Do what the owner chose for `alert` at the moment `said`. Raises Impossible where that leads nowhere."""
        alert = self._meant(alert, choice, now)
        debts = Debts(self._store, self._owner, now)
        match choice.word:
            case "done":
                debts.settle(alert, None)
            case "snooze":
                until = choices.moment(choice.until, said, self._owner.zone)
                until = choices.within_limit(until, alert, now)
                if alert.limit is not None and passes_limit(alert, until, now):
                    raise Impossible(too_late(alert.limit, now, self._owner))
                debts.settle(alert, until)
            case "notes":
                self._note(alert.case, choice.text, said)
            case "wrong" if alert.kind == "question" and choice.kind is None:
                self._answer(alert, now, is_so=False)
            case "wrong" if alert.kind == "scam_warning" and choice.kind is None:
                self._correct(alert, Said(scam=False), now)
            case "wrong":
                self._correct(alert, Said(kind=choice.kind or "other"), now)
            case "yes" | "no" if alert.kind == "question":
                self._answer(alert, now, is_so=choice.word == "yes")
            case _:
                raise Impossible("nobody asked")

    def pressed(self, key: str, words: str, now: datetime) -> None:
        """The owner pressed the button `words` of the alert `key`; what comes of it is said in the log."""
        alert = self._store.alert(key)
        if alert is None:
            return
        for choice in choices.read(words, alert):
            what = one_line(f"{choice.said} ({alert.company or alert.kind})", 100)
            try:
                with self._store.transaction():
                    self.carry_out(alert, choice, now, now)
                    self._store.answered(key, choice.said, "desktop", now)
            except Impossible as error:
                log.warning("your choice was not carried out, %s: %s", error, what)
            except CourtesyError:
                raise
            except Exception as error:  # noqa: BLE001  # no button may end the service
                log.warning("your choice was not carried out, %s: %s: %s", type(error).__name__, error, what)
            else:
                log.info("your choice was carried out: %s", what)

    def is_settled(self, alert: Alert) -> bool:
        """Whether the alert is settled already."""
        settled = self._store.settled()
        return plain_key(alert) in settled and settled[plain_key(alert)] is None

    def _meant(self, alert: Alert, choice: Choice, now: datetime) -> Alert:
        """The alert itself, or the one that the choice names."""
        if alert.kind in ("signal", "digest") and not choice.debt:
            raise Impossible("say which of them is meant, as in: done 3fa9c1")
        if not choice.debt or is_called(choice.debt, alert):
            return alert
        timeline = Debts(self._store, self._owner, now).timeline()
        named = next((one for one in owed(timeline, now) if is_called(choice.debt, one)), None)
        if named is None:
            raise Impossible(f"nothing that is owed is called {choice.debt}")
        return named

    def _note(self, case: str, text: str, said: datetime) -> None:
        words = self._words
        told = told_in(text, Days(now=said, zone=self._owner.zone, words=words)) if words else Told(text=text)
        if note := told.note(case, said):
            self._store.keep_note(note)

    def _answer(self, alert: Alert, now: datetime, *, is_so: bool) -> None:
        """The owner says whether the mail is what he was asked about; where it was read so already, that stays."""
        event = self._event(alert)
        was_taken = event.reading.kind in INTERVIEW and not event.doubtful
        if is_so != was_taken:
            self._correct(alert, Said(kind=(event.reading.unsure or "invite") if is_so else "other"), now)
        else:
            self._store.settle([plain_key(alert)], None, now)

    def _correct(self, alert: Alert, said: Said, now: datetime) -> None:
        event = self._event(alert)
        if event.by_owner:
            raise Impossible("the mail that it rests on is your own")
        self._store.correct(event.identity, corrected(event, said), now)
        self._store.afterwards(lambda: self._learn(event, said))

    def _event(self, alert: Alert) -> Event:
        """The mail that the alert rests on."""
        event = next((event for event in self._store.events() if is_of(alert, event)), None)
        if event is None:
            raise Impossible("the mail that it rests on is no longer known")
        return event

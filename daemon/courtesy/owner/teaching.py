"""The owner teaches: one mail is corrected, and a rule for mail like it is learnt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from courtesy.cases.correct import Said, corrected
from courtesy.cases.events import Event
from courtesy.cases.settled import is_called
from courtesy.casework.intake import Intake, intake_of, owner_of
from courtesy.casework.standing import timeline_of
from courtesy.clock import SystemClock
from courtesy.config import rulebook
from courtesy.config.tables import Config
from courtesy.errors import CourtesyError
from courtesy.files import load_file
from courtesy.mail.message import UNDATED, Message
from courtesy.owner import own_rules, which_mail
from courtesy.owner.debts import is_of
from courtesy.owner.which_application import told_of
from courtesy.reading import Kind
from courtesy.reading.proposal import propose
from courtesy.reading.trials import faults, misread
from courtesy.store.store import Store

_LISTED = 20
_SHORT = 8  # characters of an identity that name a mail


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A mail that may be meant: the event it is known as, itself, or both."""

    event: Event | None = None
    message: Message | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """What became of a correction."""

    subject: str
    short: str
    event: Event | None  # what it is now; None: mail that means nothing to any application
    pack: Path | None = None  # where a rule was written
    words: str = ""  # that the rule rests on
    problems: tuple[str, ...] = ()


class Teaching:
    """Finds the mail that is meant, corrects it in the store, and adds to the owner's rules."""

    def __init__(self, store: Store, intake: Intake, config: Config, path: Path | None) -> None:
        """`config` was read from `path`."""
        self.own_path = rulebook.own_path(path)
        self._path = path
        self._store = store
        self._intake = intake
        self._config = config
        self._now = SystemClock().now()

    def latest(self) -> list[Event]:
        """The latest mails that came in, newest first."""
        return which_mail.meant(list(self._known().values()), [])[:_LISTED]

    def find(self, words: Sequence[str]) -> list[Found]:
        """The mails that may be meant. Raises CourtesyError when a file or a mailbox cannot be read."""
        if len(words) == 1 and (file := _file(words[0])):
            message = self._intake.parse(load_file(file))
            return [Found(event=self._known().get(message.identity), message=message)]
        known = list(self._known().values())
        found = which_mail.meant(known, words) or (self._told_as(words[0], known) if len(words) == 1 else [])
        if found or len(words) > 1 or "@" not in words[0]:
            return [Found(event=event) for event in found]
        since = self._now - timedelta(days=self._config.timing.lookback_days)
        there = which_mail.in_mailboxes(self._config, self._intake, message_id=words[0], since=since)
        return [Found(message=there)] if there else []

    def _told_as(self, name: str, known: Sequence[Event]) -> list[Event]:
        """The mails on which the alert of that short name rests."""
        timeline = timeline_of(self._store, owner_of(self._config, self._intake.packs))
        named = [alert for alert in told_of(self._store, timeline, self._now) if is_called(name, alert)]
        return [event for event in known if any(is_of(alert, event) for alert in named)]

    def _known(self) -> dict[str, Event]:
        """All mails by identity: as corrected, and those that the owner says mean nothing as they were read."""
        read = {event.identity: event for event in self._store.events_as_read()}
        return read | {identity: event for identity, event in self._store.corrections().items() if event}

    def take_back(self, found: Found) -> bool:
        """The mail is what was read of it after all; whether a rule had been learnt from it, which is gone too."""
        unlearnt = own_rules.remove(self.own_path, _identity(found)[:_SHORT])
        self._store.take_back(_identity(found), self._now)
        return unlearnt

    def correct(self, found: Found, said: Said, *, rule: bool) -> Lesson:
        """Keep what the owner said of the mail; with `rule` learn from it. Raises CourtesyError when it is his own."""
        event, message, problems = found.event, found.message, []
        is_new = said.kind is not None and (event is None or event.doubtful or event.reading.kind != said.kind)
        if event is not None and message is None and is_new:
            try:
                message = self._fetch(event)
            except CourtesyError as error:
                problems.append(f"{error}; what the mail says was not looked for again, and no rule is learnt")
        after = corrected(base, said) if (base := self._base(event, message, said)) else None
        words = ""
        if said.kind is not None:
            try:
                words = self._relearn(_identity(found), message if rule else None, said.kind, after)
            except CourtesyError as error:
                problems.append(str(error))
        self._store.correct(_identity(found), after, self._now)
        return Lesson(
            subject=event.subject if event else message.subject if message else "",
            short=_identity(found)[:_SHORT],
            event=after,
            pack=self.own_path if words else None,
            words=words,
            problems=tuple(problems),
        )

    def _fetch(self, event: Event) -> Message:
        """The mail itself. Raises CourtesyError when it is not there."""
        message = which_mail.in_mailboxes(
            self._config, self._intake, identity=event.identity, message_id=event.message_id, since=event.sent
        )
        if message is None:
            raise CourtesyError("the mail is no longer in the mailbox; if you have it as a file, name that")
        return message

    def _base(self, event: Event | None, message: Message | None, said: Said) -> Event | None:
        """The event that what the owner said is laid over; None for mail that concerns no job."""
        if message is not None and self._intake.is_own(message):
            raise CourtesyError("this is a mail of your own; only mail that came in can be corrected")
        kind: Kind | None = "outreach" if said.kind == "other" and said.scam else said.kind  # what a fraud poses as
        is_said = event is not None and self._store.corrections().get(event.identity) == event
        if message is None or (event is not None and (kind is None or is_said)):
            return event  # with what was said before
        if kind is None:
            kind = self._intake.read(message).kind
            if kind == "other":
                raise CourtesyError("it was taken for mail that concerns no job; say with --kind what it is")
        new = self._intake.event_as(message, kind)
        known = event.at if event else self._now if message.arrived == UNDATED else None
        return replace(new, at=known) if new and known else new

    def _relearn(self, identity: str, message: Message | None, kind: Kind, event: Event | None) -> str:
        """Forget what was learnt from the mail before, and learn from it if it is at hand and would be misread again.

        Returns the words that a new rule rests on, or "". Raises CourtesyError.
        """
        if own_rules.remove(self.own_path, identity[:_SHORT]):
            self._intake = intake_of(self._config, self._path)
        if message is None or self._intake.read(message).kind == kind:
            return ""
        return self._learn(message, kind, event)

    def _learn(self, message: Message, kind: Kind, event: Event | None) -> str:
        """Write rules by which mail like it is read right; the words they rest on. Raises CourtesyError."""
        name = f"{kind}-{message.identity[:_SHORT]}"
        pack = rulebook.OWN.removesuffix(".toml")
        asks = event is not None and event.reading.reply_needed
        proposal = propose(
            message,
            kind,
            self._intake.packs,
            name=f"{pack}.{name}",
            reply_needed=asks,
            zone=self._intake.zone,
            hires=self._hires(message),
        )
        if proposal is None:
            raise CourtesyError("only this mail is corrected: no sentence of it makes a rule by which it is read right")
        text, mail = self._text(), own_rules.mail_table(message, kind, name, reply_needed=asks)
        packs = self._intake.packs.with_rules(*proposal.rules)
        sound = set(faults(rulebook.OWN, text, self._intake.packs)) if text else set()
        if text and (spoilt := [one for one in faults(rulebook.OWN, text, packs) if one not in sound]):
            raise CourtesyError(f"no rule was written, it would spoil what you taught before: {spoilt[0]}")
        about = f"{self._now:%Y-%m-%d}: “{message.subject}” from {message.sender.email}"
        tests = None if misread(mail, packs) else mail
        own_rules.add(self.own_path, own_rules.tables(proposal, tests, short=message.identity[:_SHORT], about=about))
        return proposal.words

    def _hires(self, message: Message) -> bool:
        """Whether other mail of its sender is part of an application."""
        return any(
            message.sender.email == party.email
            for event in self._store.events()
            for party in event.parties
            if not (event.by_owner or event.doubtful or event.identity == message.identity)
        )

    def _text(self) -> str:
        return rulebook.own_file(self.own_path)[1] if self.own_path.exists() else ""


def _file(word: str) -> Path | None:
    """The file that the owner may mean; "~acme" where nobody is called so, or three hundred letters, are none."""
    try:
        file = Path(word).expanduser()
        return file if file.is_file() else None
    except (OSError, RuntimeError):
        return None


def _identity(found: Found) -> str:
    one = found.message or found.event
    assert one is not None, "something was found"
    return one.identity

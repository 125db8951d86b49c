"""What the owner mails back to an alert: known by the alert's mark, checked, and carried out once.

The mark is the check: it stands in mail to the owner alone, so that whoever bears it has read that mail. Beside it the
answer must come from an address of the owner's, to nobody but himself, and where the mailbox has a server whose
Authentication-Results are believed, that server must not have found it forged.
"""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import re2

from courtesy.cases import choices
from courtesy.cases.actions import Alert
from courtesy.cases.choices import Choice
from courtesy.errors import CourtesyError
from courtesy.mail.message import Message
from courtesy.mail.plain import one_line
from courtesy.owner.choosing import Choosing, Impossible
from courtesy.reading.newest import split
from courtesy.store.store import Store

log = logging.getLogger(__name__)

VALID = timedelta(days=30)  # how long an alert can be answered
_LIMIT = 65_536  # characters of a mail in which the mark is looked for
_MARK = re2.compile(r"courtesy\.([0-9a-f]{10}\.[a-z2-7]{20})")
_SETTLES = ("done", "snooze")
_NAMED = 12  # mails that a line of the log names
_LONGEST_SUBJECT = 1000
_LONGEST_SAID = 60


def mark_of(message: Message) -> str:
    """The mark of the alert that a mail answers, or "": in its subject, its references, or what it quotes."""
    for text in (message.subject, message.message_id, *reversed(message.references), message.text[:_LIMIT]):
        if "courtesy." in text and (found := _MARK.search(text)):
            return str(found[1])
    return ""


def _is_direct(message: Message) -> bool:
    """Whether the mail answers the alert itself, or is it; not something else in a thread that began with it."""
    nearest = (message.subject, message.message_id, *message.references[-1:])
    return any(_MARK.search(text) for text in nearest) or (not message.references and bool(mark_of(message)))


def is_to_us(message: Message, own: Collection[str]) -> bool:
    """Whether a mail is the owner's word to the program, true or forged: never part of an application.

    `own` are the addresses of the owner and of the program, lower case.
    """
    to_himself = all(one.email in own for one in message.to)
    return message.sender.email in own and to_himself and bool(mark_of(message))


class MailBack:
    """Heeds what the owner mails back. Not for use by several threads."""

    def __init__(self, store: Store, choosing: Choosing, addresses: Collection[str]) -> None:
        """`addresses` are the owner's, lower case."""
        self._store = store
        self._choosing = choosing
        self._addresses = addresses

    def is_strange(self, message: Message) -> bool:
        """Whether somebody else than the owner answers an alert, or it is one from an address that we have no more.

        Where the owner handed an alert on to those it is about, their answer to him is mail like any.
        """
        if message.sender.email in self._addresses or not _is_direct(message):
            return False
        return self._store.marked(mark_of(message)) is not None

    def heed(self, messages: Iterable[Message], now: datetime) -> None:
        """Carry out what the mails say, if they may; else say in the log why not."""
        unheeded: dict[str, list[Message]] = {}  # by why; a state that was lost leaves many, which share a line
        for message in messages:
            try:
                why = self._heed(message, now)
            except CourtesyError:
                raise
            except Exception as error:  # noqa: BLE001  # whatever is wrong with one mail, the others go on
                why = f"{type(error).__name__}: {error}"
            if why:
                unheeded.setdefault(why, []).append(message)
        for why, mails in unheeded.items():
            for start in range(0, len(mails), _NAMED):
                _tell(why, mails[start : start + _NAMED])

    def _heed(self, message: Message, now: datetime) -> str:
        """Carry out what the mail says; why it may not be, or ""."""
        if why := self._refusal(message):
            return why
        found = self._store.marked(mark_of(message))
        if found is None:
            return "no alert that is known bears its mark"
        alert, mailed = found
        if now - mailed > VALID:
            return f"the alert is older than {VALID.days} days"
        parts = split(message.text, subject=message.subject)  # what is only handed on are not his words
        said = choices.read(parts.cover if parts.forward else parts.newest, alert)
        if not said:
            words, told = choices.sayable(alert), one_line(alert.text, 100)
            why = f"it begins with none of the words it may: {words}"
            self._in_vain(alert, one_line(parts.newest, _LONGEST_SAID), why, now)
            return f"{why} (“{told}”)"
        for choice in said:
            log.info("%s", self._carry_out(alert, choice, min(message.arrived, now), now))
        return ""

    def _refusal(self, message: Message) -> str:
        """Why the mail is not believed, or ""."""
        if message.sender.email not in self._addresses:
            return f"it came from {one_line(message.sender.email, 80)}, which is none of your addresses"
        if message.automatic:
            return "a program wrote it"
        if _is_forged(message.authentication):
            return "your mail server says that it was forged"
        return ""

    def _carry_out(self, alert: Alert, choice: Choice, said: datetime, now: datetime) -> str:
        """Do it; the line for the log."""
        what = one_line(f"{choice.word} ({alert.company or alert.kind})", 100)
        if choice.word in _SETTLES and not choice.debt and self._choosing.is_settled(alert):
            return f"an answer to an alert was not heeded, what it is about is settled: {what}"
        if self._store.was_answered(alert.key, choice.said):
            return f"an answer to an alert was not heeded, it was carried out before: {what}"
        try:
            self._choosing.carry_out(alert, choice, said, now)
        except Impossible as error:
            self._in_vain(alert, choice.said, str(error), now)
            return f"an answer to an alert was not heeded, {error}: {what}"
        self._store.answered(alert.key, choice.said, "mail", now)
        return f"your answer to an alert was carried out: {what}"

    def _in_vain(self, alert: Alert, said: str, why: str, now: datetime) -> None:
        """The board shows it: the owner, whose word it is, takes it for done."""
        self._store.answered(alert.key, f"{one_line(said, _LONGEST_SAID)} (not heeded: {why})", "mail", now)


def _tell(why: str, mails: Sequence[Message]) -> None:
    """Why the mails were not heeded, and which they are."""
    count = "an answer to an alert was" if len(mails) == 1 else f"{len(mails)} answers to alerts were"
    names = ", ".join(map(_called, mails))
    log.warning("%s not heeded: %s; %s", count, why, names)


def _called(message: Message) -> str:
    """By which the owner finds the mail; the mark in its subject is nobody's business."""
    subject = _MARK.sub("courtesy", message.subject[:_LONGEST_SUBJECT])
    return f"“{one_line(subject, 24) or 'no subject'}” of {message.date:%Y-%m-%d %H:%M}"


def _is_forged(found: Mapping[str, str]) -> bool:
    """Whether the owner's own server (RFC 8601) says so: by DMARC where it speaks of that, else by SPF or DKIM."""
    if found.get("dmarc") in ("pass", "fail"):
        return found["dmarc"] == "fail"
    return "fail" in (found.get("spf"), found.get("dkim"))

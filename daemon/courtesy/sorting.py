"""Mail as it comes in is sorted: our own, the owner's word to us, and what happens to the cases."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from courtesy.cases.events import Event
from courtesy.casework.drafting import Drafting
from courtesy.casework.intake import Intake
from courtesy.effects import MARK
from courtesy.mail import Incoming
from courtesy.mail.message import Message
from courtesy.owner.mail_back import MailBack, is_to_us
from courtesy.running.memory import Memory
from courtesy.store.store import Poison, Store

_PORTION = 50  # mails that are in memory as messages at a time


@dataclass(kw_only=True, slots=True)
class Sorted:
    """What mail is, in the order of its arrival."""

    new: set[str] = field(default_factory=set)  # identities of what is met for the first time
    events: list[Event] = field(default_factory=list)
    answers: list[Message] = field(default_factory=list)  # what the owner says to the program, true or forged
    poison: list[Poison] = field(default_factory=list)  # what could not be read


class Sorting:
    """Parses and reads mail. Not for use by several threads."""

    def __init__(
        self,
        store: Store,
        intake: Intake,
        own: Collection[str],
        *,
        drafting: Drafting,
        mail_back: MailBack | None = None,
    ) -> None:
        """`own` are the addresses of the owner and of the program, lower case.

        `drafting` knows its drafts again, `mail_back` its alerts in the hands of strangers.
        """
        self.intake = intake
        self._store = store
        self._own = own
        self._drafting = drafting
        self._mail_back = mail_back
        self._memory = Memory()

    def sort(self, mails: Iterable[Incoming]) -> Sorted:
        """What these mails are, which may come in any order."""
        found = Sorted()
        in_order = sorted(mails, key=lambda mail: mail.arrived)
        for start in range(0, len(in_order), _PORTION):
            self._sort(in_order[start : start + _PORTION], found)
        return found

    def rest(self) -> None:
        """Give back the memory that much mail took; the next mail to be read takes up to half a second longer."""
        self.intake.packs.forget()
        self._memory.give_back()

    def try_on(self, mail: Incoming) -> None:
        """Parse and read it, whatever it is and whatever becomes of that."""
        found = Sorted()
        for message, _ in self._parsed([mail], found):
            self._read(message, mail, found)

    def _sort(self, mails: Iterable[Incoming], found: Sorted) -> None:
        if self._memory.is_short():
            self.rest()
        messages = self._parsed(mails, found)
        unseen = self._store.unseen(message.identity for message, _ in messages) - found.new
        found.new |= unseen
        fresh = {one[0].identity: one for one in messages if one[0].identity in unseen}
        for message, mail in fresh.values():
            if self._is_answer(message):
                found.answers.append(message)
            else:
                self._read(message, mail, found)

    def _parsed(self, mails: Iterable[Incoming], found: Sorted) -> list[tuple[Message, Incoming]]:
        """The messages of `mails`, but our own."""
        messages: list[tuple[Message, Incoming]] = []
        for mail in mails:
            try:
                message = self.intake.parse(mail.raw, mail.arrived)
            except Exception as error:  # noqa: BLE001  # whatever is wrong with one mail, the others go on
                found.poison.append(_poison(mail, error))
                continue
            if not self._is_ours(message, mail):
                messages.append((message, mail))
        return messages

    def _is_ours(self, message: Message, mail: Incoming) -> bool:
        is_alert = MARK.lower() in message.headers and message.sender.email in self._own
        return is_alert or self._drafting.is_ours(message.message_id, mail.folder)

    def _is_answer(self, message: Message) -> bool:
        return is_to_us(message, self._own) or (self._mail_back is not None and self._mail_back.is_strange(message))

    def _read(self, message: Message, mail: Incoming, found: Sorted) -> None:
        try:
            event = self.intake.event(message, sent=mail.folder == "Sent")
        except Exception as error:  # noqa: BLE001  # as above
            found.poison.append(_poison(mail, error))
            return
        if event is not None:
            found.events.append(event)


def _poison(mail: Incoming, error: Exception) -> Poison:
    return Poison(place=mail.where, reason=f"{type(error).__name__}: {error}")

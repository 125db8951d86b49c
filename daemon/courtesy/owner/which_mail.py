"""Which mail does the owner mean? By its Message-ID, the short name that alerts give it, or words of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from courtesy.cases.events import Event
from courtesy.casework.intake import Intake
from courtesy.casework.past_mail import past_mail
from courtesy.config.tables import Config
from courtesy.errors import CourtesyError
from courtesy.mail.message import Message
from courtesy.outside import sources_of

_SHORTEST = 6  # digits of an identity that may stand for all of it
_DIGITS = frozenset("0123456789abcdef")
_MARGIN = timedelta(days=2)  # mailboxes and senders differ about when a mail came


def meant(events: Sequence[Event], words: Sequence[str]) -> list[Event]:
    """The mails that came in and may be meant by `words`, the latest first; one, if they are plain."""
    came = sorted((event for event in events if not event.by_owner), key=lambda event: event.at, reverse=True)
    name = _bare(words[0]) if len(words) == 1 and "@" in words[0] else None
    exactly = [event for event in came if _bare(event.message_id) == name]
    return exactly or [event for event in came if _fits(event, words)]


def _fits(event: Event, words: Sequence[str]) -> bool:
    """Whether it has all `words`, or the one of them begins a name of it: what may be either counts as both."""
    if len(words) == 1 and (is_short_for(words[0], event) or _begins(words[0], event.message_id)):
        return True
    text = _text(event)
    return all(word.casefold() in text for word in words)


def _begins(word: str, message_id: str) -> bool:
    """Whether a Message-ID begins so; without an @ it is a word of the owner's."""
    return "@" in word and _bare(message_id).startswith(_bare(word))


def is_short_for(name: str, event: Event) -> bool:
    """Whether `name` is the mail's short name as alerts give it, or another part that begins its identity.

    It may be a word or a number as well, of which other mail speaks: "facade", 20260421.
    """
    digits = name.strip().lower()
    return len(digits) >= _SHORTEST and _DIGITS.issuperset(digits) and event.identity.startswith(digits)


def _bare(message_id: str) -> str:
    return message_id.strip().strip("<>")


def _text(event: Event) -> str:
    """What words of the owner's are looked for in."""
    parties = (f"{party.name} {party.email}" for party in event.parties)
    return " ".join([event.subject, event.reading.company or "", event.reading.role or "", *parties]).casefold()


def in_mailboxes(
    config: Config, intake: Intake, *, identity: str = "", message_id: str = "", since: datetime
) -> Message | None:
    """The mail with that identity, or that Message-ID, among those that came since about then; None: it is not there.

    Raises CourtesyError when it was not found and a mailbox is out of reach.
    """
    problems: list[str] = []
    mark = _bare(message_id).encode()
    for source in sources_of(config):
        try:
            for mail in past_mail([source], since - _MARGIN):
                if mail.folder == "Sent" or mark not in mail.raw:
                    continue
                message = intake.parse(mail.raw, mail.arrived)
                if message.identity == identity or (not identity and _bare(message.message_id).encode() == mark):
                    return message
        except CourtesyError as error:
            problems.append(str(error))
    if problems:
        raise CourtesyError(problems[0])
    return None

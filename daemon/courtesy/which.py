"""Which mail does the owner mean? By its Message-ID, the short name that alerts give it, or words of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from courtesy.cases.events import Event
from courtesy.config import Config
from courtesy.errors import CourtesyError
from courtesy.intake import Intake
from courtesy.mail import Incoming, Source
from courtesy.mail.message import Message
from courtesy.outside import sources_of
from courtesy.progress import Progress

_SHORTEST = 4  # characters of a Message-ID or a short name that may stand for all of it
_MARGIN = timedelta(days=2)  # mailboxes and senders differ about when a mail came


def meant(events: Sequence[Event], words: Sequence[str]) -> list[Event]:
    """The mails that came in and may be meant by `words`, the latest first; one, if they are plain."""
    came = sorted((event for event in events if not event.by_owner), key=lambda event: event.at, reverse=True)
    if len(words) == 1 and (named := _named(came, words[0])):
        return named
    wanted = [word.casefold() for word in words]
    return [event for event in came if all(word in _text(event) for word in wanted)]


def _named(events: Sequence[Event], name: str) -> list[Event]:
    """The mails whose Message-ID or identity is `name`, or begins so."""
    bare = name.strip().strip("<>")
    exactly = [event for event in events if event.message_id.strip("<>") == bare]
    if exactly or len(bare) < _SHORTEST:
        return exactly
    return [e for e in events if e.identity.startswith(bare.lower()) or e.message_id.strip("<>").startswith(bare)]


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
    mark = message_id.strip("<>").encode()
    for source in sources_of(config):
        try:
            for mail in _mails(source, since - _MARGIN):
                if mail.folder == "Sent" or mark not in mail.raw:
                    continue
                message = intake.parse(mail.raw, mail.arrived)
                if message.identity == identity or (not identity and message.message_id.strip("<>").encode() == mark):
                    return message
        except CourtesyError as error:
            problems.append(str(error))
        finally:
            source.close()
    if problems:
        raise CourtesyError(problems[0])
    return None


def _mails(source: Source, since: datetime) -> Iterator[Incoming]:
    """The mail since then, with progress on a terminal."""
    with Progress() as progress:
        for batch in source.fetch(None, since):
            progress.told(source.name, len(batch.mails), batch.left)
            yield from batch.mails

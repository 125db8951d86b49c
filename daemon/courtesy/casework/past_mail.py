"""The mail that mailboxes hold already, with progress on a terminal: for what looks back, and files nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from courtesy.mail import Incoming, Source
from courtesy.terminal.progress import Progress


def past_mail(sources: Iterable[Source], since: datetime) -> Iterator[Incoming]:
    """All that came since then, one source after the other; each is closed. Raises TryLater and GiveUp."""
    with Progress() as progress:
        for source in sources:
            try:
                for batch in source.fetch(None, since):
                    progress.told(source.name, len(batch.mails), batch.left)
                    yield from batch.mails
            finally:
                source.close()

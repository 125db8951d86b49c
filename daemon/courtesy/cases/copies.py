"""Whether two mails are one mail that came twice: by a second address, a second system, or handed on by the owner."""

from datetime import timedelta

from courtesy.cases.events import Event
from courtesy.cases.names import same_company

COPY_WITHIN = timedelta(hours=24)  # the same words from the same sender within a day are one mail
FORWARDED_WITHIN = timedelta(days=14)  # a mail handed on later than this is news


def same_mail(event: Event, known: Event) -> bool:
    """True for two mails of one subject that say the same of the same times, by whatever road they came."""
    a, b = event.reading, known.reading
    if a.kind != b.kind or {s.start for s in a.times} != {s.start for s in b.times} or a.calendar != b.calendar:
        return False
    if event.message_id and event.message_id == known.message_id:
        return True
    near = abs(event.sent - known.sent)
    if a.forwarded:
        same_hand = not event.parties or event.parties[0].email in {party.email for party in known.parties}
        return near <= FORWARDED_WITHIN and (same_hand or same_company(a.company, b.company))
    return near <= COPY_WITHIN and event.parties[:1] == known.parties[:1] and event.words_key == known.words_key

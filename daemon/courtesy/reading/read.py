"""Read one message: split it, weigh it, and only then look for times, people and places in it."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from courtesy.mail.message import Address, Message
from courtesy.reading import dates, invite, newest, people
from courtesy.reading.aside import says_elsewhere
from courtesy.reading.assent import agrees
from courtesy.reading.classify import Verdict, classify, may_concern_a_job, plainly_other
from courtesy.reading.evidence import listen
from courtesy.reading.machines import by_machine
from courtesy.reading.own import own_mail
from courtesy.reading.packs import Packs
from courtesy.reading.quotation import Forward
from courtesy.reading.reading import INTERVIEW, CalendarEvent, Kind, Reading, Span
from courtesy.reading.suits import suiting

_STATES: dict[Kind, tuple[str, ...]] = {  # the iTIP methods (RFC 5546) whose calendar part has the time of a mail
    "confirm": ("REQUEST", "PUBLISH", "REPLY"),  # they accept what the owner entered,
    "reschedule": ("REQUEST", "PUBLISH", "COUNTER"),  # or would have it at another time,
    "cancel": ("CANCEL", "PUBLISH", "REPLY"),  # or decline it
    "invite": ("REQUEST", "PUBLISH"),
}
_FEW = 160  # characters that do not say much of their language
_PLAIN = 0.75  # confidence from which a rejection is one


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What there is to read, and by what: the mail and its parts, the rules, and whose mailbox it is in."""

    message: Message
    parts: newest.Parts
    packs: Packs
    addresses: frozenset[str]
    zone: ZoneInfo


def read(message: Message, packs: Packs, *, addresses: frozenset[str], zone: ZoneInfo, sent: bool = False) -> Reading:
    """What `message` says, and why; never raises.

    `addresses` are the owner's own (lower case), `zone` is where the owner lives, and `sent` says that the mail
    is from the owner's own hand.
    """
    if not sent and not may_concern_a_job(message, packs):
        return Reading()
    parts = newest.split(message.text, subject=message.subject)
    given = _Given(message=message, parts=parts, packs=packs, addresses=addresses, zone=zone)
    if sent:
        return _own(given)
    reading, verdict = _weighed(given, at_length=False)
    if verdict.kind == "other":
        return replace(reading, perhaps=_perhaps(reading, verdict, given))
    return _agreed(_in_full(reading, verdict, given))


def read_as(message: Message, kind: Kind, packs: Packs, *, addresses: frozenset[str], zone: ZoneInfo) -> Reading:
    """What `message` says if it is of `kind`, which somebody knows who read it; the rest as in `read`."""
    parts = newest.split(message.text, subject=message.subject)
    given = _Given(message=message, parts=parts, packs=packs, addresses=addresses, zone=zone)
    reading, verdict = _weighed(given, at_length=True)
    asks = reading.reply_needed or kind == "invite"  # who invites waits for an answer
    known = replace(reading, kind=kind, confidence=1.0, unsure=None, reply_needed=asks)
    return known if kind == "other" else replace(_in_full(known, verdict, given), kind=kind)


def _own(given: _Given) -> Reading:
    """A mail from the owner's own hand: what it does, and which times it says that suit."""
    message, parts, words = given.message, given.parts, given.packs.words
    own, language = own_mail(message, parts.newest, given.packs), given.packs.languages.of(parts.newest)
    reading = Reading(language=language, own=own, forwarded=bool(parts.forward), newest=parts.newest)
    if own.automatic or parts.forward:
        return reading
    english = words["en"]
    spoken = words.get(_language(given)) or english
    suits = suiting(parts.newest, (spoken, english))
    when = dates.find(
        newest=suits,
        subject="",
        quoted="",
        sent=message.date,
        zone=given.zone,
        kind="invite",
        words=spoken,
        beside=english,
    )
    own = replace(own, refuses=suits != parts.newest)
    return replace(reading, own=own, times=when.times, days=when.days, hours=when.hours, by_weekday=when.by_weekday)


def _language(given: _Given) -> str:
    """The language of the newest words; where these are few, that of the mail they answer tells more: "Per me ok."."""
    parts, words = given.parts, f"{given.message.subject}\n{given.parts.newest}"
    return given.packs.languages.of_few(words if len(parts.newest) >= _FEW else f"{words}\n{parts.quoted[:800]}")


def _weighed(given: _Given, *, at_length: bool) -> tuple[Reading, Verdict]:
    """The reading without all that is only looked for in mail of a job hunt, and what it rests on.

    Unless `at_length`, mail of which the words alone leave no doubt is weighed by nothing else.
    """
    message, parts, packs = given.message, given.parts, given.packs
    calendar = invite.parse(message.calendars, zone=given.zone)
    heard = listen(message, parts, calendar, packs)
    plain = None if at_length else plainly_other(message, heard, packs)
    verdict = plain or classify(message, parts, calendar, packs, heard)
    language, words = _language(given), packs.words
    spoken = (words.get(language) or words["en"], words["en"])
    reading = Reading(
        kind=verdict.kind,
        confidence=verdict.confidence,
        language=language,
        reply_needed=verdict.reply_needed,
        scam=verdict.scam,
        why=verdict.why,
        calendar=calendar,
        forwarded=bool(parts.forward),
        author=_author(parts.forward),
        newest=parts.newest,
        unsure=verdict.unsure,
        same_time=verdict.same_time,
        agrees=bool(message.references) and not calendar and agrees(parts.newest, spoken),
    )
    return reading, verdict


def _author(forward: Forward | None) -> Address | None:
    return Address(name=forward.name, email=forward.email.lower()) if forward else None


def _perhaps(other: Reading, verdict: Verdict, given: _Given) -> Reading | None:
    """What a mail that seems to concern no job says if it comes from people who are known to hire the owner.

    Alone, "Lovely. Wednesday 11.30 then" is anybody's mail; in the thread of an interview it is its time.
    """
    kind = verdict.likely(answers=bool(given.message.references))
    if kind is None or verdict.scam:
        return None
    reading = replace(other, kind=kind, confidence=verdict.shares[kind])
    if _says_nothing(reading, given):
        return None
    found = _agreed(_in_full(reading, verdict, given))
    found = replace(found, unsure=other.unsure)  # whether to ask about what is passed over, no firm nor job settles
    says_something = {
        "invite": found.reply_needed,
        "confirm": found.times,
        "reschedule": found.times or found.reply_needed,
        "update": found.news_by,
    }
    return found if says_something.get(found.kind, True) else None


def _says_nothing(reading: Reading, given: _Given) -> bool:
    """Whether it lacks the days that mail of its kind must have here: few have them, and people take longer to find."""
    asks = reading.kind == "reschedule" and reading.reply_needed
    if reading.kind not in ("confirm", "reschedule", "update") or reading.calendar or asks:
        return False
    when = _when(reading, given, on_site=False)
    return not (when.news_by if reading.kind == "update" else when.times)


def _agreed(reading: Reading) -> Reading:
    """Kind, times and whether an answer is awaited must agree; where they do not, the weaker finding yields.

    Hardly anybody promises news in a rejection, asks for an answer in a cancellation, or invites without waiting
    for one; what names one time and asks nothing has fixed it; what fixes a time does not offer several days.
    """
    days = {span.start.date() for span in reading.times}
    if reading.kind in INTERVIEW and reading.company and reading.role:
        reading = replace(reading, unsure=None)  # who invites to nothing names neither the firm nor the job
    if reading.kind == "update" and (reading.news_by or (reading.elsewhere and reading.same_time)):
        reading = replace(reading, unsure=None)  # a promise of news is no interview, and another room moves none
    match reading.kind:
        case "reject" if reading.news_by:  # where it is plain, the date is that of a next round of hiring, or the like
            return replace(reading, kind="update") if reading.confidence < _PLAIN else replace(reading, news_by=None)
        case "cancel" if reading.reply_needed:
            return replace(reading, kind="reschedule", times=(), old_times=reading.times)
        case "invite" if len(days) == 1 and any(part.method == "REQUEST" for part in reading.calendar):
            return replace(reading, kind="confirm")  # who puts it into the calendar has fixed it
        case "invite" if not reading.reply_needed:
            return replace(reading, kind="confirm") if len(days) == 1 else replace(reading, reply_needed=True)
        case "confirm" if reading.reply_needed and len(days) > 1 and not reading.calendar:
            return replace(reading, kind="invite")
    return reading


def _in_full(reading: Reading, verdict: Verdict, given: _Given) -> Reading:
    """The reading with everything that is only looked for in mail of a job hunt."""
    who = people.find(
        given.message,
        given.parts,
        reading.calendar,
        reading.kind,
        addresses=given.addresses,
        things=given.packs.things,
        language=reading.language,
        places=verdict.places,
    )
    when = _when(reading, given, on_site=who.place == "onsite")
    held = reading.kind in INTERVIEW
    return replace(
        reading,
        kind="reschedule" if when.moves and reading.kind == "invite" else reading.kind,
        times=_held(_calendar_times(reading), when.times),
        windows=when.windows,
        deadline=when.deadline,
        news_by=when.news_by,
        old_times=when.old_times,
        duration=when.duration,
        days=when.days,
        by_weekday=when.by_weekday,
        same_hour=when.same_hour,
        hours=when.hours,
        elsewhere=says_elsewhere(given.parts.newest, given.packs),
        company=who.company,
        agency=who.agency,
        role=who.role,
        place=who.place if held else None,
        round=who.round if held else None,
        link=who.link,
        interviewers=who.interviewers,
        why=(*reading.why, *when.why, *who.why),
    )


def _when(reading: Reading, given: _Given, *, on_site: bool) -> dates.Times:
    message, parts, words = given.message, given.parts, given.packs.words
    return dates.find(
        newest=parts.newest,
        subject=message.subject,
        quoted=parts.quoted,
        sent=message.date,
        zone=given.zone,
        kind="update" if reading.kind == "reject" else reading.kind,  # promises are sought in both
        words=words.get(reading.language) or words["en"],
        beside=words["en"],
        owner=_owner(message, given.addresses),
        their_clock=_by_their_clock(message, given.packs, on_site=on_site),
        cover=parts.cover,
    )


def _by_their_clock(message: Message, packs: Packs, *, on_site: bool) -> bool:
    """Whether a time without a zone is on the sender's clock: people look at their own, machines know the owner's."""
    system = packs.sender(message.sender.domain)
    if system is not None:
        return system.does == "freemail"
    return on_site or not (message.automatic or message.bulk or by_machine(message.sender.email))


def _owner(message: Message, addresses: frozenset[str]) -> str:
    """The owner's name and address, as the mail is addressed; one sent to all leaves but the address."""
    named = [(to.name, to.email) for to in message.to if to.email in addresses]
    name, email = (named or [("", address) for address in sorted(addresses)] or [("", "")])[0]
    return f"{name} {email.replace('.', ' ')}".strip()


def _held(event: tuple[Span, ...], told: tuple[Span, ...]) -> tuple[Span, ...]:
    """The times of the calendar part; where that is one stretch and the text names the sessions in it, those."""
    if len(event) != 1 or len(told) < 2:
        return event or told
    start, end = event[0].start, event[0].end
    inside = all(end and span.end and start <= span.start < span.end <= end for span in told)
    return told if inside else event


def _calendar_times(reading: Reading) -> tuple[Span, ...]:
    """The times that the calendar part states: where there is one, it is right and the text only repeats it."""
    wanted = _STATES.get(reading.kind, ())
    events = [event for event in reading.calendar if event.span and event.method in wanted]
    return tuple(event.span for event in _latest(events) if event.span)


def _latest(events: list[CalendarEvent]) -> list[CalendarEvent]:
    """Of events with the same UID the one with the highest SEQUENCE (RFC 5546, section 2.1.4)."""
    latest: dict[str, CalendarEvent] = {}
    for event in events:
        if event.uid not in latest or event.sequence >= latest[event.uid].sequence:
            latest[event.uid] = event
    return list(latest.values())

"""The words of alerts and holds: what to do, for whom, by when; of a mail's own text only names go in."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from courtesy.cases import asked
from courtesy.cases.actions import Limit
from courtesy.cases.busy import Busy
from courtesy.cases.case import Case
from courtesy.cases.conflicts import Choice, Conflict
from courtesy.cases.events import Event, Owner
from courtesy.cases.limits import DEADLINE, answer_limit
from courtesy.cases.moments import ahead, clock, day, listed, soon, stretch
from courtesy.cases.notes import Note
from courtesy.cases.slot import Slot
from courtesy.cases.traits import INTERVIEW
from courtesy.mail.plain import one_line
from courtesy.reading.reading import Kind, Reading, Span

_HOURS_TOLD = 48  # what is later than this is told in days
_FRESH = timedelta(hours=12)  # of what has ended longer ago it is said when that was
_GREETING = 6  # words at most of a greeting
_LONGEST_NAME = 60  # characters of a name that a mail may put into our sentences
PLACES = {"video": "by video", "phone": "by phone", "onsite": "on site"}
KINDS: Mapping[Kind, str] = {
    "invite": "an invitation to an interview",
    "confirm": "an interview that is fixed",
    "reschedule": "an interview that moves",
    "cancel": "an interview called off",
    "reject": "a rejection",
    "offer": "a job offer",
    "assessment": "a test or task to do alone",
    "update": "news that asks nothing",
    "receipt": "a receipt of your application",
    "outreach": "a recruiter's approach",
    "other": "mail that concerns no application",
}
EVIDENCE = {  # alert kind -> the fact whose words it quotes, where that is not the kind of the mail
    "scam_warning": "scam",
    "follow_up_ok": "news_by",
    "reply_needed": "reply_needed",
    "reply_overdue": "reply_needed",
    "conflict": "times",
    "debrief": "times",
    "briefing": "times",
    "place_changed": "place",
    "thank_you_due": "times",
}


def name(text: str | None, otherwise: str) -> str:
    """A name from a mail, made short and plain enough to stand in a sentence."""
    return one_line(text or "", _LONGEST_NAME) or otherwise


def who(case: Case, event: Event) -> str:
    """ "NAME at COMPANY", as far as they are known."""
    party = event.parties[0] if event.parties else None
    person = name(party.name or party.email, "") if party else ""
    firm = name(case.company, "")
    if person and firm and firm.casefold() not in person.casefold():
        return f"{person} at {firm}"
    return person or firm or "the sender"


def mail_of(event: Event) -> str:
    """Which mail it is: its subject, and who sent it."""
    party = event.parties[0] if event.parties else None
    sender = name(party.email or party.name, "somebody") if party else "somebody"
    return f"“{name(event.subject, 'no subject')}” from {sender}"


def question(event: Event, owner: Owner) -> str:
    """What the owner is asked, and the command that is his answer."""
    reading = event.reading
    party = event.parties[0] if event.parties else None
    mail = f"“{name(event.subject, 'no subject')}” from {name(party.name or party.email, '') if party else 'somebody'}"
    if reading.kind in INTERVIEW and not event.doubtful:
        times = ", ".join(clock(span.start.astimezone(UTC), owner) for span in reading.times[:3])
        taken = f"{mail} was taken for one" + (f" ({times})" if times else "")
        return f"Is this {KINDS[reading.kind]}? {taken}; if not: courtesy wrong {event.short} --kind other"
    kind = reading.unsure or "invite"
    return f"Is this {KINDS[kind]}? {mail}; if so: courtesy wrong {event.short} --kind {kind}"


def reply_needed(
    case: Case, event: Event, by: datetime, owner: Owner, now: datetime, choice: Choice | None = None
) -> str:
    doubt = f" (if this is an interview; if not: courtesy wrong {event.short} --kind other)"
    unsure = event.reading.unsure and event.reading.kind in INTERVIEW and not event.doubtful and event is case.events[0]
    text = f"{_reply_by(case, event, by, owner, now)}: {asked.what_to_answer(event, owner, now)}"
    return text + asked.which_suit(choice, owner) + (doubt if unsure else "")


def _reply_by(case: Case, event: Event, by: datetime, owner: Owner, now: datetime) -> str:
    """To whom, and by when or how late; that the times are over counts more than how late the answer is."""
    whom, until, limit = who(case, event), _until(event, by, owner, now), answer_limit(event, owner, now)
    if by >= now:
        return f"Reply to {whom} by {until}"
    if limit and limit.at == by and limit.what == DEADLINE:
        return f"Reply to {whom}, though {until} has passed"
    return f"Reply now to {whom}" + ("" if asked.over_by(event, now) else _late(by, now))


def _late(by: datetime, now: datetime) -> str:
    """How late it is: ", 26 hours late"; "" within the first hour."""
    hours = (now - by) // timedelta(hours=1)
    late = counted(hours, "hour") if hours < _HOURS_TOLD else counted(hours // 24, "day")
    return f", {late} late" if hours > 0 else ""


def counted(number: int, one: str, more: str = "") -> str:
    """ "1 mail", "2 mails"; `more` is what several are called where an s does not make it."""
    return f"{number} {one if number == 1 else more or f'{one}s'}"


def _until(event: Event, by: datetime, owner: Owner, now: datetime) -> str:
    """Until when, and where the owner did not choose that himself, what it is."""
    limit, deadline = answer_limit(event, owner, now), event.reading.deadline
    if limit is None or limit.at != by:
        return soon(by, owner, now)
    whole_day = limit.what == DEADLINE and deadline is not None and not isinstance(deadline, datetime)
    return f"{soon(by, owner, now, whole_day=whole_day)} ({limit.what})"


def reply_overdue(
    case: Case, event: Event, by: datetime, owner: Owner, now: datetime, choice: Choice | None = None
) -> str:
    """A second time, or before the first: until it is overdue at `now` the words are those of any reply."""
    sent = clock(event.sent, owner)
    if now >= by:
        over = asked.over_by(event, now)
        late = f"{_late(by, now)}: their mail of {sent} has no answer yet"
        return f"Reply now to {who(case, event)}{late}" + (f"; {over}" if over else "")
    waiting = f"; you have not answered their mail of {sent}" if now >= event.sent + owner.reply_within else ""
    return reply_needed(case, event, by, owner, now, choice) + waiting


def debrief(case: Case, end: datetime, owner: Owner, now: datetime) -> str:
    firm = name(case.called, "the company")
    fresh = now - end < _FRESH
    which = f"with {firm}" if fresh else f"with {firm} on {day(end.astimezone(owner.zone))}"
    return f"Write down how the interview {which} went, while it is fresh, and when they said you would hear"


def to_write(event: Event) -> str:
    """The command that takes the notes."""
    return f"courtesy note {event.short} asks what went well, what could have gone better, and which days they named"


def thank_you_due(case: Case, sitting: list[Slot], owner: Owner, now: datetime) -> str:
    people = [person for slot in sitting for person in slot.people]
    firm = f" at {name(case.company, '')}" if case.company else ""
    whom = ", ".join(name(p, "") for p in dict.fromkeys(people)) + firm if people else name(case.called, "the company")
    end = sitting[-1].end
    late = _late(end + owner.thank_you_within, now)
    return f"Send a thank-you to {whom} now{late}: the interview ended {clock(end, owner)}"


def thank_you_courtesy(case: Case, event: Event) -> str:
    return f"Send {who(case, event)} a courteous line: they turned you down, but they met you, and doors stay open"


def follow_up_ok(case: Case, by: date, *, is_over: bool) -> str:
    firm = name(case.called, "them")
    if not is_over:
        return f"Ask {firm} for news after {day(by)}, not before: they promised word by then"
    return f"You may ask {firm} for news now: they promised word by {day(by)}, and none came"


def as_noted(note: Note, owner: Owner) -> str:
    """What the owner noted of when he would hear, and when that was."""
    words = next((answer.words for answer in note.answers if answer.day == note.news_by and answer.words), "")
    return f"you noted on {clock(note.at, owner)}: {one_line(words, 80)}"


def too_early(case: Case, by: date) -> str:
    firm = name(case.called, "They")
    return f"Be patient: {firm} asked for time until {day(by)}; you have just asked for news"


def conflict(case: Case, conflict: Conflict, by: datetime, owner: Owner, now: datetime) -> str:
    firm, mine = name(case.called, "an interview"), clock(conflict.slot.start, owner)
    when = f", by {soon(by, owner, now)}," if by > now else ""
    two = f"{firm}, {mine}, and {_rival(conflict, owner)}"
    return f"Choose{when} between {two}: they overlap{_way_out(conflict, owner)}"


def _rival(conflict: Conflict, owner: Owner) -> str:
    """What lies across the time: a hold of another company, or an appointment of the owner's."""
    other = conflict.other
    if isinstance(other, Busy):
        return f"“{name(other.title, 'an appointment')}” in your calendar, {stretch(other.start, other.end, owner)}"
    firm = name(conflict.kin.called if conflict.kin else None, "another interview")
    held = "fixed" if other.status == "confirmed" else "held"
    return f"{firm}, {held} for {clock(other.start, owner)}"


def _way_out(conflict: Conflict, owner: Owner) -> str:
    """Which other times they offer."""
    if conflict.choice is None or len(conflict.choice.offered) < 2:
        return ""
    free = conflict.choice.free
    return f"; free: {listed(free, owner)}" if free else "; none of the times they offer is free"


def too_late(limit: Limit, now: datetime, owner: Owner) -> str:
    """Why what has this limit is put off no longer: "their deadline is tomorrow 09:00"."""
    local, today = limit.at.astimezone(owner.zone), now.astimezone(owner.zone).date()
    near = {today: "today", today + timedelta(days=1): "tomorrow"}.get(local.date())
    when = f"{near} {local:%H:%M}" if near else clock(limit.at, owner)
    return f"{limit.what} is {when}; it can be put off until then at most"


def scam_warning(event: Event) -> str:
    party = event.parties[0] if event.parties else None
    sender = name(party.email, "an unknown sender") if party else "an unknown sender"
    return f"Do not answer, pay or send papers: the mail from {sender} has the marks of a job scam"


def hold_summary(case: Case, slot: Slot) -> str:
    what = "Interview" if slot.status == "confirmed" else "Interview?"
    role = f" ({name(case.role, '')})" if case.role else ""
    return f"{what} {name(case.called, 'company not named')}{role}"


def elsewhere(case: Case, slot: Slot, owner: Owner, now: datetime) -> str:
    """What the owner must know before he sets out; where it is now stands below it."""
    firm = name(case.called, "them")
    place = f": it is {PLACES[slot.place]}" if slot.place in PLACES else ""
    when = ahead(Span(start=slot.start.astimezone(owner.zone)), owner, now)
    return f"They changed the place or the link of your interview with {firm} {when}{place}"


def hold_where(slot: Slot) -> str:
    """The address, or the link to the call."""
    return slot.address if slot.place == "onsite" else slot.link


def hold_notes(slot: Slot, owner: Owner) -> str:
    """What the owner should see in the calendar entry: our own sentences, with names as the mail gives them."""
    party = slot.event.parties[0] if slot.event.parties else None
    lines = [
        "Confirmed by them." if slot.status == "confirmed" else "Proposed by them, not confirmed yet.",
        f"Where: {PLACES[slot.place]}." if slot.place in PLACES else "",
        f"Join: {slot.link}" if slot.link and slot.place != "onsite" else "",
        f"Where has changed: see their mail of {clock(slot.elsewhere.sent, owner)}." if slot.elsewhere else "",
        f"You meet: {', '.join(name(p, '') for p in slot.people)}." if slot.people else "",
        f"Mail: “{name(slot.event.subject, 'no subject')}” from {name(party.email, '')}." if party else "",
        "" if slot.length else "The end is assumed: the mail states none.",
        f"Not an interview? courtesy wrong {slot.event.short} --kind other" if slot.event.reading.unsure else "",
    ]
    return "\n".join(line for line in lines if line)


def quote(event: Event, alert: str) -> str:
    """The words of the mail that an alert rests on, or '' where no rule kept any."""
    facts = (EVIDENCE.get(alert), event.reading.kind, "times")
    return next(filter(None, (spoken_for(event.reading, fact) for fact in facts)), "")


def spoken_for(reading: Reading, fact: str | None) -> str:
    """The words of the mail that tell most of `fact`, which is a kind or one of Why.says; '' where no rule kept any.

    The heaviest, but rather those that name the time too, "you are confirmed for Friday at 10", and a sentence rather
    than a bare link.
    """
    times = {why.quote for why in reading.why if why.says == "times"}
    said = [why for why in reading.why if why.says == fact and why.weight >= 0]
    spoken = [why for why in said if why.quote and not _is_greeting(why.quote)]
    return max(spoken, key=lambda why: (why.quote in times, " " in why.quote, why.weight)).quote if spoken else ""


def _is_greeting(words: str) -> bool:
    """Whether a quotation is a greeting and no more: "Hi Ada,"."""
    said = words.strip().rstrip("\u2026").strip()
    return len(said.split()) <= _GREETING and said[-1:] == "," and not any(c.isdigit() for c in said)

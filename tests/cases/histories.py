"""Invented histories: mails of a job hunt in a line each, and what was held and told as they came."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from courtesy.cases.actions import Alert, Hold
from courtesy.cases.decide import decide, next_wake
from courtesy.cases.events import Event, Owner
from courtesy.cases.timeline import Timeline
from courtesy.mail.message import Address
from courtesy.reading.reading import CalendarEvent, OwnMail, Reading, Span

LONDON = ZoneInfo("Europe/London")
OWNER = Owner(
    zone=LONDON, addresses=frozenset({"ada@mail.example"}), shared_domains=frozenset({"gmail.com", "ats.example"})
)
NUMBERS = count(1)


def at(text: str) -> datetime:
    """ "03-02 10:00" is 2 March 2026, 10:00 in London."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=LONDON).astimezone(UTC)


def span(text: str) -> Span:
    """ "03-02 10:00-11:00", or without an end."""
    day, _, clocks = text.partition(" ")
    start, _, end = clocks.partition("-")
    return Span(start=at(f"{day} {start}"), end=at(f"{day} {end}") if end else None)


def person(email: str) -> Address:
    return Address(name=email.partition("@")[0].replace(".", " ").title(), email=email)


def mail(kind: str, when: str, sender: str = "jo.kay@acme.example", *times: str, **more: object) -> Event:
    """An incoming mail; the keys of a reading, and `mid`, `refs`, `subject`, `sent`, `words` of the mail."""
    number = next(NUMBERS)
    title = "".join(chr(ord("a") + int(digit)) for digit in str(number))  # digits might be the number of a job
    mail_keys = {"subject": more.pop("subject", f"Subject {title}"), "references": tuple(more.pop("refs", ()))}  # type: ignore[call-overload]
    mail_keys["names"] = tuple(str(more.pop("words", "")).casefold().split())
    mid, sent = str(more.pop("mid", f"<{number}@x>")), more.pop("sent", when)
    more.setdefault("company", "Acme")
    more.setdefault("reply_needed", kind in ("invite", "offer", "assessment"))
    if isinstance(more.get("news_by"), str):
        more["news_by"] = date.fromisoformat(f"2026-{more['news_by']}")
    reading = Reading(kind=kind, times=tuple(map(span, times)), **more)  # type: ignore[arg-type]
    return Event(
        identity=f"m{number}", at=at(when), sent=at(str(sent)), message_id=mid, parties=(person(sender),),
        words_key=str(number), reading=reading, **mail_keys,
    )  # fmt: skip


def own(
    when: str,
    *to: str,
    words: str = "",
    refs: tuple[str, ...] = (),
    times: tuple[str, ...] = (),
    automatic: bool = False,
    **does: bool,
) -> Event:
    """A mail of the owner; `does` are the keys of OwnMail."""
    number = next(NUMBERS)
    reading = Reading(own=OwnMail(**does), times=tuple(map(span, times)))
    return Event(
        identity=f"o{number}", at=at(when), sent=at(when), message_id=f"<{number}@x>", references=refs, by_owner=True,
        parties=tuple(map(person, to)), automatic=automatic, names=tuple(words.casefold().split()), reading=reading,
    )  # fmt: skip


def invitation(uid: str, sequence: int, time: str, method: str = "REQUEST") -> CalendarEvent:
    return CalendarEvent(method=method, uid=uid, sequence=sequence, summary="Interview", span=span(time))


@dataclass
class Played:
    """What the program did, each with the moment it did it."""

    alerts: list[tuple[datetime, Alert]] = field(default_factory=list)
    holds: dict[str, Hold] = field(default_factory=dict)
    seen: list[tuple[datetime, dict[str, Hold]]] = field(default_factory=list)

    def told(self) -> list[str]:
        return [f"{alert.kind} {moment.astimezone(LONDON):%m-%d %H:%M}" for moment, alert in self.alerts]

    def held(self, when: str) -> list[str]:
        """The live holds at a moment: "03-02 10:00-11:00 confirmed"."""
        now = at(when)
        holds = next((h for moment, h in reversed(self.seen) if moment <= now), {})
        live = sorted((h for h in holds.values() if h.end > now), key=lambda h: h.start)
        local = [(h.start.astimezone(LONDON), h.end.astimezone(LONDON), h.status) for h in live]
        return [f"{start:%m-%d %H:%M}-{end:%H:%M} {status}" for start, end, status in local]


def play(*events: Event, until: str, owner: Owner = OWNER, down: tuple[str, str] | None = None) -> Played:
    """Let the events come one by one, with a turn at each and at each wake, except while the program is down."""
    timeline, played, told = Timeline(owner=owner), Played(), set()
    gap = (at(down[0]), at(down[1])) if down else None
    todo = sorted(events, key=lambda event: event.at)
    now = todo[0].at
    while now <= at(until):
        if gap is None or not gap[0] <= now < gap[1]:
            due = [event for event in todo if event.at <= now]
            todo = todo[len(due) :]
            timeline.add(*due)
            decision = decide(timeline, now)
            played.holds = {hold.uid: hold for hold in decision.holds}
            played.seen.append((now, played.holds))
            played.alerts += [(now, alert) for alert in decision.alerts if alert.key not in told]
            told |= {alert.key for alert in decision.alerts}
        moments = [event.at for event in todo] + [wake for wake in [next_wake(timeline, now)] if wake]
        later = [moment for moment in [*moments, *(gap or ())] if moment > now]
        if not later:
            break
        now = min(later)
    return played


def hours(number: float) -> timedelta:
    return timedelta(hours=number)

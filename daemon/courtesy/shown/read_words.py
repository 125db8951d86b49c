"""A reading in words: what a mail says, and what each finding rests on."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from courtesy.cases.wording import KINDS
from courtesy.mail.message import UNDATED, Message
from courtesy.mail.plain import one_line
from courtesy.reading import Reading, Span
from courtesy.terminal.lines import Paint


def lines(name: str, message: Message, reading: Reading, zone: ZoneInfo, paint: Paint) -> Iterator[str]:
    """The lines that tell people what `reading` says of `message`, times in `zone`."""
    yield paint(name, "dim")
    yield paint(one_line(message.subject) or "(no subject)", "bold")
    sender = f"{message.sender.name} <{message.sender.email}>" if message.sender.name else message.sender.email
    sent = moment(message.date, zone) if message.date != UNDATED else "no date"
    yield f"{paint(one_line(sender))}, {sent}"
    for fault in message.faults:
        yield paint(f"not read in full: {one_line(fault)}", "yellow")
    yield ""
    sure = paint(f"({reading.confidence:.0%} sure)", "dim")
    yield f"{paint(reading.kind, 'bold', 'cyan')}: {KINDS[reading.kind]} {sure}"
    if reading.scam:
        yield paint("a fake: do not answer, pay or send papers", "bold", "red")
    if reading.reply_needed:
        yield paint("the sender waits for your answer", "yellow")
    for title, value in _facts(reading, zone):
        yield f"  {title:<13} {paint(one_line(value))}"
    if reading.why:
        yield ""
        yield "why"
        yield from _why(reading, paint)
    elif reading.kind == "other":
        yield "\nwhy\n  nothing in it speaks of an application"


def _facts(reading: Reading, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    rounds = {None: "", 99: "final"}
    told = [
        ("company", reading.company),
        ("agency", reading.agency),
        ("role", reading.role),
        ("round", rounds.get(reading.round, str(reading.round))),
        *(("time", span(one, zone)) for one in reading.times),
        *(("no longer", span(one, zone)) for one in reading.old_times),
        *(("window", span(one, zone)) for one in reading.windows),
        ("length", f"{int(reading.duration.total_seconds() // 60)} minutes" if reading.duration else ""),
        ("place", reading.place),
        ("link", reading.link),
        ("with", ", ".join(reading.interviewers)),
        ("answer by", day(reading.deadline, zone)),
        ("news by", day(reading.news_by, zone)),
        ("language", reading.language),
    ]
    return ((title, value) for title, value in told if value)


def _why(reading: Reading, paint: Paint) -> Iterator[str]:
    """The evidence: first what speaks for or against the kind, then all else, strongest first."""
    ordered = sorted(reading.why, key=lambda why: (why.says != reading.kind, -abs(why.weight)))
    says = max(len(why.says) for why in ordered)
    rule = max(len(why.rule) for why in ordered)
    for why in ordered:
        quote = f'"{one_line(why.quote, 160)}"' if why.quote else ""
        weight = f"{why.weight:+5.1f}" if why.weight else " " * 5  # what is read off rather than weighed has none
        weight = paint(weight, "green" if why.weight >= 0 else "red")
        yield f"  {weight}  {paint(why.says):<{says}}  {paint(f'{why.rule:<{rule}}', 'dim')}  {paint(quote)}".rstrip()


def span(one: Span, zone: ZoneInfo) -> str:
    """A time with its end, on the owner's clock."""
    if one.end is None:
        return moment(one.start, zone)
    end = one.end.astimezone(zone)
    same_day = end.date() == one.start.astimezone(zone).date()
    return (
        f"{moment(one.start, zone)} - {end:%H:%M}" if same_day else f"{moment(one.start, zone)} - {moment(end, zone)}"
    )


def moment(when: datetime, zone: ZoneInfo) -> str:
    """A moment on the owner's clock."""
    return f"{when.astimezone(zone):%a %d %b %Y, %H:%M}"


def day(when: date | datetime | None, zone: ZoneInfo) -> str:
    """A day, with the hour where one is known."""
    if isinstance(when, datetime):
        return moment(when, zone)
    return f"{when:%a %d %b %Y}" if when else ""

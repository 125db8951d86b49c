"""How decided things are worded for the owner, with nothing in it that could do harm where it is shown."""

from datetime import datetime, tzinfo

from courtesy.cases.actions import Alert, AlertKind, Hold
from courtesy.cases.wording import PLACES
from courtesy.mail.plain import one_line

TITLES: dict[AlertKind, str] = {
    "reply_needed": "Reply needed",
    "reply_overdue": "Reply overdue",
    "thank_you_due": "Thank-you due",
    "thank_you_courtesy": "A courteous close",
    "debrief": "Interview over",
    "follow_up_ok": "No news yet",
    "too_early": "Too early to ask",
    "conflict": "Two things at once",
    "scam_warning": "Looks like a scam",
    "question": "A question",
    "signal": "Courtesy",
    "place_changed": "Another place",
    "briefing": "Interview ahead",
    "digest": "Still owed",
}
_DEEDS: dict[AlertKind, str] = {  # what the owner does about it; by when follows
    "reply_needed": "Reply",
    "reply_overdue": "Reply",
    "thank_you_due": "Say thanks now",
    "thank_you_courtesy": "Write a courteous line",
    "debrief": "Write down how it went",
    "follow_up_ok": "You may ask for news",
    "too_early": "Be patient",
    "conflict": "Choose between two times",
    "scam_warning": "Do not answer",
    "briefing": "Interview",
    "place_changed": "Another place for the interview",
}
_LONGEST = 2000  # characters of notes
BEGINS: frozenset[AlertKind] = frozenset({"briefing", "place_changed"})  # their `by` is when the interview does
URGENT: frozenset[AlertKind] = frozenset({"reply_overdue", "scam_warning"})


def location(hold: Hold) -> str:
    """Where the interview of a hold takes place: an address, the link to a call, or at least by what."""
    return one_line(hold.where, 300) or PLACES.get(hold.place, one_line(hold.place, 60)).capitalize()


def plain_lines(text: str) -> str:
    """`text` with each of its lines on one line, at most 2,000 characters in all; lines are parted by \\n."""
    lines = (one_line(line, 500) for line in text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).strip()


def title(alert: Alert) -> str:
    """A few words that say what the alert is: "Reply overdue: Globex"."""
    company = one_line(alert.company or "", 60)
    return f"{TITLES[alert.kind]}: {company}" if company else TITLES[alert.kind]


def headline(alert: Alert, now: datetime, zone: tzinfo) -> str:
    """What to do by when, for whom, in a few words: "Reply by 17:00 today: Globex"."""
    deed, company = _DEEDS.get(alert.kind, TITLES[alert.kind]), one_line(alert.company or "", 60)
    if alert.by is not None and alert.by > now:
        deed += f" {'at' if alert.kind in BEGINS else 'by'} {_near(alert.by.astimezone(zone), now.astimezone(zone))}"
    elif alert.kind == "reply_overdue" or (alert.kind == "reply_needed" and alert.by is not None):
        deed += " now"
    return f"{deed}: {company}" if company else deed


def _near(when: datetime, now: datetime) -> str:
    """ "17:00 today", "Thu 23 Apr 17:00"."""
    days = (when.date() - now.date()).days
    if days in (0, 1):
        return f"{when:%H:%M} {'tomorrow' if days else 'today'}"
    return f"{when:%a} {when.day} {when:%b %H:%M}"


def quote(alert: Alert) -> str:
    """The words of the mail that the alert rests on; in a scam warning no program can make a link of them."""
    words = one_line(alert.why, 500)
    return words.replace("://", "[:]//").replace("www.", "www[.]") if alert.kind == "scam_warning" else words


def moment(when: datetime, zone: tzinfo) -> str:
    """A moment for people, in the owner's zone: "Tue 3 Feb 2026, 14:30"."""
    local = when.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def span(hold: Hold, zone: tzinfo) -> str:
    """The time of a hold for people, in the owner's zone: "Tue 3 Feb 2026, 14:30-15:00"."""
    start, end = hold.start.astimezone(zone), hold.end.astimezone(zone)
    until = f"-{end:%H:%M}" if start.date() == end.date() else f" - {moment(end, zone)}"
    return moment(start, zone) + until

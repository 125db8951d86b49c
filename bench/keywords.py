"""A simple reader of job mail to measure ours against: what an engineer would write in an hour."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench.unseen import Judged
from tests.corpus.score import ACT, INTERVIEW

# The first that matches wins; most end with words of six more languages.
KINDS = [
    (kind, re.compile(words))
    for kind, words in (
        (
            "other",
            r"newsletter|webinar|\d ?% off|job alert|jobs? (?:for you|matching)|your order|password|invoice"
            r"|out of office|automatic reply|survey|background check|onboarding|your first day|payslip|abwesen",
        ),
        (
            "offer",
            r"(?:pleased|delighted|happy|like|love) to (?:offer you|make you an|extend)|offer letter|job offer"
            r"|formal offer|offer of|start date|arbeitsvertrag|offre d'embauche|oferta de (?:trabajo|emprego)",
        ),
        (
            "assessment",
            r"hackerrank|codility|codesignal|hirevue|take-?home|coding (?:challenge|test)|online (?:test|assessment)"
            r"|one-way|skills test|recorded video|onlinetest|test en ligne|prueba (?:técnica|online)|teste online",
        ),
        (
            "reject",
            r"regret|unsuccessful|not (?:to |be |been )?(?:mov|tak|proceed|progress|go)\w* (?:forward|further|it|you)"
            r"|(?:other|another|different) (?:candidate|applicant|direction|person)|not (?:been )?(?:selected|success)"
            r"|(?:been|is|now) (?:filled|closed)|not a (?:match|fit)|wish you (?:every|all|the best)|absage|leider"
            r"|malheureusement|lamentamos|no ha sido|purtroppo|helaas|infelizmente",
        ),
        (
            "cancel",
            r"cancel(?:l?ed|l?ing)?\b|call(?:ed|ing)? (?:it )?off|(?:not|won't) (?:be )?(?:going|able to go|go) ahead"
            r"|abgesagt|absagen|annul|cancelad|annullat|geannuleerd|vervalt",
        ),
        (
            "reschedule",
            r"re-?schedul|re-?arrange|postpone|(?:move|push|shift)(?:d|ed)? (?:your|our|the|it|this|to|you)\b"
            r"|instead of|new (?:time|date)|can't make|something (?:has )?come up|verschieben|verschoben|reporter"
            r"|décal|aplaza|reprogram|adiar|spostare|rimandare|verplaats|verzet",
        ),
        (
            "outreach",
            r"came across|your (?:profile|background|linkedin)|would you be (?:open|interested)|open to (?:a|new|hear)"
            r"|i'm (?:a|recruit|hiring|working with)|ihr profil|votre profil|su perfil|tuo profilo|je profiel",
        ),
        (
            "invite",
            r"availab|(?:which|what|when|any) (?:of|time|day|slot|date|one|would|works?|suits?|are you)|calendly"
            r"|(?:pick|choose|book|select) (?:a|your|one|the)|would .{0,30}(?:suit|work)|(?:are|be) you free|could you"
            r"|like to (?:meet|speak|talk|invite|chat|have you)|einlad|kennenlern|vous convi|invitar|convid|uitnodig",
        ),
        (
            "confirm",
            r"confirm|reminder|booked|(?:is|are|now|all) (?:scheduled|set)|see you|(?:meet|speak|talk|call) (?:on|at)"
            r"|(?:forward to|expect) (?:meeting|seeing|speaking|you)|bestätig|bevestig|erinnerung|rappel|recordatorio",
        ),
        (
            "receipt",
            r"received your|thank(?:s| you) for (?:applying|your application|submitting|your interest)"
            r"|eingegangen|bien reçu|hemos recibido|recebemos|abbiamo ricevuto|ontvangen",
        ),
        (
            "update",
            r"still (?:review|consider|wait)|in touch|decision|next steps?|on hold|update|shortlist|by the end of"
            r"|bewerbung|candidature|candidatura|sollicitatie",
        ),
        ("invite", r"interview|gespräch|entretien|entrevista|colloquio|gesprek"),
    )
]
ASKS = re.compile(
    r"please (?:confirm|reply|let|respond|book|choose|pick|select)|let (?:me|us) know|(?:can|could|would) you|rsvp"
    r"|bitte|merci de|por favor|la preghiamo|laat|graag"
)
SCAM = re.compile(r"telegram|whatsapp|gift card|(?:processing|registration|training) fee|bank details|bitcoin|western")
PLACES = {
    "video": re.compile(r"zoom|teams|google meet|meet\.google|webex|\bvideo"),
    "phone": re.compile(r"\bphone\b|telefon|téléphon|teléfono|call you"),
    "onsite": re.compile(r"\boffices?\b|on-?site|in person|reception|vor ort|nos locaux|oficina|\bsede\b|kantoor"),
}
LINK = re.compile(r"https?://[^\s<>\")\]]*(?:calendly|zoom|teams|meet|book|schedul|slot|test|assess|rank)[^\s<>\")\]]*")
ROLE = re.compile(
    r"\b(?:the|our|an?|as|of|for) ((?:[A-Z][\w/&-]*)(?: [A-Z(][\w/&)-]*){0,4})"
    r"(?= role| position| vacancy| post\b| job| at | with |$)",
    re.MULTILINE,
)
COMPANY = re.compile(r"\b(?:at|with|from|joining) ((?:[A-Z][\w&'-]*)(?: (?:[A-Z&][\w&'-]*))*)")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = "mon tue wed thu fri sat sun".split()
_MONTH = "|".join(MONTHS)
DAY = re.compile(
    r"(?P<by>\b(?:by|before|until)\s+(?:\w+ ){0,3})?(?:"
    rf"\b(?P<d>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<m>{_MONTH})[a-z]*|\b(?P<m2>{_MONTH})[a-z]* (?P<d2>\d\d?)\b"
    rf"|\b(?P<week>{'|'.join(DAYS)})[a-z]*day\b|\b(?P<next>tomorrow))"
)
CLOCK = re.compile(r"\b(\d\d?)(?:[:.h](\d\d))? ?([ap])\.?m|\b(\d\d?)[:.h](\d\d)\b")


def keywords(mails: Sequence[Judged]) -> list[dict[str, Any]]:
    """What the keywords make of each mail, with the keys of a label."""
    return [_by_keywords(mail) for mail in mails]


def _by_keywords(mail: Judged) -> dict[str, Any]:
    text = f"{mail.subject}\n{mail.newest}"
    low = text.lower()
    kind = _kind(low, "".join(mail.calendars))
    read: dict[str, Any] = {"kind": kind, "scam": bool(SCAM.search(low))}
    read["reply_needed"] = kind in ("invite", "offer", "assessment") or (kind in ACT and bool(ASKS.search(low)))
    if kind == "other":
        return read
    days = list(_days(low, mail.sent.date()))
    if kind in INTERVIEW:
        read["times"] = [[start, None] for start in dict.fromkeys(_starts(low, days, mail.zone))]
        read["place"] = next((place for place, words in PLACES.items() if words.search(low)), None)
    if kind in ACT:
        read["link"] = next(iter(LINK.findall(text)), None)
        read["deadline"] = next((str(day) for _, day, by in days if by), None)
    for key, pattern in (("role", ROLE), ("company", COMPANY)):
        read[key] = next(iter(pattern.findall(text)), None)
    return read


def _kind(low: str, calendar: str) -> str:
    """Calendar parts say what they are; what no word tells and names an hour is an interview's."""
    for method, kind in (("METHOD:REQUEST", "confirm"), ("METHOD:CANCEL", "cancel")):
        if method in calendar:
            return kind
    hour = ("invite" if "?" in low else "confirm") if CLOCK.search(low) else "other"
    return next((kind for kind, words in KINDS if words.search(low)), hour)


def _days(low: str, sent: date) -> Iterator[tuple[int, date, bool]]:
    """Where a day is named, which it is, and whether "by" stands before it."""
    for match in DAY.finditer(low):
        if match["next"]:
            day = sent + timedelta(1)
        elif match["week"]:
            day = sent + timedelta((DAYS.index(match["week"]) - sent.weekday() - 1) % 7 + 1)
        else:
            try:
                day = date(sent.year, MONTHS.index(match["m"] or match["m2"]) + 1, int(match["d"] or match["d2"]))
            except ValueError:
                continue
            day = day if day >= sent - timedelta(60) else day.replace(year=day.year + 1)
        yield match.end(), day, bool(match["by"])


def _starts(low: str, days: list[tuple[int, date, bool]], zone: ZoneInfo) -> Iterator[str]:
    """Every clock time at most 60 characters behind the last day named before it."""
    for match in CLOCK.finditer(low):
        near = [day for end, day, by in days if not by and end <= match.start() <= end + 60]
        hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
        hour += 12 * (match[3] == "p" and hour < 12)
        if near and hour < 24 and minute < 60:
            yield datetime.combine(near[-1], time(hour, minute), zone).isoformat()

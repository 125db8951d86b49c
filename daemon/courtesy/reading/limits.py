"""By when the owner must act, and by when they promise to come back: the surest of the statements that say it."""

from datetime import date, datetime, timedelta

from courtesy.reading.days import counted, edge_of_week, exists, monday_of
from courtesy.reading.roles import HAS_DEADLINE, HAS_NEWS, Role
from courtesy.reading.statements import Page, Said


def deadline(page: Page) -> tuple[date | datetime | None, Said | None]:
    """By when the owner must act: the surest statement of it, a named day before a vague one, the text first."""
    found = _limits(page, "deadline") if page.kind in HAS_DEADLINE else []
    if not found and page.kind == "assessment":
        found = _limits(page, "end") or _limits(page, "slot")
        one_date = len({said.days[-1] for said in found}) == 1  # work done alone has one date
        found = found if one_date else _close_of_window(page, found)
    if not found:
        return None, None
    said = _last_of(page, found[0])
    if said.at is not None and (span := page.span(said.days[-1], said.at)):
        return span.start, said
    return _of_weekend(page, said) or _before_the_start(page, said), said


def _of_weekend(page: Page, said: Said) -> date | None:
    """The Saturday of "by the weekend", the Sunday of "over the weekend"; None where it is no such limit."""
    if page.words.relative.get(page.text[said.start : said.end]) != "weekend":
        return None
    friday = edge_of_week(monday_of(said.days[-1]), "")
    for cue, days in (("over_weekend", 2), ("by_weekend", 1)):
        if page.tells(page.words.cues[cue], said.start):
            return friday + timedelta(days=days)
    return None


def _close_of_window(page: Page, said: list[Said]) -> list[Said]:
    """Of "open 3 April 10:00 to 5 April 22:00" the close: the second of two moments with "to" between them."""
    if len(said) != 2:
        return []
    opens, closes = said
    link = page.text[opens.end : closes.start].strip(" (),")
    return [closes] if link in page.words.joins["to"] | {"-"} and opens.days[-1] <= closes.days[-1] else []


def _before_the_start(page: Page, said: Said) -> date:
    """The day of a limit; of "you start on 1 December; give me a bell on Monday" not the Monday after that."""
    day = said.days[-1]
    words = page.text[said.start : said.end].strip(" .,")
    if not page.dated:
        return day
    others = [other for other in page.dated if page.anchor < other != day]
    after_all = bool(others) and day > max(others)  # "the interview is on 1 July; answer by the 29th"
    number = words.removeprefix("the ").rstrip("strndh").isdigit()
    if number and (page.kind == "offer" or after_all):  # "you start on 12 January; tell me by the 23rd"
        while (sooner := _month_before(day)) and sooner > page.anchor:
            day = sooner
        return day
    if page.kind != "offer" or words not in page.words.weekdays:
        return day
    return day - timedelta(weeks=max(0, (day - page.anchor).days - 1) // 7)


def _month_before(day: date) -> date | None:
    """The day of the same number in the month before."""
    return exists(day.year - (day.month == 1), (day.month - 2) % 12 + 1, day.day)


def promise(page: Page) -> tuple[date | None, Said | None]:
    """By when they promise to come back: of "Tuesday or Wednesday" the later."""
    found = _limits(page, "news") if page.kind in HAS_NEWS else []
    if page.kind not in ("update", "receipt", "cancel"):
        found = [said for said in found if said.weight > 1 or (said.vague and page.kind != "invite")]
    if not found:
        return None, None
    if page.words.cues["after_meeting"].search(page.text[found[0].end : found[0].end + 40]):
        return _after_meeting(page, found[0])
    day = max(_last_of(page, found[0]).days[-1], found[0].days[-1])
    if (weekend := _of_weekend(page, found[0])) is not None:
        return weekend, found[0]
    if page.tells(page.words.cues["week_of"], found[0].start):
        day = edge_of_week(monday_of(day), "")
    return day, found[0]


def _after_meeting(page: Page, said: Said) -> tuple[date | None, Said | None]:
    """ "within ten days of the interview": counted from its day, if the mail says that."""
    counts = [token.value for token in page.tokens if token.kind == "count" and said.start <= token.start < said.end]
    spans = page.spans("slot")
    if not counts or not spans:
        return None, None
    last = max(span.start.date() for _, span in spans)
    return counted(last, counts[0].high, counts[0].unit), said


def _last_of(page: Page, first: Said) -> Said:
    """The last of the days that a limit is said by: "by Tuesday or Wednesday", "tonight or tomorrow"."""
    last, joins = first, page.words.joins
    for said in page.said:
        gap = page.text[last.end : said.start].strip(" ,") if 0 < said.start - last.end < 26 else ""
        lead, *more = gap.split() or [""]
        joined = gap in joins["or"] | joins["to"] | {"-"} or (lead in joins["or"] and set(more) <= joins["or_else"])
        if joined and gap and said.days and said.days[-1] >= last.days[-1]:
            last = said
    return last


def _limits(page: Page, role: Role) -> list[Said]:
    """The statements in `role` that lie ahead, the best first."""
    ahead = [said for said in page.said if said.role == role and said.days and said.days[-1] >= page.anchor]
    if role == "news":
        later = [said for said in ahead if said.days[-1] > page.anchor]
        ahead = later or ahead
    return sorted(ahead, key=lambda said: (said.start < page.body, -said.weight, said.vague, said.start))

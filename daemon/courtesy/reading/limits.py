"""By when the owner must act, and by when they promise to come back: the surest of the statements that say it."""

from datetime import date, datetime, timedelta

from courtesy.reading.days import edge_of_week, monday_of
from courtesy.reading.roles import HAS_DEADLINE, HAS_NEWS, Role
from courtesy.reading.statements import Page, Said


def deadline(page: Page) -> tuple[date | datetime | None, Said | None]:
    """By when the owner must act: the surest statement of it, a named day before a vague one, the text first."""
    found = _limits(page, "deadline") if page.kind in HAS_DEADLINE else []
    if not found and page.kind == "assessment":
        found = _limits(page, "slot")
        found = found if len({said.days[-1] for said in found}) == 1 else []  # work done alone has one date
    if not found:
        return None, None
    said = _last_of(page, found[0])
    if said.at is not None and (span := page.span(said.days[-1], said.at)):
        return span.start, said
    return _before_the_start(page, said), said


def _before_the_start(page: Page, said: Said) -> date:
    """The day of a limit; of "you start on 1 December; give me a bell on Monday" not the Monday after that."""
    day = said.days[-1]
    bare = page.text[said.start : said.end].strip(" .,") in page.words.weekdays
    if page.kind != "offer" or not bare or not page.dated:
        return day
    return day - timedelta(weeks=max(0, (day - page.anchor).days - 1) // 7)


def promise(page: Page) -> tuple[date | None, Said | None]:
    """By when they promise to come back: of "Tuesday or Wednesday" the later."""
    found = _limits(page, "news") if page.kind in HAS_NEWS else []
    if page.kind not in ("update", "receipt", "cancel"):
        found = [said for said in found if said.weight > 1 or said.vague]
    if not found:
        return None, None
    day = max(_last_of(page, found[0]).days[-1], found[0].days[-1])
    if page.tells(page.words.cues["week_of"], found[0].start):
        day = edge_of_week(monday_of(day), "")
    return day, found[0]


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

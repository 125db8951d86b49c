"""The binder: brings each clock time together with its day, over clauses, lists, lines and table cells."""

from dataclasses import dataclass
from datetime import date

from courtesy.reading.items import At, When
from courtesy.reading.layout import Layout
from courtesy.reading.words import Words

_EDGE = " \t,.:;()[]|-*\"'/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """A day with its clock time, or either alone; `start` and `end` are where its words stand."""

    day: When | None
    at: At | None
    start: int
    end: int
    carried: bool = False  # the day was said elsewhere
    days: tuple[date, ...] = ()


def bind(whens: list[When], ats: list[At], layout: Layout, words: Words) -> list[Bound]:
    """Every time with the day said in its own sentence, and the days and times left over, in order of the text."""
    owner: dict[int, list[int]] = {}
    homes: list[int | None] = []
    for index, at in enumerate(ats):
        home = _home(index, ats, whens, homes, layout, words)
        homes.append(home)
        if home is not None:
            owner.setdefault(home, []).append(index)
    bound: list[Bound] = []
    for index, at in enumerate(ats):
        home = homes[index]
        if home is None:
            bound.append(Bound(day=None, at=at, start=at.start, end=at.end))
            continue
        when = whens[home]
        first = owner[home][0] == index
        start = min(at.start, when.start) if first else at.start
        group = _alternatives(home, whens, owner, at, layout, words)
        bound.append(Bound(day=when, at=at, start=start, end=max(at.end, when.end) if first else at.end, days=group))
    taken = set(owner) | {other for home in owner for other in _siblings(home, whens, owner, layout, words)}
    bound += [Bound(day=when, at=None, start=when.start, end=when.end, days=when.days)
              for index, when in enumerate(whens) if index not in taken]  # fmt: skip
    return sorted(bound, key=lambda one: (one.start, one.end))


def _siblings(home: int, whens: list[When], owner: dict[int, list[int]], layout: Layout, words: Words) -> list[int]:
    """Days joined to day `home` by "or" that have no time of their own: "Tuesday or Wednesday at 10"."""
    found: list[int] = []
    index = home
    while index > 0 and index - 1 not in owner:
        gap = layout.text[whens[index - 1].end : whens[index].start]
        bare = " ".join(gap.strip(_EDGE).split())
        if len(gap) > 16 or "\n" in gap or not (bare in words.joins["or"] or (bare == "" and "," in gap)):
            break
        index -= 1
        found.append(index)
    return found


def _alternatives(
    home: int, whens: list[When], owner: dict[int, list[int]], at: At, layout: Layout, words: Words
) -> tuple[date, ...]:
    if at.start < whens[home].start:
        return whens[home].days
    earlier = [whens[index].days[0] for index in reversed(_siblings(home, whens, owner, layout, words))]
    return (*earlier, *whens[home].days)


def _home(
    i: int, ats: list[At], whens: list[When], homes: list[int | None], layout: Layout, words: Words
) -> int | None:
    """The index of the day that time `i` belongs to within its sentence, or None."""
    at = ats[i]
    before = max((n for n, when in enumerate(whens) if when.end <= at.start), default=None, key=lambda n: whens[n].end)
    after = min((n for n, when in enumerate(whens) if when.start >= at.end), default=None, key=lambda n: whens[n].start)
    back = before is not None and layout.sentence(whens[before].end - 1) == layout.sentence(at.start)
    ahead = after is not None and layout.sentence(whens[after].start) == layout.sentence(at.start)
    if not ahead:
        return before if back else None
    if not back:
        return after if _reaches(i, after, ats, whens, layout, words) else None
    assert before is not None and after is not None
    gap = " ".join(layout.text[at.end : whens[after].start].strip(_EDGE).split())
    tight = gap in words.joins["on"] and whens[after].start - at.end < 12
    if not tight:
        return before
    behind = layout.text[whens[before].end : at.start]
    time_first = any(home == before and ats[n].start < whens[before].start for n, home in enumerate(homes))
    if time_first:
        return after
    comma = "," in layout.text[at.end : whens[after].start]
    had_one = any(home == before for home in homes)
    bare = " ".join(behind.strip(_EDGE).split())
    if not had_one and (len(behind) < 5 or bare in words.joins["at"] or bare == "") and (gap == "" or comma):
        return before
    if had_one and comma:
        return before
    return before if comma and not gap else after


def _reaches(i: int, after: int, ats: list[At], whens: list[When], layout: Layout, words: Words) -> bool:
    """Whether a time without a day before it may take the day after it in the sentence."""
    gap = layout.text[ats[i].end : whens[after].start]
    inner = [at for at in ats[i + 1 :] if at.start < whens[after].start]
    return len(gap) < 90 and (not inner or _reaches(i + 1, after, ats, whens, layout, words))

"""Which application does the owner mean? By words of it, or the short name of one of its mails."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.cases.decide import owed
from courtesy.cases.settled import is_called
from courtesy.cases.slot import Slot
from courtesy.cases.timeline import Timeline
from courtesy.mail.plain import one_line
from courtesy.owner.debts import is_of
from courtesy.owner.which_mail import is_short_for
from courtesy.store.store import Store
from courtesy.terminal.lines import complain, say

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_FRESH = timedelta(days=14)  # an interview that is over for longer is hardly the one that is meant without a name


def told_of(store: Store, timeline: Timeline, now: datetime) -> list[Alert]:
    """Every alert whose short name the owner may know: of what is owed at `now`, and of all that was ever told."""
    return [*owed(timeline, now), *(alert for _, alert in store.told(_EVER))]


def meant(timeline: Timeline, words: Sequence[str], told: Iterable[Alert]) -> list[Case]:
    """The cases that may be meant by `words`, also by the short name of an alert that was `told`, as by `told_of`.

    Those so called alone, where there are any.
    """
    named = [alert for alert in told if len(words) == 1 and is_called(words[0], alert)]
    if by_name := [case for case in timeline.cases if any(_is_about(alert, case) for alert in named)]:
        return by_name
    found = [case for case in timeline.cases if _is_meant(case, words)]
    called = " ".join(words).casefold()
    return [case for case in found if (case.company or "").casefold() == called] or found


def _is_about(alert: Alert, case: Case) -> bool:
    return alert.case == case.id or any(is_of(alert, event) for event in case.events)


def _is_meant(case: Case, words: Sequence[str]) -> bool:
    if len(words) == 1 and any(is_short_for(words[0], event) for event in case.events):
        return True
    parties = (part for item in case.parties.items() for part in item)
    text = " ".join([*case.companies, *case.roles, *parties, *case.subjects]).casefold()
    return all(word.casefold() in text for word in " ".join(words).split())


def to_debrief(timeline: Timeline, now: datetime) -> list[Case]:
    """The cases with an interview that is just over, of which nothing has been noted since it began."""
    over = ((case, sitting) for case in timeline.cases for sitting in case.interviews.sittings(now))
    fresh = (case for case, sitting in over if _is_fresh(case, sitting, now))
    return list({case.id: case for case in fresh}.values())


def _is_fresh(case: Case, sitting: Sequence[Slot], now: datetime) -> bool:
    start = sitting[0].start
    return now - start < _FRESH and not any(note.at >= start for note in case.notes)


def only(found: Sequence[Case], timeline: Timeline | None = None, words: Sequence[str] = ()) -> Case | None:
    """The one of `found`; None, and said why, where it is none or several.

    With the `words` that were looked for in `timeline` those are named that are called almost so.
    """
    if len(found) == 1:
        return found[0]
    if found:
        complain("several applications may be meant; say more words, or the short name that stands before it")
        for case in found:
            short = f"{case.events[-1].short}  " if case.events else ""
            say(f"{short}{who(case)}: {case.stage}")
        return None
    near = _nearest(timeline.cases, words) if timeline else []
    hint = f"did you mean {' or '.join(near)}?" if near else "`courtesy status` lists them"
    complain(f"no application is so called; {hint}")
    return None


def _nearest(cases: Iterable[Case], words: Sequence[str]) -> list[str]:
    """The companies whose names, or a word of them, are almost the words."""
    names: dict[str, str] = {}
    for case in cases:
        if case.company:
            for part in (case.company, *case.company.split()):
                names.setdefault(part.casefold(), one_line(case.company, 60))
    near = get_close_matches(" ".join(words).casefold()[:60], names, 3, 0.7)
    return list(dict.fromkeys(names[one] for one in near))


def who(case: Case) -> str:
    """Company and role, on one line."""
    return ", ".join(one_line(part, 60) for part in (case.called or "company not named", case.role or "") if part)

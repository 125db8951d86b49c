"""What is to be forgotten, and how what is stored is known to belong to it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from courtesy.cases.case import Case
from courtesy.cases.names import same_company
from courtesy.cases.notes import CASE_ID, Note, is_about
from courtesy.cases.timeline import Timeline


@dataclass(frozen=True, kw_only=True)  # no slots: it works some things out but once
class Doomed:
    """Applications, or mail of none, that go, and what must stay because others need it."""

    identities: frozenset[str] = frozenset()  # of the mails that go
    kept: frozenset[str] = frozenset()  # of those that are part of an application that stays
    message_ids: frozenset[str] = frozenset()
    uids: frozenset[str] = frozenset()  # of the holds that go
    kept_uids: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()
    names: frozenset[str] = frozenset()  # of the companies, by which traces are found elsewhere
    before: datetime | None = None  # what is older and belongs to nothing that stays goes too

    @cached_property
    def cases(self) -> frozenset[str]:
        """What an application that goes may be called."""
        return frozenset(one[:CASE_ID] for one in self.identities)

    def has_key(self, key: str) -> bool:
        """Whether the key of an alert, or of a draft for it, is about what goes."""
        return _fact(key) in self.uids or _fact(key)[:CASE_ID] in self.cases

    @cached_property
    def _stays(self) -> frozenset[str]:
        return frozenset(one[:CASE_ID] for one in self.kept)

    def spares(self, case: str, key: str) -> bool:
        """Whether an alert of that case, or with that key, is about what stays."""
        return case in self._stays or _fact(key) in self.kept_uids or _fact(key)[:CASE_ID] in self._stays

    def mentions(self, *values: object) -> bool:
        """Whether a company that goes is named in one of the values, texts or octets of texts."""
        texts = (one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in values if one)
        return self._mention is not None and any(self._mention.search(text.casefold()) for text in texts)

    @cached_property
    def _mention(self) -> "re.Pattern[str] | None":
        words = "|".join(re.escape(name.casefold()) for name in sorted(self.names, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None


def _fact(key: str) -> str:
    """What an alert is about: the identity of a mail, the id of a case or the uid of a hold.

    By its key or that of a draft for it, in which more may follow: a day, a time, until when it was put off.
    """
    return key.removeprefix("draft:").partition(":")[2].partition("~")[0].partition(" ")[0].partition(":")[0]


def doomed_with(cases: Collection[Case], timeline: Timeline) -> Doomed:
    """What goes with these applications; a mail of another one too stays."""
    others = [case for case in timeline.cases if case not in cases]
    kept = _identities(others)
    names = {name for case in cases for name in case.companies}
    spared = [name for case in others for name in case.companies]
    gone = _identities(cases) - kept
    return Doomed(
        identities=gone,
        kept=kept,
        message_ids=frozenset(event.message_id for case in cases for event in case.events if event.identity in gone),
        uids=_uids(cases),
        kept_uids=_uids(others),
        notes=tuple(note for case in cases for note in case.notes),
        names=frozenset(name for name in names if not any(same_company(name, one) for one in spared)),
    )


def doomed_before(cutoff: datetime, timeline: Timeline, now: datetime) -> tuple[list[Case], Doomed]:
    """The applications in which nothing has happened since `cutoff` and nothing is to come, and all that goes then."""
    old = [case for case in timeline.cases if _is_over(case, cutoff, now, timeline)]
    others = [case for case in timeline.cases if case not in old]
    kept = _identities(others)
    loose = [event for event in timeline.events if event.identity not in kept and event.at < cutoff]
    young = frozenset(event.identity for event in timeline.events if event.at >= cutoff)
    return old, Doomed(
        identities=frozenset(event.identity for event in loose) - young,
        kept=kept | young,
        message_ids=frozenset(event.message_id for event in loose),
        uids=_uids(old),
        kept_uids=_uids(others),
        notes=tuple(note for note in timeline.notes if note.at < cutoff and not is_about(note, kept)),
        before=cutoff,
    )


def _is_over(case: Case, cutoff: datetime, now: datetime, timeline: Timeline) -> bool:
    said = [event.at for event in case.events] + [note.at for note in case.notes]
    promised = case.promise is not None and case.promise.by >= now.astimezone(timeline.owner.zone).date()
    return max(said) < cutoff and not case.interviews.live(cutoff) and not promised


def _uids(cases: Iterable[Case]) -> frozenset[str]:
    return frozenset(slot.uid for case in cases for slot in case.interviews.slots)


def _identities(cases: Iterable[Case]) -> frozenset[str]:
    return frozenset(event.identity for case in cases for event in case.events)

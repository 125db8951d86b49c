"""Fetching mails by their ids, a few at a time and in bounded memory: small ones whole, big ones by their texts."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from courtesy.errors import CourtesyError, TryLater
from courtesy.google.calls import Refused
from courtesy.mail import Incoming
from courtesy.mail.gmail_api import SHAPE, SIZES, TEXTS, TOGETHER, WHOLE, Answers, GmailApi
from courtesy.mail.gmail_parts import CONTENT_LIMIT, Leaf, contents, leaves, rebuilt, unpacked
from courtesy.mail.smaller import SMALL

GARBLED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What is raised over an answer that is unlike those of Google."""

_TEXTS_LIMIT = 2 << 20  # octets of a part kept apart; and of all those together that Google gives only together
_PATIENCE = 8  # times that Google may fail over one mail before it steps aside; they take a quarter of an hour
_LATEST = 253_402_300_799_000  # milliseconds; the end of the year 9999


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A mail to be fetched."""

    id: str
    size: Literal["small", "big", "unknown"] = "unknown"  # what is unknown is asked for first


@dataclass(frozen=True, kw_only=True, slots=True)
class Portion:
    """Some mails: the first `done` of those wanted are done with."""

    mails: tuple[Incoming, ...]
    skipped: tuple[str, ...]
    done: int


class GmailReader:
    """Reads mails; changes nothing.

    `fits` says of what is told of a mail (labelIds, internalDate, perhaps historyId) whether it is brought. `failed`
    counts how often Google failed over an id, so that one mail cannot stop the mailbox: what failed once is asked for
    alone and with care, and is skipped in the end.
    """

    def __init__(self, api: GmailApi, fits: Callable[[Mapping[str, Any]], bool], failed: "Counter[str]") -> None:
        self._api = api
        self._fits = fits
        self._failed = failed
        self._skipped: list[str] = []

    def portions(self, wanted: Sequence[Wanted]) -> Iterator[Portion]:
        """Fetch `wanted` in their order. What came before a fault is yielded before the fault is raised."""
        done = 0
        for run in self._runs(wanted):
            mails, count, fault = self._read(run)
            done += count
            if count:
                skipped, self._skipped = tuple(self._skipped), []
                yield Portion(mails=tuple(mails), skipped=skipped, done=done)
            if fault is not None:
                raise fault

    def _runs(self, wanted: Sequence[Wanted]) -> Iterator[list[Wanted]]:
        """Cut into what is asked for together."""
        run: list[Wanted] = []
        for mail in wanted:
            alone = mail.id in self._failed
            if run and (alone or len(run) == TOGETHER):
                yield run
                run = []
            run.append(Wanted(id=mail.id) if alone and mail.size == "small" else mail)
            if alone:
                yield run
                run = []
        if run:
            yield run

    def _read(self, run: Sequence[Wanted]) -> tuple[list[Incoming], int, CourtesyError | None]:
        """The mails of a run up to the first fault, how many of it are done with, and the fault."""
        sizes = self._ask([mail.id for mail in run if mail.size == "unknown" and self._has_hope(mail)], SIZES)
        whole = self._ask([mail.id for mail in run if self._has_hope(mail) and self._is_small(mail, sizes)], WHOLE)
        mails: list[Incoming] = []
        for count, mail in enumerate(run):
            try:
                brought = self._mail(mail, sizes, whole)
            except CourtesyError as fault:
                return mails, count, fault
            except GARBLED as error:
                self._skip(mail.id, f"Google's answer cannot be read ({type(error).__name__})")
                brought = None
            self._failed.pop(mail.id, None)
            mails += [brought] if brought else []
        return mails, len(run), None

    def _is_small(self, mail: Wanted, sizes: Answers) -> bool:
        told = sizes.found.get(mail.id)
        if told is None:
            return mail.size == "small" and not sizes.failed
        try:
            return self._fits(told) and int(told.get("sizeEstimate", 0)) <= SMALL
        except GARBLED:
            return False

    def _has_hope(self, mail: Wanted) -> bool:
        return self._failed[mail.id] < _PATIENCE

    def _mail(self, mail: Wanted, sizes: Answers, whole: Answers) -> Incoming | None:
        """The mail, or None when it is gone, not wanted after all, or skipped. Raises TryLater and GiveUp."""
        if not self._has_hope(mail):
            self._skip(mail.id, "Google fails over it again and again")
            return None
        for answers in (sizes, whole):
            if mail.id in answers.failed:
                raise answers.failed[mail.id]
            if mail.id in answers.refused:
                self._refuse(mail.id, answers.refused[mail.id])
                return None
        if mail.id in whole.found:
            told = whole.found[mail.id]
            return self._incoming(told, unpacked(str(told.get("raw", "")))) if self._fits(told) else None
        if mail.id in sizes.found and not self._fits(sizes.found[mail.id]):
            return None
        return self._big(mail.id)

    def _big(self, id: str) -> Incoming | None:
        """A mail without its attachments."""
        shape = self._one(id, SHAPE)
        if shape is None or not self._fits(shape):
            return None
        parts = leaves(shape.get("payload", {}))
        octets: dict[str, bytes] = {}
        if sum(part.size for part in parts if not part.attachment) <= _TEXTS_LIMIT:
            texts = self._one(id, TEXTS)
            if texts is None:
                return None
            known = contents(texts.get("payload", {}))
            octets = {part.id: known[part.id] for part in parts if part.wanted and part.id in known}
        else:
            self._skip(id, f"its text is longer than {_TEXTS_LIMIT >> 20} MiB; of it only the header was read")
        for part in parts:
            if part.wanted and part.attachment and part.size <= _TEXTS_LIMIT:
                octets[part.id] = self._attachment(id, part)
        return self._incoming(shape, rebuilt(shape.get("payload", {}), octets))

    def _attachment(self, id: str, part: Leaf) -> bytes:
        try:
            return unpacked(self._api.attachment(id, part.attachment))[:CONTENT_LIMIT]
        except Refused:
            return b""
        except CourtesyError as fault:
            self._count(id, fault)
            raise

    def _one(self, id: str, form: tuple[str, str]) -> dict[str, Any] | None:
        answers = self._ask([id], form)
        for fault in answers.failed.values():
            raise fault
        for refused in answers.refused.values():
            self._refuse(id, refused)
        return answers.found.get(id)

    def _ask(self, ids: Sequence[str], form: tuple[str, str]) -> Answers:
        answers = self._api.mails(ids, form)
        for id, fault in answers.failed.items():
            self._count(id, fault)
        return answers

    def _count(self, id: str, fault: CourtesyError) -> None:
        """Note that Google failed over a mail; not when it only asked us to slow down."""
        status = getattr(getattr(fault.__cause__, "resp", None), "status", 500)
        if isinstance(fault, TryLater) and int(status) >= 500:
            self._failed[id] += 1

    def _refuse(self, id: str, refused: Refused) -> None:
        if refused.status not in (404, 410):  # deleted since it was listed
            self._skip(id, f"Google refuses it: {refused.message or refused.reason}")

    def _skip(self, id: str, why: str) -> None:
        self._skipped.append(f"{_where(id)}: {why}")

    def _incoming(self, told: Mapping[str, Any], raw: bytes) -> Incoming:
        folder: Literal["INBOX", "Sent"] = "Sent" if "SENT" in told.get("labelIds", ()) else "INBOX"
        arrived = datetime.fromtimestamp(arrived_ms(told) / 1000, UTC)
        return Incoming(raw=raw, folder=folder, arrived=arrived, where=_where(told["id"]))


def arrived_ms(told: Mapping[str, Any]) -> int:
    """When a mail arrived (internalDate), in milliseconds since 1970."""
    return max(0, min(int(told.get("internalDate", 0)), _LATEST))


def _where(id: str) -> str:
    return f"Gmail, id {id}"

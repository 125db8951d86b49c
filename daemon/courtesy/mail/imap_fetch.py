"""Fetching mail by UID in few round trips and bounded memory: small mails whole, big ones by their text parts."""

import imaplib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from courtesy.clock import now
from courtesy.mail import BATCH_MAILS, BATCH_OCTETS, Folder, Incoming
from courtesy.mail.header import HEADER_LIMIT
from courtesy.mail.imap_structure import expected_octets, parts_of
from courtesy.mail.imap_wire import Client
from courtesy.mail.smaller import PART_LIMIT, SMALL, Part, rebuild

_STRETCH = 2000  # mails whose size is asked for at once
_STRUCTURES = 100  # mails whose structure is asked for at once
_WHOLE_LIMIT = 1 << 20  # octets of a mail whose structure the server cannot tell
_PATIENCE = 5  # connections one mail may cost before it steps aside

Answer = Mapping[bytes, Any]


class UnreadableError(Exception):
    """The server's answer to a FETCH was a refusal, or cannot be understood."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Portion:
    """Some mails of one folder: everything up to and including the UID `upto` is done with."""

    mails: tuple[Incoming, ...]
    skipped: tuple[str, ...]
    upto: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """A mail before it is fetched."""

    uid: int
    arrived: datetime
    octets: int  # that fetching it will bring, about
    parts: tuple[Part, ...] | None = None  # of a big mail; None: fetch it whole
    big: bool = False


class FolderReader:
    """Reads mails of the folder that is EXAMINEd on `client`; changes nothing there (BODY.PEEK).

    `died` says how often the connection was lost over a UID, so that one mail cannot stop the folder: what was lost
    once comes in smaller company, then alone, and is skipped in the end. `asking` is what is being fetched now.
    """

    def __init__(self, client: Client, folder: str, role: Folder, died: Mapping[int, int]) -> None:
        self._client = client
        self._folder = folder
        self._role = role
        self._died = died
        self._skipped: list[str] = []
        self._ahead: dict[int, bytes] = {}  # big mails fetched before their turn
        self.asking: Collection[int] = ()

    def portions(self, uids: Sequence[int], since: datetime | None, floor: int) -> Iterator[Portion]:
        """Fetch `uids` (ascending). Of those below `floor`, mail that arrived before `since` is left out.

        Raises imaplib.IMAP4.abort and OSError when the connection is lost.
        """
        for start in range(0, len(uids), _STRETCH):
            stretch = uids[start : start + _STRETCH]
            known = self._structures(
                [mail for mail in self._sizes(stretch) if since is None or mail.uid >= floor or mail.arrived >= since]
            )
            for first, run in self._runs(known):
                mails = tuple(self._contents(run, known[first:]))
                yield Portion(mails=mails, skipped=self.leftovers(), upto=run[-1].uid)
            self._ahead.clear()

    def leftovers(self) -> tuple[str, ...]:
        """What could not be fetched and was not told with a portion."""
        skipped, self._skipped = tuple(self._skipped), []
        return skipped

    def _sizes(self, uids: Sequence[int]) -> list[_Known]:
        answers = self._ask_each(uids, ["RFC822.SIZE", "INTERNALDATE", "FLAGS"])
        known = []
        for uid in uids:
            if (answer := answers.get(uid)) is not None and (self._role == "Sent" or not _is_draft(answer)):
                size = answer.get(b"RFC822.SIZE")
                octets = size if isinstance(size, int) and size > 0 else SMALL + 1
                known.append(
                    _Known(uid=uid, arrived=_utc(answer.get(b"INTERNALDATE")), octets=octets, big=octets > SMALL)
                )
        return known

    def _structures(self, known: list[_Known]) -> list[_Known]:
        """The same mails, the big ones with their parts."""
        big = [mail.uid for mail in known if mail.big]
        sound = [uid for uid in big if not self._died.get(uid)]
        groups = [sound[start : start + _STRUCTURES] for start in range(0, len(sound), _STRUCTURES)]
        groups += [[uid] for uid in big if self._died.get(uid) == 1]  # of those lost twice, the start will have to do
        parts: dict[int, tuple[Part, ...]] = {}
        for group in groups:
            self.asking = group
            answers = self._ask_each(self.asking, ["BODYSTRUCTURE"], report=False)
            parts |= {uid: found for uid, answer in answers.items() if (found := _parts(answer)) is not None}
            self.asking = ()
        return [_sized(mail, parts.get(mail.uid)) if mail.big else mail for mail in known]

    def _runs(self, known: Sequence[_Known]) -> Iterator[tuple[int, list[_Known]]]:
        """Cut into runs of bounded octets; yields each with the place where it starts."""
        start = octets = 0
        for place, mail in enumerate(known):
            many = min(self._company(mail), self._company(known[start]))
            if place > start and (octets + mail.octets > BATCH_OCTETS or place - start >= many):
                yield start, list(known[start:place])
                start, octets = place, 0
            octets += mail.octets
        if start < len(known):
            yield start, list(known[start:])

    def _company(self, mail: _Known) -> int:
        """How many mails may be fetched with this one: fewer, the more often the connection was lost over it."""
        return (BATCH_MAILS, 20, 1)[min(self._died.get(mail.uid, 0), 2)]

    def _contents(self, run: Sequence[_Known], rest: Sequence[_Known]) -> Iterator[Incoming]:
        """The mails of a run, in its order. `rest` is what comes from its start on, for looking ahead."""
        hopeless = {mail.uid for mail in run if self._died.get(mail.uid, 0) >= _PATIENCE}
        self._skipped += [self._where(uid) + ": the server ends the connection over it" for uid in sorted(hopeless)]
        small = [mail.uid for mail in run if not mail.big and mail.uid not in hopeless]
        self.asking = small
        whole = {uid: _octets(answer, "BODY[]") for uid, answer in self._ask_each(small, ["BODY.PEEK[]"]).items()}
        for mail in run:
            self.asking = (mail.uid,)
            if mail.uid in hopeless:
                continue
            if mail.big:
                raw = self._big(mail, rest)
            elif mail.uid in whole:
                raw = whole[mail.uid] or self._capped(mail.uid)
            else:
                continue  # gone, or already reported
            if raw:
                yield Incoming(raw=raw, folder=self._role, arrived=mail.arrived, where=self._where(mail.uid))
        self.asking = ()

    def _big(self, mail: _Known, rest: Sequence[_Known]) -> bytes | None:
        if mail.parts is None:
            return self._capped(mail.uid)
        if mail.uid not in self._ahead:
            self._look_ahead([other for other in rest if other.big and other.uid >= mail.uid])
        return self._ahead.pop(mail.uid, None) or self._capped(mail.uid)

    def _look_ahead(self, upcoming: Sequence[_Known]) -> None:
        """Fetch the next big mails, those that want the same sections together, within the octets of a batch."""
        groups: dict[tuple[int, tuple[str, ...]], list[_Known]] = {}
        octets = 0
        for mail in upcoming:
            octets += mail.octets
            if octets > BATCH_OCTETS and groups:
                break
            if mail.parts is not None and mail.uid not in self._ahead:
                sections = tuple(part.section for part in mail.parts if part.wanted)
                alone = mail.uid if self._died.get(mail.uid) else 0
                groups.setdefault((alone, sections), []).append(mail)
        for (_, sections), mails in groups.items():
            self.asking = [mail.uid for mail in mails]
            items = [f"BODY.PEEK[HEADER]<0.{HEADER_LIMIT}>"] + [f"BODY.PEEK[{s}]<0.{PART_LIMIT}>" for s in sections]
            answers = self._ask_each(self.asking, items, report=False)
            for mail in mails:
                header = _octets(answers.get(mail.uid, {}), "BODY[HEADER]")
                if header and mail.parts is not None:
                    found = {s: _octets(answers[mail.uid], f"BODY[{s}]") or b"" for s in sections}
                    self._ahead[mail.uid] = rebuild(header, mail.parts, found)

    def _capped(self, uid: int) -> bytes | None:
        """The start of a mail that could not be had otherwise; None, and reported, if even that is refused."""
        answers = self._ask_each([uid], [f"BODY.PEEK[]<0.{_WHOLE_LIMIT}>"])
        raw = _octets(answers.get(uid, {}), "BODY[]")
        if uid in answers and not raw:
            self._skipped.append(self._where(uid) + ": the server gives no text for it")
        return raw

    def _ask_each(self, uids: Collection[int], items: list[str], *, report: bool = True) -> dict[int, Answer]:
        """FETCH; where the answer is unusable, ask again for the halves, down to the mail that is to blame."""
        try:
            return self._ask(uids, items)
        except UnreadableError as error:
            if len(uids) == 1:
                if report:
                    self._skipped += [f"{self._where(uid)}: {error}" for uid in uids]
                return {}
        ordered = list(uids)
        middle = len(ordered) // 2
        first = self._ask_each(ordered[:middle], items, report=report)
        return first | self._ask_each(ordered[middle:], items, report=report)

    def _ask(self, uids: Collection[int], items: list[str]) -> dict[int, Answer]:
        if not uids:
            return {}
        wire = self._client.wire
        wire.response("FETCH")  # forget what a refused FETCH before this one left behind
        try:
            answers: dict[int, Answer] = self._client.fetch([int(uid) for uid in uids], items)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise UnreadableError(str(error)[:120]) from None
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError) as error:
            raise UnreadableError(f"the server's answer cannot be read ({type(error).__name__})") from None
        if wire.cut:
            raise UnreadableError("the server's answer has a line that is too long")
        return answers

    def _where(self, uid: int) -> str:
        return f"{self._folder}, uid {uid}"


def _is_draft(answer: Answer) -> bool:
    r"""Whether it bears \Draft (RFC 3501, 2.3.2): a folder of all mail holds what the owner has not sent, too."""
    flags = answer.get(b"FLAGS")
    return isinstance(flags, tuple) and any(isinstance(one, bytes) and one.lower() == b"\\draft" for one in flags)


def _parts(answer: Answer) -> tuple[Part, ...] | None:
    """The parts of a mail, or None when the server's description is broken (many are)."""
    try:
        return parts_of(answer[b"BODYSTRUCTURE"])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _sized(mail: _Known, parts: tuple[Part, ...] | None) -> _Known:
    octets = expected_octets(parts) if parts is not None else min(mail.octets, _WHOLE_LIMIT)
    return _Known(uid=mail.uid, arrived=mail.arrived, octets=octets, parts=parts, big=True)


def _octets(answer: Answer, item: str) -> bytes | None:
    """The octets of a BODY[...] item; servers name a partial one with its origin, or without."""
    for key in (f"{item}<0>", item):
        value = answer.get(key.encode())
        if value is not None:
            return value if isinstance(value, bytes) else str(value).encode()
    return None


def _utc(date: object) -> datetime:
    """INTERNALDATE in UTC; now, when the server does not tell it."""
    if isinstance(date, datetime) and date.tzinfo is not None:
        try:
            return date.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    return now()

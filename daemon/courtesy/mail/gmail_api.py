"""What is asked of the Gmail API (v1), each call at its price; nothing of it changes the mailbox."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from courtesy.errors import CourtesyError
from courtesy.google.account import Account
from courtesy.google.calls import Refused, call, meaning
from courtesy.mail.gmail_pace import Pace

# What a call costs, by Google's table of May 2026; clients made before pay 5 for a mail, and may spend more.
_MAIL = _ATTACHMENT = 20
_LIST = 5
_HISTORY = 2
_PROFILE = _LABELS = 1

TOGETHER = 5
"""Mails asked for in one batch: all of it counts at once, and more than 20 are refused as too many at a time."""

_DEPTH = 8  # levels of parts that are looked at
_PAGE = 500  # the most that Google gives

SIZES = ("minimal", "id,labelIds,historyId,internalDate,sizeEstimate")
WHOLE = ("raw", "id,labelIds,internalDate,raw")


def _payload(each: str) -> str:
    """A field mask of these fields of all parts; Google knows no other way to say "at any depth"."""
    mask = each
    for _ in range(_DEPTH):
        mask = f"{each},parts({mask})"
    return f"id,labelIds,internalDate,payload({mask})"


SHAPE = ("full", _payload("partId,mimeType,filename,headers,body(attachmentId,size)"))
TEXTS = ("full", _payload("partId,body(attachmentId,data)"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What became of mails that were asked for together."""

    found: dict[str, dict[str, Any]]  # by id
    refused: dict[str, Refused]
    failed: dict[str, CourtesyError]  # what may go well another time, or was never answered


class _Parts:
    """The parts of the API that are asked: each takes longer to make than to ask, so it is made once."""

    def __init__(self, service: Any) -> None:
        self.service = service

    @cached_property
    def users(self) -> Any:
        return self.service.users()

    @cached_property
    def labels(self) -> Any:
        return self.users.labels()

    @cached_property
    def history(self) -> Any:
        return self.users.history()

    @cached_property
    def messages(self) -> Any:
        return self.users.messages()

    @cached_property
    def attachments(self) -> Any:
        return self.messages.attachments()


class GmailApi:
    """The calls, made one at a time. Each raises TryLater, GiveUp or Refused (see google/calls.py)."""

    def __init__(self, account: Account, pace: Pace, whose: str) -> None:
        """`whose` begins the messages of faults."""
        self._account = account
        self._pace = pace
        self._whose = whose
        self._opened: _Parts | None = None

    def history_now(self) -> str:
        """The id of the newest record of the history."""
        return str(self._call(_PROFILE, self._parts.users.getProfile(userId="me", fields="historyId"))["historyId"])

    def labels(self) -> dict[str, str]:
        """The names of all labels, by id."""
        told = self._call(_LABELS, self._parts.labels.list(userId="me", fields="labels(id,name)"))
        return {label["id"]: label["name"] for label in told.get("labels", ())}

    def search(self, query: str, label: str | None) -> Iterator[str]:
        """The ids of the mails that `query` finds under a label (its id); None: in all mail but spam and trash."""
        wanted: dict[str, Any] = {"q": query, "maxResults": _PAGE, "fields": "messages/id,nextPageToken"}
        if label is not None:
            wanted |= {"labelIds": [label], "includeSpamTrash": label == "SPAM"}
        for page in self._pages(_LIST, self._parts.messages, wanted):
            yield from (message["id"] for message in page.get("messages", ()))

    def history(self, start: str) -> tuple[list[Mapping[str, Any]], str]:
        """The records after `start` that tell of new mail or labels, in their order, and the id after them all.

        Refused with 404 when Google no longer knows what followed `start`.
        """
        wanted = {
            "startHistoryId": start,
            "historyTypes": ["messageAdded", "labelAdded"],
            "maxResults": _PAGE,
            "fields": "history(id,messagesAdded/message(id,labelIds),labelsAdded(message/id,labelIds)),"
            "historyId,nextPageToken",
        }
        pages = list(self._pages(_HISTORY, self._parts.history, wanted))
        return [record for page in pages for record in page.get("history", ())], str(pages[0]["historyId"])

    def mails(self, ids: Sequence[str], form: tuple[str, str]) -> Answers:
        """Up to TOGETHER mails in one of the forms of this module."""
        answers = Answers(found={}, refused={}, failed={})
        messages = self._parts.messages
        requests = {id: messages.get(userId="me", id=id, format=form[0], fields=form[1]) for id in ids}
        if len(requests) == 1:
            self._alone(*requests.popitem(), answers)
        elif requests:
            self._batch(requests, answers)
        return answers

    def attachment(self, mail: str, id: str) -> str:
        """The octets of a part, in URL-safe base64."""
        request = self._parts.attachments.get(userId="me", messageId=mail, id=id, fields="data")
        return str(self._call(_ATTACHMENT, request).get("data", ""))

    def close(self) -> None:
        """Hang up; the next call makes a new connection."""
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.service.close()

    @property
    def _parts(self) -> _Parts:
        if self._opened is None:
            self._opened = _Parts(self._account.gmail())
        return self._opened

    def _call(self, price: int, request: Any) -> dict[str, Any]:
        self._pace.spend(price)
        return call(request, self._whose)

    def _pages(self, price: int, resource: Any, wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
        more: dict[str, str] = {}
        while True:  # list_next of googleapiclient fails over parameters that are lists
            page = self._call(price, resource.list(userId="me", **wanted, **more))
            yield page
            if not page.get("nextPageToken"):
                return
            more = {"pageToken": page["nextPageToken"]}

    def _alone(self, id: str, request: Any, answers: Answers) -> None:
        try:
            answers.found[id] = self._call(_MAIL, request)
        except Refused as error:
            answers.refused[id] = error
        except CourtesyError as error:
            answers.failed[id] = error

    def _batch(self, requests: dict[str, Any], answers: Answers) -> None:
        """Google answers each part of a batch on its own, so some may fail."""
        from googleapiclient.http import BatchHttpRequest

        def answered(id: str, response: dict[str, Any], error: Exception | None) -> None:
            fault = meaning(error, self._whose) if error else None
            if fault is None:
                answers.found[id] = response
            elif isinstance(fault, Refused):
                answers.refused[id] = fault
            else:
                answers.failed[id] = fault

        batch = BatchHttpRequest(callback=answered, batch_uri=self._account.batch_uri)
        for id, request in requests.items():
            batch.add(request, request_id=id)
        try:
            self._call(_MAIL * len(requests), batch)
        except CourtesyError as error:
            answers.failed.update((id, error) for id in requests if id not in answers.found.keys() | answers.refused)

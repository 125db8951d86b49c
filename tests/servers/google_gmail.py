"""The Gmail part of the loopback Google: mails, labels, search, history and drafts, as the documentation has them."""

import base64
import re
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from threading import RLock
from typing import Any

from tests.servers.google_gmail_parts import find, masked, octets_of, packed, parse, part_of
from tests.servers.google_problem import Problem

_FIRST = 10**20  # more than 64 bits hold: a history id is text
_SYSTEM = ("INBOX", "SENT", "SPAM", "TRASH", "DRAFT", "CHAT", "UNREAD", "IMPORTANT", "STARRED")
_PATH = re.compile(r"/gmail/v1/users/[^/]+/(profile|labels|history|messages|drafts)(?:/([^/]+))?(?:/attachments/(.+))?")
_WORD = re.compile(r"(-?)(\w+):(\S+)")


@dataclass
class Mail:
    """A message in the mailbox."""

    id: str
    raw: bytes
    arrived: int  # milliseconds since 1970
    labels: set[str]
    history: int = 0  # when it last changed
    conversation: str = ""  # "" is one of its own

    @property
    def thread(self) -> str:
        return self.conversation or self.id


@dataclass
class GmailPeer:
    """One mailbox. Use `put` and its neighbours to do what others do to it; `answer` is for the loopback Google."""

    address: str = "ada@gmail.example"
    mails: dict[str, Mail] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)  # draft id -> message id
    labels: dict[str, str] = field(default_factory=lambda: {name: name for name in _SYSTEM})  # id -> name
    now: int = _FIRST
    tells_labels: bool = True  # in the history, where they are said to be given but not promised
    unsearchable: set[str] = field(default_factory=set)  # too new for a search to know
    octets: int = 0  # of mail that was given out: raw, texts and attachments, before base64
    _known_since: int = _FIRST
    _records: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    _lock: RLock = field(default_factory=RLock)
    _given: int = 0x19A0000000000000

    # -- what happens to the mailbox

    def put(self, raw: bytes, arrived: datetime, *labels: str) -> str:
        """A mail comes in, or is put in by another program; its id."""
        with self._lock:
            self._given += 1
            mail = Mail(id=f"{self._given:016x}", raw=raw, arrived=int(arrived.timestamp() * 1000), labels=set(labels))
            self.mails[mail.id] = mail
            self._tell(mail, "messagesAdded", {})
            return mail.id

    def label(self, id: str, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        """Labels of a mail change."""
        with self._lock:
            mail = self.mails[id]
            mail.labels = (mail.labels | set(add)) - set(remove)
            if add:
                self._tell(mail, "labelsAdded", {"labelIds": list(add)})
            if remove:
                self._tell(mail, "labelsRemoved", {"labelIds": list(remove)})

    def label_all(self, ids: list[str], label: str) -> None:
        """Many mails get a label at once: one record of the history tells of all."""
        with self._lock:
            self.now += 1
            told = []
            for id in ids:
                self.mails[id].labels.add(label)
                self.mails[id].history = self.now
                told.append({"message": _brief(self.mails[id]), "labelIds": [label]})
            self._records.append((self.now, {"id": str(self.now), "labelsAdded": told}))

    def new_label(self, name: str) -> str:
        """The owner makes a label; its id."""
        id = f"Label_{len(self.labels)}"
        self.labels[id] = name
        return id

    def delete(self, id: str) -> None:
        """A mail is deleted for good."""
        with self._lock:
            self._tell(self.mails.pop(id), "messagesDeleted", {})

    def forget_history(self) -> None:
        """As after a week or two: nothing is told any more of what happened up to now."""
        with self._lock:
            self.now += 1
            self._known_since = self.now
            self._records.clear()

    def begin_anew(self) -> None:
        """The same mail under other ids, as after a restore."""
        old = list(self.mails.values())
        self.mails.clear()
        self.forget_history()
        for mail in old:
            self.put(mail.raw, datetime.fromtimestamp(mail.arrived / 1000).astimezone(), *mail.labels)
        self._known_since = self.now

    def _tell(self, mail: Mail, kind: str, more: dict[str, Any]) -> None:
        self.now += 1
        mail.history = self.now
        self._records.append((self.now, {"id": str(self.now), kind: [{"message": _brief(mail), **more}]}))

    # -- what is asked

    def answer(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> tuple[int, Any]:
        found = _PATH.fullmatch(path)
        if not found:
            raise Problem(404, "notFound", "Requested entity was not found.")
        with self._lock:
            told = self._told(method, found, {name: values[-1] for name, values in query.items()}, query, body)
        mask = query.get("fields")
        return 200, masked(told, parse(mask[0])) if mask and told else told

    def _told(
        self, method: str, found: re.Match[str], one: dict[str, str], query: dict[str, list[str]], body: Any
    ) -> dict[str, Any] | None:
        what, id, attachment = found[1], found[2], found[3]
        match method, what:
            case "GET", "profile":
                return {"emailAddress": self.address, "messagesTotal": len(self.mails), "historyId": str(self.now)}
            case "GET", "labels":
                kinds = {id: "system" if id in _SYSTEM else "user" for id in self.labels}
                return {"labels": [{"id": id, "name": name, "type": kinds[id]} for id, name in self.labels.items()]}
            case "GET", "history":
                return self._history(one, query.get("historyTypes", []))
            case "GET", "messages" if attachment:
                return self._attachment(self._mail(id), attachment)
            case "GET", "messages" if id:
                return self._message(self._mail(id), one.get("format", "full"))
            case "GET", "messages":
                return self._list(one, query.get("labelIds", []))
            case _, "drafts":
                return self._draft(method, id, body, one)
        raise Problem(404, "notFound", "Requested entity was not found.")

    def _mail(self, id: str) -> Mail:
        if id not in self.mails:
            raise Problem(404, "notFound", "Requested entity was not found.")
        return self.mails[id]

    def _list(self, one: dict[str, str], labels: list[str]) -> dict[str, Any]:
        unknown = [label for label in labels if label not in self.labels]
        if unknown:
            raise Problem(400, "invalidArgument", f"Invalid label: {unknown[0]}")
        hidden = set() if one.get("includeSpamTrash") == "true" else {"SPAM", "TRASH"}
        found = [
            mail
            for mail in self.mails.values()
            if set(labels) <= mail.labels
            and not hidden & mail.labels
            and mail.id not in self.unsearchable
            and _matches(mail, one.get("q", ""))
        ]
        found.sort(key=lambda mail: (mail.arrived, mail.id), reverse=True)
        page, more = _page([{"id": mail.id, "threadId": mail.thread} for mail in found], one)
        return {**({"messages": page} if page else {}), **more, "resultSizeEstimate": len(found)}

    def _history(self, one: dict[str, str], kinds: list[str]) -> dict[str, Any]:
        start = int(one["startHistoryId"])
        if not self._known_since <= start <= self.now:
            raise Problem(404, "notFound", "Requested entity was not found.")
        wanted = {
            {"messageAdded": "messagesAdded"}.get(kind, f"{kind.replace('label', 'labels', 1)}") for kind in kinds
        }
        records = [told for id, told in self._records if id > start and (not kinds or wanted & told.keys())]
        page, more = _page(records if self.tells_labels else [_without_labels(told) for told in records], one)
        return {**({"history": page} if page else {}), **more, "historyId": str(self.now)}

    def _message(self, mail: Mail, form: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            **_brief(mail),
            "historyId": str(mail.history),
            "internalDate": str(mail.arrived),
            "sizeEstimate": len(mail.raw),
            "snippet": "",
        }
        if form == "raw":
            self.octets += len(mail.raw)
            return told | {"raw": packed(mail.raw)}
        if form == "minimal":
            return told
        parsed = message_from_bytes(mail.raw)
        return told | {"payload": part_of(parsed, "", mail.id, texts=form == "full")}

    def _attachment(self, mail: Mail, id: str) -> dict[str, Any]:
        part = find(message_from_bytes(mail.raw), id.rpartition("-")[2])
        octets = octets_of(part)
        self.octets += len(octets)
        return {"size": len(octets), "data": packed(octets)}

    def _draft(self, method: str, id: str | None, body: Any, one: dict[str, str]) -> dict[str, Any] | None:
        if id is not None and id not in self.drafts:
            raise Problem(404, "notFound", "Requested entity was not found.")
        if method == "POST":
            raw = base64.urlsafe_b64decode(body["message"]["raw"] + "==")
            thread = body["message"].get("threadId", "")
            if thread and thread not in {mail.thread for mail in self.mails.values()}:
                raise Problem(404, "notFound", "Requested entity was not found.")
            id = f"r{len(self.drafts) + 1}"
            self.drafts[id] = self.put(raw, datetime.now().astimezone(), "DRAFT")
            self.mails[self.drafts[id]].conversation = thread
        elif method == "DELETE" and id:
            self.delete(self.drafts.pop(id))
            return None
        elif id is None:
            found = [id for id, of in self.drafts.items() if _matches(self.mails[of], one.get("q", ""))]
            page, more = _page([{"id": id, "message": _brief(self.mails[self.drafts[id]])} for id in found], one)
            return {**({"drafts": page} if page else {}), **more, "resultSizeEstimate": len(found)}
        assert id is not None
        return {"id": id, "message": self._message(self.mails[self.drafts[id]], one.get("format", "minimal"))}


def _without_labels(record: dict[str, Any]) -> dict[str, Any]:
    return {
        key: [{**one, "message": {"id": one["message"]["id"]}} for one in value] if isinstance(value, list) else value
        for key, value in record.items()
    }


def _brief(mail: Mail) -> dict[str, Any]:
    return {"id": mail.id, "threadId": mail.thread, "labelIds": sorted(mail.labels)}


def _matches(mail: Mail, query: str) -> bool:
    """Search, as far as it is used here; a word that is not known finds nothing."""
    for word in query.split():
        known = _WORD.fullmatch(word)
        if not known:
            return False
        sign, name, value = known.groups()
        match name:
            case "after":
                true = mail.arrived // 1000 >= int(value)
            case "before":
                true = mail.arrived // 1000 < int(value)
            case "larger":
                true = len(mail.raw) > int(value)
            case "in":
                true = value.upper().rstrip("S") in {label.rstrip("S") for label in mail.labels}
            case "rfc822msgid":
                true = message_from_bytes(mail.raw)["Message-ID"].strip("<>") == value.strip("<>")
            case _:
                return False
        if true == (sign == "-"):
            return False
    return True


def _page(items: list[Any], one: dict[str, str]) -> tuple[list[Any], dict[str, str]]:
    start, size = int(one.get("pageToken", "0")), int(one.get("maxResults", "100"))
    more = {"nextPageToken": str(start + size)} if start + size < len(items) else {}
    return items[start : start + size], more

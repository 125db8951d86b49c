"""Mailboxes to test sources on: Dovecot over TLS, pymap, a maildir, and Gmail, each filled in its own way."""

import itertools
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest
from imapclient import IMAPClient
from tests.servers import dovecot as dovecot_server
from tests.servers import pymap as pymap_server
from tests.servers.dovecot import Dovecot
from tests.servers.google import Google
from tests.servers.google_gmail import GmailPeer
from tests.servers.pymap import Pymap

from courtesy.google.scopes import READ_MAIL
from courtesy.mail import Source
from courtesy.mail.gmail import GmailSource
from courtesy.mail.gmail_pace import Pace
from courtesy.mail.imap import ImapAccount, ImapSource
from courtesy.mail.maildir import Maildir

_number = itertools.count(1)


class Box(Protocol):
    """A mailbox as its server sees it, and a source that reads it."""

    source: Source

    def put(self, raw: bytes, when: datetime, folder: str = "INBOX") -> None: ...

    def remove_first(self) -> None: ...

    def flags(self) -> list[tuple[bytes, ...]]: ...

    def begin_anew(self) -> None:
        """What changes every UID: the folder is made anew, with the same mail in it."""

    def again(self) -> Source:
        """Another source on the same mailbox, as after a restart."""


class ImapBox:
    def __init__(self, account: Callable[..., ImapAccount], client: IMAPClient, inbox: str, sent: str) -> None:
        self._account = account
        self.client = client
        self._names = {"INBOX": inbox, "Sent": sent}
        self._sources: list[ImapSource] = []
        self.source = self.again()

    def again(self, **changes: object) -> ImapSource:
        wanted = {"folders": (self._names["INBOX"],), "sent": self._names["Sent"], **changes}
        self._sources.append(ImapSource(self._account(**wanted)))
        return self._sources[-1]

    def put(self, raw: bytes, when: datetime, folder: str = "INBOX") -> None:
        self.client.append(self._names[folder], raw, msg_time=when)

    def remove_first(self) -> None:
        self.client.select_folder(self._names["INBOX"])
        self.client.delete_messages([min(self.client.search())])
        self.client.expunge()
        self.client.close_folder()

    def flags(self) -> list[tuple[bytes, ...]]:
        self.client.select_folder(self._names["INBOX"], readonly=True)
        answers = self.client.fetch(self.client.search(), ["FLAGS"])
        return [tuple(f for f in answer[b"FLAGS"] if f != rb"\Recent") for answer in answers.values()]

    def begin_anew(self) -> None:
        name = self._names["INBOX"]
        self.client.select_folder(name, readonly=True)
        answers = self.client.fetch(self.client.search(), ["BODY.PEEK[]", "INTERNALDATE"])
        self.client.create_folder("other")
        self.client.select_folder("other")
        self.client.delete_folder(name)
        self.client.create_folder(name)
        for answer in answers.values():
            self.client.append(name, answer[b"BODY[]"], msg_time=answer[b"INTERNALDATE"])

    def close(self) -> None:
        for source in self._sources:
            source.close()
        self.client.logout()


class MaildirBox:
    def __init__(self, path: Path) -> None:
        self.path = path
        for folder in (path, path / ".Sent"):
            for part in ("new", "cur", "tmp"):
                (folder / part).mkdir(parents=True)
        self.source = self.again()

    def again(self) -> Maildir:
        return Maildir(self.path, name="test")

    def put(self, raw: bytes, when: datetime, folder: str = "INBOX") -> None:
        place = self.path if folder == "INBOX" else self.path / ".Sent"
        name = f"{int(when.timestamp())}.M{next(_number)}P1.host"
        written = place / "tmp" / name
        written.write_bytes(raw)
        os.utime(written, (when.timestamp(), when.timestamp()))
        written.rename(place / "new" / name)

    def remove_first(self) -> None:
        min((self.path / "new").iterdir()).unlink()

    def flags(self) -> list[tuple[bytes, ...]]:
        return [()] * len(list((self.path / "new").iterdir()))

    def begin_anew(self) -> None:
        for file in list((self.path / "new").iterdir()):
            file.rename(file.with_name(f"1{file.name}"))


class GmailBox:
    def __init__(self, google: Google, folder: Path) -> None:
        assert isinstance(google.gmail, GmailPeer)
        self.peer = google.gmail
        self._account = google.account(folder, READ_MAIL)
        self._sources: list[GmailSource] = []
        self.source = self.again()

    def again(self, **changes: object) -> GmailSource:
        clock = Clock()
        pace = Pace(clock=clock.now, sleep=clock.sleep)
        self._sources.append(
            GmailSource(self._account, **{"name": "test", "pace": pace, "poll_seconds": 0.1, **changes})
        )  # type: ignore[arg-type]
        return self._sources[-1]

    def put(self, raw: bytes, when: datetime, folder: str = "INBOX") -> None:
        self.peer.put(raw, when, {"Sent": "SENT"}.get(folder, folder))

    def remove_first(self) -> None:
        self.peer.delete(min(self.peer.mails))

    def flags(self) -> list[tuple[bytes, ...]]:
        return [tuple(label.encode() for label in mail.labels - {"INBOX"}) for mail in self.peer.mails.values()]

    def begin_anew(self) -> None:
        self.peer.begin_anew()

    def close(self) -> None:
        for source in self._sources:
            source.close()


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One Dovecot for all tests; any user name is an empty mailbox."""
    with Dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def pymap() -> Iterator[Pymap]:
    """One pymap for all tests; each uses folders of its own."""
    with Pymap() as server:
        yield server


@pytest.fixture
def dovecot_box(dovecot: Dovecot) -> Iterator[ImapBox]:
    """An empty mailbox on Dovecot, read over TLS; its INBOX is a folder that can be deleted."""
    user = f"user{next(_number)}"

    def account(**wanted: object) -> ImapAccount:
        server = {"host": "localhost", "port": dovecot.tls_port, "ca_file": dovecot.ca_file}
        options = {**server, "name": "test", "user": user, **wanted}
        return ImapAccount(password=lambda: dovecot_server.PASSWORD, **options)  # type: ignore[arg-type]

    client = IMAPClient("127.0.0.1", dovecot.port, ssl=False)
    client.login(user, dovecot_server.PASSWORD)
    client.create_folder("Jobs")
    box = ImapBox(account, client, "Jobs", "Sent")
    yield box
    box.close()


@pytest.fixture
def pymap_box(pymap: Pymap) -> Iterator[ImapBox]:
    """Two empty folders on pymap, which has no TLS."""

    def account(**wanted: object) -> ImapAccount:
        options = {"port": pymap.port, "security": "none", "name": "test", "user": pymap_server.USER, **wanted}
        return ImapAccount(host="127.0.0.1", password=lambda: pymap_server.PASSWORD, **options)  # type: ignore[arg-type]

    client = IMAPClient("127.0.0.1", pymap.port, ssl=False)
    client.login(pymap_server.USER, pymap_server.PASSWORD)
    inbox, sent = f"Jobs{next(_number)}", f"Gesendet{next(_number)}"
    client.create_folder(inbox)
    client.create_folder(sent)
    box = ImapBox(account, client, inbox, sent)
    yield box
    box.close()


@pytest.fixture
def maildir_box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MaildirBox:
    """An empty maildir."""
    monkeypatch.setattr("courtesy.mail.maildir._POLL_SECONDS", 0.1)
    return MaildirBox(tmp_path / "Maildir")


@pytest.fixture
def gmail_box(tmp_path: Path) -> Iterator[GmailBox]:
    """An empty Gmail mailbox."""
    with Google(gmail=GmailPeer()) as google:
        box = GmailBox(google, tmp_path)
        yield box
        box.close()


@pytest.fixture(params=["dovecot", "pymap", "maildir", "gmail"])
def box(request: pytest.FixtureRequest) -> Box:
    """An empty mailbox of every kind."""
    made: Box = request.getfixturevalue(f"{request.param}_box")
    return made

"""What every place of drafts promises, tried on IMAP servers, a maildir and Gmail: the draft is there, and once."""

import itertools
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Protocol

import pytest
from imapclient import IMAPClient
from tests.servers import dovecot as dovecot_server
from tests.servers import pymap as pymap_server
from tests.servers.dovecot import Dovecot
from tests.servers.google import Google
from tests.servers.google_gmail import GmailPeer
from tests.servers.ports import free_port
from tests.servers.pymap import Pymap
from tests.servers.scripted import OK, Scripted, Step

from courtesy.cases.actions import Draft, Release
from courtesy.effects import Effect
from courtesy.effects.drafts_folder import find_drafts
from courtesy.effects.gmail_drafts import GmailDrafts
from courtesy.effects.imap_drafts import ImapDrafts
from courtesy.effects.maildir_drafts import MaildirDrafts
from courtesy.errors import GiveUp, TryLater
from courtesy.google.scopes import READ_MAIL, WRITE_DRAFTS
from courtesy.mail.imap_session import ImapAccount
from courtesy.mail.message import Address
from courtesy.mail.sent_folder import Listed

NOW = datetime(2026, 3, 2, 10, 5, tzinfo=UTC)
ASKED = b"From: renee@acme.example\r\nMessage-ID: <asked@acme.example>\r\nSubject: Interview\r\n\r\nWhen?\r\n"
DRAFT = Draft(
    key="draft:reply_needed:m1",
    kind="reply_needed",
    message_id="<0123456789abcdef@mail.example>",
    date=NOW,
    sender=Address(name="Ada Fielding", email="ada@mail.example"),
    to=(Address(name="Renée Castell", email="renee@acme.example"),),
    subject="Re: Interview — Köchin",
    in_reply_to="<asked@acme.example>",
    references=("<first@acme.example>", "<asked@acme.example>"),
    body="Bonjour Renée,\n\nJe suis disponible.\n\n- le mardi\n\nAda",
    language="fr",
)
OTHER = replace(DRAFT, key="draft:reply_needed:m2", message_id="<fedcba9876543210@mail.example>")


class Place(Protocol):
    """Where drafts lie, as its owner sees it."""

    effect: Effect

    def again(self) -> Effect:
        """The effect as after a restart."""
        ...

    def drafts(self) -> list[bytes]: ...

    def marked(self) -> bool:
        """Whether all drafts are marked as such, and as read."""
        ...

    def delete(self) -> None:
        """The owner throws the first draft away."""
        ...


class OnImap:
    def __init__(self, account: ImapAccount, client: IMAPClient, folder: str, configured: str = "") -> None:
        self._account, self._client, self._folder, self._configured = account, client, folder, configured
        with suppress(Exception):
            client.create_folder(folder)
        self.effect = self.again()

    def again(self) -> Effect:
        return ImapDrafts(self._account, folder=self._configured)

    def _fetched(self) -> list[dict[bytes, Any]]:
        self._client.select_folder(self._folder, readonly=True)
        found = self._client.search()
        return list(self._client.fetch(found, ["BODY.PEEK[]", "FLAGS"]).values()) if found else []

    def drafts(self) -> list[bytes]:
        return [mail[b"BODY[]"] for mail in self._fetched()]

    def marked(self) -> bool:
        return all({rb"\Draft", rb"\Seen"} <= set(mail[b"FLAGS"]) for mail in self._fetched())

    def delete(self) -> None:
        self._client.select_folder(self._folder)
        self._client.delete_messages([min(self._client.search())])
        self._client.expunge()
        self._client.close_folder()


class InMaildir:
    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / ".Drafts"
        for part in ("cur", "new", "tmp"):
            (root / part).mkdir(parents=True)
            (self.folder / part).mkdir(parents=True)
        self.effect = self.again()

    def again(self) -> Effect:
        return MaildirDrafts(self.root, mailbox="paper")

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def drafts(self) -> list[bytes]:
        return [path.read_bytes() for path in self._files()]

    def marked(self) -> bool:
        return all(path.parent.name == "cur" and path.name.endswith(":2,DS") for path in self._files())

    def delete(self) -> None:
        self._files()[0].unlink()


class AtGmail:
    def __init__(self, google: Google, folder: Path) -> None:
        self.google, self.peer = google, GmailPeer()
        google.gmail = self.peer
        self.asked = self.peer.put(ASKED, NOW, "INBOX")
        self.account = google.account(folder, READ_MAIL, WRITE_DRAFTS)
        self.effect = self.again()

    def again(self) -> Effect:
        return GmailDrafts(self.account, mailbox="Gmail")

    def drafts(self) -> list[bytes]:
        return [self.peer.mails[one].raw for one in self.peer.drafts.values()]

    def marked(self) -> bool:
        return all(self.peer.mails[one].labels == {"DRAFT"} for one in self.peer.drafts.values())

    def delete(self) -> None:
        self.peer.delete(self.peer.drafts.pop(next(iter(self.peer.drafts))))


_user = itertools.count(1)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture(scope="module")
def pymap() -> Iterator[Pymap]:
    with Pymap() as server:
        yield server


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Iterator[tuple[ImapAccount, IMAPClient]]:
    """An empty mailbox on Dovecot."""
    user = f"drafts{next(_user)}"
    account = ImapAccount(
        name="post", host="localhost", port=dovecot.tls_port, ca_file=dovecot.ca_file, user=user,
        password=lambda: dovecot_server.PASSWORD,
    )  # fmt: skip
    client = IMAPClient("localhost", dovecot.port, ssl=False)
    client.login(user, dovecot_server.PASSWORD)
    yield account, client
    client.logout()


@pytest.fixture(params=["dovecot", "dovecot-special", "dovecot-named", "pymap", "maildir", "gmail"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "maildir":
        yield InMaildir(tmp_path / "mail")
    elif request.param == "gmail":
        with Google() as google:
            yield AtGmail(google, tmp_path)
    elif request.param == "pymap":
        server = request.getfixturevalue("pymap")
        account = ImapAccount(
            name="post", host="127.0.0.1", port=server.port, security="none", user=pymap_server.USER,
            password=lambda: pymap_server.PASSWORD,
        )  # fmt: skip
        client = IMAPClient("127.0.0.1", server.port, ssl=False)
        client.login(pymap_server.USER, pymap_server.PASSWORD)
        with suppress(Exception):
            client.delete_folder("Drafts")
        yield OnImap(account, client, "Drafts")
        client.logout()
    else:
        account, client = request.getfixturevalue("mailbox")
        folder = {"dovecot": "Entwürfe", "dovecot-special": "Unsent", "dovecot-named": "Post & mehr"}[request.param]
        yield OnImap(account, client, folder, folder if request.param == "dovecot-named" else "")


def read(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_draft_is_there_whole_and_marked(place: Place) -> None:
    place.effect.perform(DRAFT)
    (raw,) = place.drafts()
    mail = read(raw)
    assert str(mail["From"]) == "Ada Fielding <ada@mail.example>"
    assert str(mail["To"]) == "Renée Castell <renee@acme.example>"
    assert mail["Subject"] == "Re: Interview — Köchin"
    assert mail["Message-ID"] == DRAFT.message_id
    assert (mail["In-Reply-To"], mail["References"]) == ("<asked@acme.example>", " ".join(DRAFT.references))
    assert mail["Date"].datetime == NOW
    assert mail.get_content().replace("\r\n", "\n") == f"{DRAFT.body}\n"
    assert place.marked()


def test_a_draft_that_is_there_is_not_put_there_again(place: Place) -> None:
    place.effect.perform(DRAFT)
    place.effect.perform(DRAFT)
    place.effect.perform(OTHER)
    place.effect.close()
    place.again().perform(DRAFT)
    assert sorted(read(raw)["Message-ID"] for raw in place.drafts()) == sorted([DRAFT.message_id, OTHER.message_id])


def test_a_deleted_draft_takes_no_other_with_it(place: Place) -> None:
    place.effect.perform(DRAFT)
    place.delete()
    place.effect.perform(OTHER)
    assert [read(raw)["Message-ID"] for raw in place.drafts()] == [OTHER.message_id]


def test_what_is_no_draft_is_none_of_its_business(place: Place) -> None:
    place.effect.perform(Release(uid="x"))
    assert place.drafts() == []


def test_without_a_folder_the_owner_is_told_what_to_set(
    mailbox: tuple[ImapAccount, IMAPClient], tmp_path: Path
) -> None:
    account, _ = mailbox
    with pytest.raises(GiveUp, match=r"drafts in post: there is no folder of drafts; set folder of \[drafts\]"):
        ImapDrafts(account).perform(DRAFT)
    with pytest.raises(GiveUp, match=r"opens no folder 'Nowhere' .*; correct folder of \[drafts\]"):
        ImapDrafts(account, folder="Nowhere").perform(DRAFT)
    paper = InMaildir(tmp_path / "mail")
    with pytest.raises(GiveUp, match=r"drafts in paper: there is no folder 'Nowhere'"):
        MaildirDrafts(paper.root, mailbox="paper", folder="Nowhere").perform(DRAFT)
    with pytest.raises(GiveUp, match="is no maildir"):
        MaildirDrafts(tmp_path / "gone", mailbox="paper").perform(DRAFT)


def test_the_folder_is_opened_so_that_nothing_in_it_can_change(mailbox: tuple[ImapAccount, IMAPClient]) -> None:
    account, client = mailbox
    client.create_folder("Drafts")
    ImapDrafts(account).perform(DRAFT)
    ImapDrafts(account).perform(DRAFT)
    client.select_folder("Drafts", readonly=True)
    (flags,) = client.get_flags([1]).values()
    assert rb"\Recent" in flags  # a session that may change something takes this away


@pytest.mark.parametrize(("answer", "kind"), [(b"[LIMIT] too fast", TryLater), (b"[NOPERM] not here", GiveUp)])
@pytest.mark.parametrize("verb", ["EXAMINE", "APPEND"])
def test_a_no_for_now_is_no_no_for_good(verb: str, answer: bytes, kind: type[Exception]) -> None:
    plays: dict[str, list[Step]] = {
        "LOGIN": [OK], "SEARCH": [b"* SEARCH\r\n", OK], "APPEND": [OK], verb: [b"<tag> NO " + answer + b"\r\n"],
    }  # fmt: skip
    if verb == "EXAMINE":
        del plays["APPEND"]
    with Scripted(**plays) as server:
        account = ImapAccount(
            name="post", host="127.0.0.1", port=server.port, security="none", user="ada", password=lambda: "secret"
        )
        with pytest.raises(kind):
            ImapDrafts(account, folder="Drafts").perform(DRAFT)


def test_a_server_out_of_reach_is_tried_later() -> None:
    account = ImapAccount(name="post", host="127.0.0.1", port=free_port(), user="ada", password=lambda: "secret")
    with pytest.raises(TryLater):
        ImapDrafts(account).perform(DRAFT)


def test_a_file_renamed_by_mbsync_is_still_the_draft(tmp_path: Path) -> None:
    paper = InMaildir(tmp_path / "mail")
    paper.effect.perform(DRAFT)
    (file,) = (paper.folder / "cur").iterdir()
    file.rename(file.with_name(f"{file.name.partition(':')[0]},U=12:2,S"))
    paper.again().perform(DRAFT)
    assert len(paper.drafts()) == 1


def test_at_gmail_a_draft_lies_in_the_conversation_and_is_made_once(tmp_path: Path) -> None:
    with Google() as google:
        box = AtGmail(google, tmp_path)
        google.fault("POST", "/drafts", drop="after")
        with pytest.raises(TryLater):
            box.effect.perform(DRAFT)
        box.effect.perform(DRAFT)
        (one,) = box.peer.drafts.values()
        assert box.peer.mails[one].thread == box.asked
        unknown = replace(OTHER, in_reply_to="<elsewhere@acme.example>")
        box.effect.perform(unknown)
        strange = replace(OTHER, message_id="<third@mail.example>", in_reply_to="<{in:trash}@acme.example>")
        box.effect.perform(strange)
        assert sum(mail.thread == box.asked for mail in box.peer.mails.values()) == 2
        google.heard.clear()
        box.effect.perform(replace(strange, message_id="<fourth@mail.example>"))
        assert google.heard.count(("GET", "/gmail/v1/users/me/messages")) == 1  # nothing is searched for its words
        assert len(box.drafts()) == 4
        box.peer.label(one, add=("TRASH",), remove=("DRAFT",))
        box.effect.perform(DRAFT)
        assert len(box.drafts()) == 4


def test_at_gmail_what_google_refuses_is_told(tmp_path: Path) -> None:
    with Google() as google:
        box = AtGmail(google, tmp_path)
        google.fault("POST", "/drafts", 400, reason="invalid", times=2)
        with pytest.raises(GiveUp, match="drafts in Gmail: Google takes no draft"):
            box.effect.perform(DRAFT)
        google.fault("POST", "/drafts", 429, headers={"Retry-After": "7"})
        with pytest.raises(TryLater) as caught:
            box.effect.perform(DRAFT)
        assert caught.value.after == 7
        no_scope = google.account(tmp_path / "less", READ_MAIL)
        with pytest.raises(GiveUp, match="sign in again"):
            GmailDrafts(no_scope, mailbox="Gmail").perform(DRAFT)


@pytest.mark.parametrize(
    ("folders", "found"),
    [
        ([Listed(name="Drafts"), Listed(name="Unsent", flags=frozenset({"\\drafts"}))], "Unsent"),
        ([Listed(name="INBOX"), Listed(name="INBOX.Brouillons", delimiter=".")], "INBOX.Brouillons"),
        ([Listed(name="Bozze", flags=frozenset({"\\noselect"})), Listed(name="Sent")], None),
    ],
)
def test_the_folder_of_drafts_is_known_by_its_mark_or_its_name(folders: list[Listed], found: str | None) -> None:
    assert find_drafts(folders) == found

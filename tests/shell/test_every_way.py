"""The same mail gives the same holds and alerts, from whatever mailbox it comes and into whatever calendar it goes."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from imapclient import IMAPClient
from tests import job_hunts
from tests.effects.google_box import AtGoogle
from tests.effects.test_calendars import Folder, Server
from tests.mail.conftest import GmailBox, ImapBox, MaildirBox
from tests.servers.caldav import CalDavServer
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.google import Google
from tests.servers.google_gmail import GmailPeer
from tests.shell.hunt import Diary, Held, Hunt, Mailbox, Told, arrived, as_held, play

from courtesy.cases.actions import Alert
from courtesy.cases.events import Event
from courtesy.demo import letters
from courtesy.demo.play import CONFIG
from courtesy.intake import Intake, intake_of, owner_of
from courtesy.mail import Incoming
from courtesy.mail.imap import ImapAccount
from courtesy.mail.message import Message
from courtesy.rehearsal import Down, Rehearsal

SOURCES = ("maildir", "IMAP", "Gmail")
CALENDARS = ("vdir", "Radicale", "Xandikos", "Google")
_number = count(1)
_understood: dict[str, Event | None] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Remembering(Intake):
    """Reads what it has read before no second time; a mail that came otherwise by another way is another mail."""

    def event(self, message: Message, *, sent: bool) -> Event | None:
        key = f"{self.addresses} {self.zone} {sent} {message}"
        if key not in _understood:
            _understood[key] = Intake.event(self, message, sent=sent)
        return _understood[key]


class Peers:
    """Servers, each started when first wanted."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self._stack = stack

    @cache  # noqa: B019  # as long as the module's tests
    def dovecot(self) -> Dovecot:
        server = Dovecot()
        server.start()
        self._stack.callback(server.stop)
        return server

    @cache  # noqa: B019
    def caldav(self, kind: str) -> CalDavServer:
        server = CalDavServer(kind)
        self._stack.callback(server.stop)
        return server

    def mailbox(self, kind: str, stack: ExitStack) -> Mailbox:
        """An empty one."""
        number = next(_number)
        if kind == "maildir":
            return MaildirBox(self.folder / f"mail{number}")
        if kind == "Gmail":
            gmail = GmailBox(stack.enter_context(Google(gmail=GmailPeer())), self.folder)
            stack.callback(gmail.close)
            return gmail
        server, user = self.dovecot(), f"way{number}"
        client = IMAPClient("127.0.0.1", server.port, ssl=False)
        client.login(user, PASSWORD)
        imap = ImapBox(lambda **wanted: _account(server, user, **wanted), client, "INBOX", "Sent")
        stack.callback(imap.close)
        return imap

    def diary(self, kind: str, stack: ExitStack) -> Diary:
        """An empty one."""
        number = next(_number)
        if kind == "vdir":
            return Folder(self.folder / f"calendar{number}")
        memory = self.folder / f"memory{number}"
        memory.mkdir()
        if kind == "Google":
            return AtGoogle(stack.enter_context(Google()), memory)
        server = Server(self.caldav(kind.lower()).url, memory / "caldav.json")
        stack.callback(server.empty)
        return server


def _account(server: Dovecot, user: str, **wanted: object) -> ImapAccount:
    options = {"host": "localhost", "port": server.tls_port, "ca_file": server.ca_file, "name": "test", "user": user}
    return ImapAccount(password=lambda: PASSWORD, **options, **wanted)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peers]:
    with ExitStack() as stack:
        yield Peers(tmp_path_factory.mktemp("ways"), stack)


def remembering(intake: Intake) -> Remembering:
    return Remembering(packs=intake.packs, addresses=intake.addresses, zone=intake.zone)


@cache
def demo() -> Hunt:
    """The three weeks of the demo."""
    intake = intake_of(CONFIG)
    story = [
        Incoming(raw=one.raw, folder=one.folder, arrived=one.arrives, where=str(number))
        for number, one in enumerate(letters.letters())
    ]
    owner = owner_of(CONFIG, intake.packs)
    moments = tuple(one.arrived for one in story[10::10])
    return Hunt(
        name="the demo", mails=tuple(map(arrived, story)), moments=(*moments, letters.ENDS), intake=intake, owner=owner
    )


def scenario(path: Path) -> Hunt:
    told = job_hunts.load(path)
    return Hunt(
        name=path.stem,
        mails=tuple(map(arrived, told.mails())),
        moments=tuple(job_hunts.moment(check["at"]) for check in told.told["expect"]),
        intake=told.intake(),
        owner=owner_of(told.config(), job_hunts.packs()),
        downs=tuple(
            Down(start=job_hunts.moment(start), end=job_hunts.moment(end)) for start, end in told.told.get("down") or ()
        ),
    )


def undisturbed(hunt: Hunt) -> tuple[list[Told], list[list[Held]]]:
    """What the program would do, without mailbox and calendar: a replay, as the scenarios are checked by."""
    deeds = list(Rehearsal(hunt.intake, hunt.owner).play(hunt.mails, hunt.downs, hunt.moments[-1]))
    told = [(deed.at, deed.action.kind, deed.action.key) for deed in deeds if isinstance(deed.action, Alert)]
    return told, [as_held(job_hunts.live_holds(deeds, moment)) for moment in hunt.moments]


def check(hunt: Hunt, source: str, calendar: str, peers: Peers) -> None:
    hunt = replace(hunt, intake=remembering(hunt.intake))
    with ExitStack() as stack:
        played = play(hunt, peers.mailbox(source, stack), peers.diary(calendar, stack))
    assert played == undisturbed(hunt), hunt.name


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("calendar", CALENDARS)
def test_the_demo_goes_every_way(source: str, calendar: str, peers: Peers) -> None:
    check(demo(), source, calendar, peers)


@pytest.mark.parametrize("path", job_hunts.SCENARIOS, ids=lambda path: path.stem)
def test_every_job_hunt(path: Path, peers: Peers) -> None:
    check(scenario(path), "maildir", "vdir", peers)

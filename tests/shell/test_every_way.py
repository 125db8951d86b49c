"""The same mail gives the same holds and alerts, from whatever mailbox it comes and into whatever calendar it goes."""

import os
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
from tests.label_reader import LabelIntake
from tests.mail.conftest import GmailBox, ImapBox, MaildirBox
from tests.servers.caldav import CalDavServer
from tests.servers.google import Google
from tests.servers.google_gmail import GmailPeer
from tests.servers.pymap import PASSWORD, USER, Pymap
from tests.shell.hunt import Diary, Held, Hunt, Mailbox, Told, arrived, as_held, play

from courtesy.cases.actions import Alert
from courtesy.cases.events import Event
from courtesy.casework.intake import Intake, intake_of, owner_of
from courtesy.demo import letters
from courtesy.demo.play import CONFIG
from courtesy.mail import Incoming
from courtesy.mail.imap import ImapAccount
from courtesy.mail.message import Message
from courtesy.rehearsal import Down, Rehearsal

SOURCES = ("maildir", "IMAP", "Gmail")
CALENDARS = ("vdir", "Radicale", "Xandikos", "Google")
FILES = ("maildir", "vdir")
SERVERS = (("IMAP", "Radicale"), ("Gmail", "Google"), ("IMAP", "Xandikos"))
PATIENT = bool(os.environ.get("COURTESY_EVERY_WAY"))  # each job hunt goes by all these servers, which takes minutes
_number = count(1)
_understood: dict[tuple[str, str], Event | None] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Watching(Intake):
    """Reads as `inner` does, each mail of a hunt but once, and knows which mails it was given."""

    inner: Intake
    hunt: str
    seen: set[str]

    def event(self, message: Message, *, sent: bool) -> Event | None:
        mail = f"{sent} {message}"  # all of it: one that is changed on its way is another mail
        self.seen.add(mail)
        if (self.hunt, mail) not in _understood:
            _understood[self.hunt, mail] = self.inner.event(message, sent=sent)
        return _understood[self.hunt, mail]


class Peers:
    """Servers, each started when first wanted."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self._stack = stack

    @cache  # noqa: B019  # as long as the module's tests
    def imap(self) -> Pymap:
        """Not Dovecot, which takes no mail that comes in the future; and some of the hunts lie there."""
        server = Pymap()
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
        client = IMAPClient("127.0.0.1", self.imap().port, ssl=False)
        client.login(USER, PASSWORD)
        inbox, sent = f"Jobs{number}", f"Sent{number}"
        for folder in (inbox, sent):
            client.create_folder(folder)
        imap = ImapBox(lambda **wanted: _account(self.imap(), **wanted), client, inbox, sent)
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


def _account(server: Pymap, **wanted: object) -> ImapAccount:
    options = {"host": "127.0.0.1", "port": server.port, "security": "none", "name": "test", "user": USER, **wanted}
    return ImapAccount(password=lambda: PASSWORD, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peers]:
    with ExitStack() as stack:
        yield Peers(tmp_path_factory.mktemp("ways"), stack)


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
    """The mail of other people, each read as its label says: how well it is understood is tested elsewhere."""
    told = job_hunts.load(path)
    ids = told.message_ids()
    plain = told.intake()
    mails = {ids[mail["id"]]: mail for mail in told.told["mail"]}
    intake = LabelIntake(packs=plain.packs, addresses=plain.addresses, zone=plain.zone, mails=mails)
    return Hunt(
        name=path.stem,
        mails=tuple(map(arrived, told.mails())),
        moments=tuple(job_hunts.moment(check["at"]) for check in told.told["expect"]),
        intake=intake,
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
    plain, by_way = _watched(hunt), _watched(hunt)
    with ExitStack() as stack:
        played = play(replace(hunt, intake=by_way), peers.mailbox(source, stack), peers.diary(calendar, stack))
    assert played == undisturbed(replace(hunt, intake=plain)), hunt.name
    assert by_way.seen == plain.seen, "a mail was changed on its way"


def _watched(hunt: Hunt) -> Watching:
    inner = hunt.intake
    return Watching(
        packs=inner.packs, addresses=inner.addresses, zone=inner.zone, inner=inner, hunt=hunt.name, seen=set()
    )


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("calendar", CALENDARS)
def test_the_demo_goes_every_way(source: str, calendar: str, peers: Peers) -> None:
    check(demo(), source, calendar, peers)


@pytest.mark.parametrize("number", range(len(job_hunts.SCENARIOS)), ids=lambda one: job_hunts.SCENARIOS[one].stem)
def test_every_job_hunt_goes_by_files_and_one_other_way(number: int, peers: Peers) -> None:
    hunt = scenario(job_hunts.SCENARIOS[number])
    check(hunt, *FILES, peers)
    for source, calendar in SERVERS if PATIENT else [SERVERS[number % len(SERVERS)]]:
        check(hunt, source, calendar, peers)


def test_the_manual_says_what_was_played() -> None:
    hunts = range(len(job_hunts.SCENARIOS))
    others = {way: sum(SERVERS[number % len(SERVERS)] == way for number in hunts) for way in SERVERS}
    played = {FILES: len(hunts), **others}
    head = ["| mail from | " + " | ".join(f"into {calendar}" for calendar in CALENDARS) + " |", "|---" * 5 + "|"]
    rows = [[source, *(_cell(played.get((source, calendar), 0)) for calendar in CALENDARS)] for source in SOURCES]
    table = "\n".join([*head, *(f"| {' | '.join(row)} |" for row in rows)])
    assert table in (Path(__file__).parents[2] / "docs" / "calendars.md").read_text(encoding="utf-8"), table


def _cell(hunts: int) -> str:
    return f"the demo, {hunts} job hunts" if hunts else "the demo"

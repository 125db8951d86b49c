"""Answers are drafted by the whole program on real mailboxes: once, and not where the owner was quicker."""

import imaplib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from tests.corpus.build import build
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.google import Google
from tests.servers.google_gmail import GmailPeer
from tests.shell.home import Home
from tests.shell.plain_reader import plain_intake

from courtesy.cases.actions import Draft
from courtesy.cases.events import Owner
from courtesy.cases.notes import Note
from courtesy.casework.drafting import Drafting
from courtesy.checkup.drafts import look_into
from courtesy.config.file import load, parse
from courtesy.desk import Desk
from courtesy.drafts.templates import writer_of
from courtesy.errors import ConfigError
from courtesy.google.scopes import READ_MAIL, WRITE_DRAFTS
from courtesy.mail import Batch, Folder, Incoming
from courtesy.outside import effects_of
from courtesy.store.store import Store

SOON = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=9)
LATER = SOON + timedelta(days=1)
LETTER = f"""Hi Ada,

Thank you for applying for the Clinic Manager position at Ridge Health. We would like to invite you to an interview by
video. Please choose one of these times:

- {SOON:%A, %d %B %Y}, 10:00
- {LATER:%A, %d %B %Y}, 10:00

Please let us know which time works for you.

Best regards,
Renee Castell
Talent Acquisition, Ridge Health
"""
ROW = {
    "id": "asked",
    "from": "Renee Castell <renee@ridge.example>",
    "to": "ada@mail.example",
    "subject": "Interview invitation: Clinic Manager at Ridge Health",
    "text": LETTER,
}
BUSY = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//test//EN
BEGIN:VEVENT
UID:dentist@test
DTSTAMP:20260101T000000Z
DTSTART:{SOON:%Y%m%d}T090000Z
DTEND:{SOON:%Y%m%d}T120000Z
SUMMARY:Dentist
END:VEVENT
END:VCALENDAR
"""


def letter(minutes_ago: int = 0) -> bytes:
    return build({**ROW, "date": (datetime.now(UTC) - timedelta(minutes=minutes_ago)).isoformat()})


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


def home_on(server: Dovecot, folder: Path) -> Home:
    """The owner's program on the mailbox of ada, which has a folder of drafts; it knows of a dentist."""
    home = Home(folder)
    home.configure()
    own = folder / "own calendar"
    own.mkdir()
    (own / "dentist.ics").write_text(BUSY.replace("\n", "\r\n"))
    home.config.write_text(
        '[me]\nname = "Ada Fielding"\naddresses = ["ada@mail.example"]\ntime_zone = "UTC"\n'
        f'[[mailbox]]\nkind = "imap"\nname = "post"\nhost = "localhost"\nport = {server.tls_port}\n'
        f'ca_file = "{server.ca_file}"\nuser = "ada"\npassword_file = "{home.secret(PASSWORD)}"\n'
        f'[calendar]\nkind = "vdir"\npath = "{home.calendar}"\nbusy = ["{own}"]\n[[alert]]\nkind = "terminal"\n'
        f'[state]\nfolder = "{home.state}"\n[drafts]\nwrite = true\n'
    )
    return home


def client_of(server: Dovecot) -> imaplib.IMAP4:
    client = imaplib.IMAP4("localhost", server.port)
    client.login("ada", PASSWORD)
    client.create("Drafts")
    return client


def drafts_in(client: imaplib.IMAP4) -> list[EmailMessage]:
    client.select("Drafts", readonly=True)
    numbers = client.search(None, "ALL")[1][0].split()
    parts: list[Any] = [client.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
    return [message_from_bytes(part[1], policy=default) for part in parts]


def test_an_invitation_gets_one_draft_and_what_the_owner_does_with_it_is_respected(
    server: Dovecot, tmp_path: Path
) -> None:
    home, client = home_on(server, tmp_path), client_of(server)
    client.append("INBOX", "", imaplib.Time2Internaldate(datetime.now(UTC)), letter())
    ran = home.run("run", "--once")
    assert ran.returncode == 0, ran.stderr
    assert "1 draft written" in ran.stdout
    (draft,) = drafts_in(client)
    assert str(draft["To"]) == "Renee Castell <renee@ridge.example>"
    assert str(draft["From"]) == "Ada Fielding <ada@mail.example>"
    assert draft["Subject"] == "Re: Interview invitation: Clinic Manager at Ridge Health"
    assert draft["In-Reply-To"] == draft["References"] == message_from_bytes(letter())["Message-ID"]
    said = draft.get_content().replace("\r\n", "\n")
    assert said.startswith("Dear Renee,\n\nThank you for the invitation to an interview")
    assert f"{LATER:%A} {LATER.day} {LATER:%B} at 10:00 suits me well" in said
    assert f"{SOON:%A} {SOON.day}" not in said
    assert len(said.split(". ")) < 6

    assert home.once() == (0, [], [])
    assert len(drafts_in(client)) == 1

    client.select("Drafts")
    client.store("1", "+FLAGS", "\\Deleted")
    client.expunge()
    assert home.once() == (0, [], [])
    assert drafts_in(client) == []
    client.select("INBOX", readonly=True)
    assert b"\\Seen" not in client.fetch("1", "(FLAGS)")[1][0]


def test_at_gmail_the_draft_lies_in_the_conversation_and_is_no_mail_that_came_in(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with Google(gmail=(peer := GmailPeer(address="ada@mail.example"))) as google:
        account = google.account(tmp_path / "google", READ_MAIL, WRITE_DRAFTS, user="ada@mail.example")
        home.config.write_text(
            '[me]\nname = "Ada Fielding"\naddresses = ["ada@mail.example"]\ntime_zone = "UTC"\n'
            '[[mailbox]]\nkind = "gmail"\nlabels = ["*"]\n[drafts]\nwrite = true\n'
            f'[google]\nclient_file = "{account.client_file}"\ntoken_file = "{account.token_file}"\n'
            f'gmail_api = "{account.endpoints.gmail_api}"\ntoken_uri = "{account.endpoints.token_uri}"\n'
            f'[state]\nfolder = "{home.state}"\n'
        )
        asked = peer.put(letter(5), datetime.now(UTC) - timedelta(minutes=5), "INBOX")
        ran = home.run("run", "--once")
        assert ran.returncode == 0, ran.stderr
        (one,) = peer.drafts.values()
        assert peer.mails[one].thread == asked
        draft = message_from_bytes(peer.mails[one].raw, policy=default)
        assert "[choose one]" in draft.get_content()
        assert home.once() == (0, [], [])
        assert len(peer.drafts) == 1
        assert "Ridge Health" in home.run("done").stdout
        raw = peer.mails[one].raw
        peer.delete(one)
        peer.drafts.clear()
        peer.put(raw, datetime.now(UTC), "SENT")
        assert home.once() == (0, [], [])
        assert "Ridge Health" not in home.run("done").stdout  # sent as it was, it is the owner's answer


def test_an_answered_invitation_gets_none(server: Dovecot, tmp_path: Path) -> None:
    home, client = home_on(server, tmp_path), client_of(server)
    client.append("INBOX", "", imaplib.Time2Internaldate(datetime.now(UTC)), letter(5))
    answer = {"id": "answer", "from": "ada@mail.example", "to": "renee@ridge.example", "subject": "Re: Interview"}
    raw = build({**answer, "date": datetime.now(UTC).isoformat(), "text": "Dear Renee, I will be there. Ada"})
    client.append("Sent", "", imaplib.Time2Internaldate(datetime.now(UTC)), raw)
    ran = home.run("run", "--once")
    assert ran.returncode == 0, ran.stderr
    assert drafts_in(client) == []


NOW = datetime(2026, 4, 15, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
ME = "ada@mail.example"
CONFIG = '[me]\nname = "Ada"\naddresses = ["ada@mail.example"]\n[[mailbox]]\nkind = "maildir"\n[drafts]\nwrite = true\n'


def mail(words: str, sender: str, to: str, number: int, folder: Folder = "INBOX", id: str = "") -> Incoming:
    at = NOW + number * HOUR / 60
    raw = (
        f"From: <{sender}>\r\nTo: <{to}>\r\nSubject: Interview\r\nDate: {at:%a, %d %b %Y %H:%M:%S +0000}\r\n"
        f"Message-ID: {id or f'<{number}@mail.example>'}\r\n\r\n{words}\r\n"
    )
    return Incoming(raw=raw.encode(), folder=folder, arrived=at, where=f"uid {number}")


def make(store: Store, text: str = CONFIG) -> Desk:
    intake, config = plain_intake(ME), parse(text)
    owner = Owner(zone=intake.zone, addresses=frozenset({ME}))
    return Desk(store, intake, owner, drafting=Drafting(store, "drafts", writer_of(config, intake.packs)))


def take(desk: Desk, mail: Incoming, now: datetime) -> list[Draft]:
    actions, poison = desk.take("mail", Batch(mails=(mail,), cursor="1", left=0), now, deciding=True)
    assert not poison
    return [one for one in actions if isinstance(one, Draft)]


INVITE = mail("invite Ridge 2026-04-20T13:00+01:00/2026-04-20T14:00+01:00", "hr@ridge.example", ME, 1)


def test_what_waits_to_be_written_when_the_owner_answers_is_not_written_any_more() -> None:
    store = Store(None)
    desk = make(store)
    (draft,) = take(desk, INVITE, NOW + HOUR)
    assert list(store.unwritten()) == [draft.key]
    assert make(store).decide(NOW + 2 * HOUR) == []
    take(desk, mail("I come", ME, "hr@ridge.example", 130, "Sent"), NOW + 3 * HOUR)
    assert store.unwritten() == {}
    assert not [task for task in store.due(NOW + 9 * HOUR) if isinstance(task.action, Draft)]


def test_what_waits_for_a_mailbox_that_is_gone_is_drafted_for_another() -> None:
    store = Store(None)
    (draft,) = take(make(store), INVITE, NOW + HOUR)
    store.keep_only(["drafts"], [])
    assert store.unwritten()
    store.keep_only(["drafts elsewhere"], [])
    assert not store.unwritten()
    (again,) = make(store).decide(NOW + 2 * HOUR)
    assert (again.key, again.message_id) == (draft.key, draft.message_id)


def test_notes_bring_the_thanks_at_once() -> None:
    store = Store(None)
    desk = make(store)
    fixed = mail("confirm Ridge 2026-04-20T13:00+01:00/2026-04-20T14:00+01:00", "hr@ridge.example", ME, 1)
    assert not take(desk, fixed, NOW + HOUR)
    over = datetime(2026, 4, 20, 13, tzinfo=UTC)
    desk.decide(over)
    assert desk.wake == over + 2 * HOUR
    of_it = desk.store.events()[0].identity[:12]
    store.keep_note(Note(case=of_it, at=over + HOUR / 2, text="They have two dogs"))
    assert desk.hear()
    (draft,) = [one for one in desk.decide(over + HOUR / 2) if isinstance(one, Draft)]
    assert "They have two dogs" in draft.body
    assert not [one for one in desk.decide(over + 2 * HOUR) if isinstance(one, Draft)]


def test_what_was_written_is_never_written_again() -> None:
    store = Store(None)
    (draft,) = take(make(store), INVITE, NOW + HOUR)
    (task,) = [task for task in store.due(NOW + HOUR) if task.action == draft]
    store.done(task.id)
    otherwise = CONFIG.replace('"Ada"', '"Ada Fielding"')  # it would be signed otherwise now
    for hours in (2, 20, 200):
        assert not [one for one in make(store, otherwise).decide(NOW + hours * HOUR) if isinstance(one, Draft)]
        store.tidy(NOW + timedelta(days=300))


def test_our_draft_in_a_folder_of_all_mail_is_no_answer_but_once_sent_it_is() -> None:
    store = Store(None)
    desk = make(store)
    (draft,) = take(desk, INVITE, NOW + HOUR)
    take(desk, mail("I come", ME, "hr@ridge.example", 70, id=draft.message_id), NOW + 2 * HOUR)
    assert store.unwritten()
    take(make(store), mail("I come", ME, "hr@ridge.example", 80, "Sent", id=draft.message_id), NOW + 2 * HOUR)
    assert not store.unwritten()


def test_a_replay_shows_what_would_be_drafted_to_people_and_not_to_programs(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.config.write_text(CONFIG)
    (tmp_path / "asked.eml").write_bytes(letter())
    now = datetime.now(UTC)
    (tmp_path / "history").write_text(f'{{"file": "asked.eml", "arrives": "{now.isoformat()}"}}\n')
    command = ("replay", "--history", str(tmp_path / "history"), "--until", (now + HOUR).isoformat())
    shown = home.run(*command, "--all")
    assert shown.returncode == 0, shown.stderr
    assert "to Renee Castell: Re: Interview invitation" in shown.stdout
    assert "Dear Renee," in shown.stdout
    told = home.run(*command, "--json")
    assert told.returncode == 0, told.stderr
    assert {json.loads(line)["action"] for line in told.stdout.splitlines()} == {"hold", "alert"}


def test_doctor_finds_the_folder_of_drafts_or_says_what_is_missing(server: Dovecot, tmp_path: Path) -> None:
    home, client = home_on(server, tmp_path), client_of(server)
    client.logout()
    well = {one.check: one for one in look_into(load(home.config))}
    assert (well["folder"].about, well["folder"].said) == ("drafts in post", "Drafts")
    assert well["templates"].verdict == "ok"
    words = tmp_path / "words.toml"
    words.write_text('[en]\nclosig = "Cheers"\n')
    home.config.write_text(home.config.read_text() + f'folder = "Nowhere"\ntemplates = "{words}"\n')
    ill = {one.check: one for one in look_into(load(home.config))}
    assert "words.toml line 2: closig in [en]: there is no such text" in ill["templates"].said
    assert ill["folder"].remedy == "correct folder of [drafts]"
    assert home.run("run", "--once").returncode == 2


def test_the_place_of_drafts_is_the_mailbox_that_is_named(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    two = "".join(f'[[mailbox]]\nkind = "maildir"\nname = "{name}"\npath = "{tmp_path}/{name}"\n' for name in "ab")
    config.write_text(f'[me]\naddresses = ["{ME}"]\n{two}[drafts]\nwrite = true\nmailbox = "b"\n')
    assert effects_of(load(config)).drafts == "drafts in b"
    config.write_text(config.read_text().replace('mailbox = "b"', 'mailbox = "c"'))
    with pytest.raises(ConfigError, match=r'line 13: mailbox in \[drafts\]: there is no mailbox called "c"'):
        load(config)
    config.write_text(f"{two}[drafts]\nwrite = true\n")
    with pytest.raises(ConfigError, match=r"add addresses to \[me\]"):
        load(config)
    config.write_text(two)
    assert effects_of(load(config)).drafts is None

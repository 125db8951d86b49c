"""Maildirs as other programs make and change them."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.mail.conftest import MaildirBox
from tests.mail.test_sources import NOW, SINCE, big_mail, mail, read_all, subject, subjects

from courtesy.errors import GiveUp
from courtesy.mail.maildir import Maildir


def test_flags_and_moves_are_no_news(maildir_box: MaildirBox) -> None:
    maildir_box.put(mail("one"), NOW)
    cursor = read_all(maildir_box)
    (file,) = (maildir_box.path / "new").iterdir()
    for name in (f"{file.name}:2,", f"{file.name}:2,RS"):
        file = file.rename(maildir_box.path / "cur" / name)
        assert list(maildir_box.source.fetch(cursor, SINCE)) == []


def test_mail_renamed_while_it_is_read_comes_at_the_next_look(maildir_box: MaildirBox) -> None:
    for n, name in enumerate(("one", "two", "three")):
        maildir_box.put(mail(name, "x" * 900_000), NOW + timedelta(hours=n))
    fetching = iter(maildir_box.source.fetch(None, SINCE))
    got = [next(fetching)]
    last = max((maildir_box.path / "new").iterdir())
    last.rename(maildir_box.path / "cur" / f"{last.name}:2,S")
    got += fetching
    assert "three" not in subjects(got)
    assert subjects(maildir_box.again().fetch(got[-1].cursor, SINCE)) == ["three"]


def test_what_is_no_mail_steps_aside(maildir_box: MaildirBox) -> None:
    os.mkfifo(maildir_box.path / "new" / "1.pipe")
    (maildir_box.path / "cur" / "2.folder").mkdir()
    (maildir_box.path / "cur" / ".hidden").write_bytes(b"x")
    (maildir_box.path / "cur" / "3.link").symlink_to("/no/such")
    maildir_box.put(mail("one"), NOW)
    batches = list(maildir_box.source.fetch(None, datetime(2000, 1, 1, tzinfo=UTC)))
    assert subjects(batches) == ["one"]
    skipped = [line.rpartition("/")[2] for batch in batches for line in batch.skipped]
    assert sorted(line.partition(":")[0] for line in skipped) == ["1.pipe", "2.folder"]


def test_a_huge_file_is_read_in_little_memory(maildir_box: MaildirBox) -> None:
    maildir_box.put(b"Subject: huge\r\n\r\n" + b"x" * (9 << 20), NOW)
    maildir_box.put(big_mail("big").replace(b"JVBERiVQREY", b"--VBERiVQREY"), NOW)
    for batch in maildir_box.source.fetch(None, SINCE):
        assert all(len(m.raw) <= 1_200_000 for m in batch.mails)


DATE = "%a, %d %b %Y %H:%M:%S +0000"


def passed_on(subject: str, received: str, sent: str) -> bytes:
    """A mail with the times that its last server and its writer put into it, "" for none."""
    hops = f"Received: from mx by box; {received}\r\nReceived: by mx; 1 Jan 2026 00:00 +0000\r\n" if received else ""
    return (hops + (f"Date: {sent}\r\n" if sent else "")).encode() + mail(subject)


def test_mail_arrives_when_its_server_got_it_and_not_when_it_was_mirrored(maildir_box: MaildirBox) -> None:
    """Every file is of one moment, as after the first run of mbsync."""
    synced = NOW + timedelta(days=3)
    old, early, late = (f"{when:{DATE}}" for when in (SINCE - timedelta(days=9), NOW, NOW + timedelta(hours=5)))
    future = f"{synced + timedelta(days=400):{DATE}}"
    maildir_box.put(passed_on("old", old, old), synced)
    maildir_box.put(passed_on("old, and mine", "", old), synced, "Sent")
    maildir_box.put(passed_on("question", early, "Thu, 1 Jan 2026 00:00:00 +0000"), synced)
    maildir_box.put(passed_on("answer", "", late), synced, "Sent")
    for name, told in (("no time", ""), ("future", future), ("absurd", "Thu, 1 Jan 1970 00:00:00 +0000")):
        maildir_box.put(passed_on(name, told, told), synced)
    batches = list(maildir_box.source.fetch(None, SINCE))
    arrived = [(subject(one), one.arrived) for batch in batches for one in batch.mails]
    assert arrived[:2] == [("question", NOW), ("answer", NOW + timedelta(hours=5))]
    assert sorted(arrived[2:]) == [("absurd", synced), ("future", synced), ("no time", synced)]
    maildir_box.put(passed_on("delivered late", late, old), synced)
    maildir_box.put(passed_on("mine, from a laptop that slept", "", early), synced, "Sent")
    more = [one for batch in maildir_box.again().fetch(batches[-1].cursor, SINCE) for one in batch.mails]
    assert [one.arrived for one in more] == [NOW, NOW + timedelta(hours=5)]


def test_as_mbsync_lays_it_out(tmp_path: Path) -> None:
    for folder in ("Inbox", "Gesendet", "Jobs/2026"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / folder / part).mkdir(parents=True)
        (tmp_path / folder / "new" / "1.a").write_bytes(mail(folder))
    source = Maildir(tmp_path, name="test", folders=("INBOX", "Jobs/2026"))
    mails = {m.folder + ":" + m.where for b in source.fetch(None, SINCE) for m in b.mails}
    assert mails == {"INBOX:Inbox/new/1.a", "INBOX:Jobs/2026/new/1.a", "Sent:Gesendet/new/1.a"}


def test_as_maildir_plus_plus_lays_it_out(tmp_path: Path) -> None:
    for folder in (".", ".&AMk-l&AOk-ments envoy&AOk-s", ".Jobs.2026"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / folder / part).mkdir(parents=True)
        (tmp_path / folder / "new" / "1.a").write_bytes(mail("x"))
    for jobs in ("Jobs/2026", "Jobs.2026", ".Jobs.2026"):
        source = Maildir(tmp_path, name="test", folders=("INBOX", jobs))
        mails = [(m.folder, m.where) for b in source.fetch(None, SINCE) for m in b.mails]
        assert {role for role, where in mails if "envoy" in where} == {"Sent"}
        assert len(mails) == 3


def test_what_is_missing_is_said(tmp_path: Path, maildir_box: MaildirBox) -> None:
    with pytest.raises(GiveUp, match="check path"):
        list(Maildir(tmp_path / "no", name="test").fetch(None, SINCE))
    with pytest.raises(GiveUp, match="has no maildir 'Jobs'; it has 'INBOX', 'Sent'"):
        list(Maildir(maildir_box.path, name="test", folders=("Jobs",)).fetch(None, SINCE))
    source = Maildir(maildir_box.path, name="test", sent="Outgoing")
    list(source.fetch(None, SINCE))
    assert "no folder of sent mail" in source.notes[0]


def test_a_draft_in_a_folder_of_all_mail_is_read_when_it_is_one_no_longer(tmp_path: Path) -> None:
    box = MaildirBox(tmp_path)
    box.put(mail("theirs"), NOW)
    draft = tmp_path / "cur" / "1.M1P1.host:2,DS"
    draft.write_bytes(mail("mine"))
    os.utime(draft, (NOW.timestamp(), NOW.timestamp()))
    batches = list(box.source.fetch(None, SINCE))
    assert subjects(batches) == ["theirs"]
    draft.rename(draft.with_name("1.M1P1.host:2,S"))
    assert subjects(box.again().fetch(batches[-1].cursor, SINCE)) == ["mine"]

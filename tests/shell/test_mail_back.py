"""What the owner mails back to an alert is carried out once; what is forged, foreign, old or replayed does nothing."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.shell.plain_reader import PlainIntake, plain_intake
from tests.shell.test_desk import DAY, ME, NOW, mail

from courtesy.cases.actions import Alert, Limit
from courtesy.cases.choices import Choice
from courtesy.cases.correct import Said
from courtesy.cases.decide import owed
from courtesy.cases.digest import digest
from courtesy.cases.events import Event, Owner
from courtesy.cases.settled import short
from courtesy.cases.timeline import replay
from courtesy.desk import Desk
from courtesy.mail import Batch, Incoming
from courtesy.owner.choosing import Choosing, Impossible
from courtesy.owner.mail_back import MailBack
from courtesy.store.store import Store

HOUR = timedelta(hours=1)
OWNER = Owner(zone=ZoneInfo("Europe/London"), addresses=frozenset({ME}))
SERVER = "mx.mail.example"


class House:
    """A desk that has told of two invitations by mail, and hears the answers."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store(None)
        self.learnt: list[tuple[Event, Said]] = []
        choosing = Choosing(self.store, OWNER, lambda event, said: self.learnt.append((event, said)))
        intake = plain_intake(ME)
        intake = PlainIntake(
            packs=intake.packs, addresses=intake.addresses, zone=intake.zone, trusted=frozenset({SERVER})
        )
        back = MailBack(self.store, choosing, frozenset({ME}))
        self.desk = Desk(self.store, intake, OWNER, channels=("mail",), mail_back=back)
        self.take(mail(1, "Alder"), mail(2, "Birch"))
        self.alert, self.other = (task.action for task in self.store.due(NOW) if isinstance(task.action, Alert))
        self.mark = self.store.mark(self.alert, NOW)

    def take(self, *mails: Incoming, now: Any = NOW) -> None:
        self.desk.take("mail", Batch(mails=mails, cursor="1", left=0), now, deciding=True)

    def owed(self, now: Any = NOW) -> list[str]:
        """The companies to which something is owed."""
        timeline = replay(self.store.events(), OWNER, self.store.settled(), self.store.notes())
        return sorted({str(one.company) for one in owed(timeline, now) if one.due and one.due <= now})

    def state(self) -> tuple[Any, ...]:
        """All that an answer could have changed."""
        return self.store.settled(), self.store.notes(), self.store.corrections(), len(self.store.events())


@pytest.fixture
def house(caplog: pytest.LogCaptureFixture) -> House:
    caplog.set_level(logging.INFO, "courtesy")
    return House()


def answer(
    house: House,
    text: str,
    *,
    number: int = 7,
    sender: str = ME,
    to: str = ME,
    mark: str = "",
    head: str = "",
    subject: str = "Re: Reply to Alder",
    refers: bool = True,
) -> Incoming:
    """What a mail program makes of an answer to the alert."""
    refer = f"In-Reply-To: <courtesy.{mark or house.mark}@mail.example>\r\n" if refers else ""
    raw = (
        f"{head}From: <{sender}>\r\nTo: <{to}>\r\nSubject: {subject}\r\n{refer}"
        f"Date: {NOW:%a, %d %b %Y %H:%M:%S +0000}\r\nMessage-ID: <answer{number}@{sender}>\r\n\r\n"
        f"{text}\r\n\r\nOn Wed, Apr 15, 2026 at 6:00 PM Courtesy <{ME}> wrote:\r\n> wrong\r\n> invite Alder\r\n"
    )
    return Incoming(raw=raw.encode(), folder="INBOX", arrived=NOW, where=f"uid {number}")


def test_done_is_done_and_no_part_of_the_application(house: House) -> None:
    assert house.owed() == ["Alder", "Birch"]
    house.take(answer(house, "done"))
    assert house.owed() == ["Birch"]
    assert len(house.store.events()) == 2
    assert [one.said for one in house.store.answers(NOW - HOUR)] == ["done"]


def test_what_he_settled_is_told_no_more_though_other_mail_came_with_his_answer(house: House) -> None:
    later = NOW + 25 * HOUR
    house.take(answer(house, "done"), mail(3, "Cedar"), now=later)
    told = [alert for at, alert in house.store.told(later)]
    assert ("reply_overdue", "Alder") not in [(alert.kind, alert.company) for alert in told]
    assert ("reply_overdue", "Birch") in [(alert.kind, alert.company) for alert in told]


def test_a_link_of_the_alert_begins_a_mail_that_is_understood(house: House) -> None:
    house.take(answer(house, "done", refers=False, subject=f"done [courtesy.{house.mark}]"))
    assert house.owed() == ["Birch"]


def test_snooze_is_heard_again_when_its_time_has_come(house: House) -> None:
    house.take(answer(house, "Snooze 2d\n\nSent from my phone"))
    assert house.owed() == ["Birch"]
    assert "Alder" in house.owed(NOW + 2 * DAY)


@pytest.mark.parametrize("late", [DAY, -DAY], ids=["the program slept", "their clock is fast"])
def test_two_days_begin_when_the_answer_came(house: House, late: timedelta) -> None:
    said = answer(house, "snooze 2d")
    house.take(said if late > timedelta() else replace(said, arrived=NOW - late), now=NOW + max(late, timedelta()))
    assert set(house.store.settled().values()) == {NOW + 2 * DAY, None}


def test_notes_are_kept(house: House) -> None:
    house.take(answer(house, "notes: Renee is nice.\nThey want an answer soon."))
    (note,) = house.store.notes()
    assert (note.case, note.text) == (house.alert.case, "Renee is nice.\nThey want an answer soon.")


def test_wrong_corrects_the_mail_and_is_learnt_from(house: House) -> None:
    house.take(answer(house, "wrong"))
    assert house.owed() == ["Birch"]
    ((event, said),) = house.learnt
    assert (event.reading.company, said) == ("Alder", Said(kind="other"))


def test_after_a_warning_wrong_means_that_it_is_no_scam(house: House) -> None:
    (event, *_) = house.store.events()
    fraud = replace(event, reading=replace(event.reading, scam=True))
    house.store.correct(fraud.identity, fraud, NOW)
    house.desk.hear()
    house.desk.decide(NOW)
    (warning,) = (alert for _, alert in house.store.told(NOW - HOUR) if alert.kind == "scam_warning")
    house.take(answer(house, "wrong", mark=house.store.mark(warning, NOW)))
    (event, *_) = house.store.events()
    assert (event.reading.kind, event.reading.scam) == ("invite", False)
    assert house.owed() == ["Alder", "Birch"]


def test_yes_and_no_answer_questions_only(house: House, caplog: pytest.LogCaptureFixture) -> None:
    before = house.state()
    house.take(answer(house, "no"))
    assert house.state() == before
    assert "nobody asked" in caplog.records[-1].getMessage()


@pytest.mark.parametrize(("said", "kind"), [("yes", "invite"), ("no", None), ("wrong", None)])
def test_a_question_is_answered_by_mail(house: House, said: str, kind: str | None) -> None:
    (event, *_) = house.store.events()
    doubted = replace(
        event, doubtful=True, reading=replace(event.reading, kind="other", unsure="invite", reply_needed=False)
    )
    house.store.correct(doubted.identity, doubted, NOW)
    house.desk.hear()
    house.desk.decide(NOW)
    (question,) = (alert for _, alert in house.store.told(NOW - HOUR) if alert.kind == "question")
    house.take(answer(house, said, mark=house.store.mark(question, NOW)))
    after = {one.identity: one for one in house.store.events()}[event.identity]
    assert (None if after.doubtful else after.reading.kind) == kind
    timeline = replay(house.store.events(), OWNER, house.store.settled())
    assert "question" not in [alert.kind for alert in owed(timeline, NOW)]


def test_one_answer_may_name_another_alert(house: House) -> None:
    """Also when the one that it answers is settled."""
    house.take(answer(house, f"snooze {short(house.other)} 2d"))
    assert house.owed() == ["Alder"]
    house.take(answer(house, "done", number=8))
    house.take(answer(house, f"done {short(house.other)}", number=9))
    assert house.owed(NOW + 3 * DAY) == []


def test_of_a_digest_each_thing_is_answered_by_its_name(house: House, caplog: pytest.LogCaptureFixture) -> None:
    told = digest([house.alert, house.other], (), NOW, NOW, OWNER)
    assert told
    mark = house.store.mark(told, NOW)
    house.take(answer(house, "done", mark=mark))
    assert "say which of them is meant" in caplog.records[-1].getMessage()
    said = "done (not heeded: say which of them is meant, as in: done 3fa9c1)"
    assert [one.said for one in house.store.answers(NOW)] == [said], "the board shows it"
    house.take(answer(house, "\n".join(f"done {line.split()[0]}" for line in told.more), mark=mark, number=8))
    assert house.owed() == []


def test_the_copy_among_sent_mail_is_the_same_answer(house: House, caplog: pytest.LogCaptureFixture) -> None:
    twice = answer(house, "done")
    house.take(twice)
    house.take(twice)
    assert [record.levelname for record in caplog.records] == ["INFO"]


def test_what_is_not_heeded_is_named_many_mails_to_a_line(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """A state that was lost leaves many answers to alerts that nobody knows; each can be found by its line."""
    lost = [
        answer(house, "done", mark=f"{n:010x}.abcdefghijklmnopqrst", number=n, subject=f"Re: Reply to Firm {n}")
        for n in range(30)
    ]
    linked = answer(house, "done", number=30, sender="eve@evil.example", subject=f"done [courtesy.{house.mark}]")
    house.take(*lost, linked)
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 4
    assert lines[0].startswith("12 answers to alerts were not heeded: no alert that is known bears its mark; “Re: ")
    assert all(any(f"“Re: Reply to Firm {n}” of 2026-04-15 18:00" in line for line in lines) for n in range(30))
    assert "eve@evil.example" in lines[3]
    assert "“done [courtesy]” of " in lines[3]
    assert house.mark not in "".join(lines)
    assert all(len(line) < 1000 for line in lines), "the log cuts longer ones"


def test_what_is_not_understood_is_said_with_the_alert_and_the_words(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.take(answer(house, "ok I did it"))
    (record,) = caplog.records
    assert "it begins with none of the words it may: done, snooze 2d, wrong (“Reply to " in record.getMessage()
    (shown,) = house.store.answers(NOW)
    assert shown.said.startswith("ok I did it (not heeded: it begins with none of the words it may: done, snooze 2d")


FORGED = f"Authentication-Results: {SERVER}; dmarc=fail header.from=mail.example; spf=pass\r\n"
GENUINE = f"Authentication-Results: {SERVER}; dmarc=pass header.from=mail.example; spf=fail\r\n"
STRANGE = "Authentication-Results: mx.evil.example; dmarc=pass\r\n"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"sender": "eve@evil.example"}, "it came from eve@evil.example, which is none of your addresses"),
        ({"head": FORGED}, "your mail server says that it was forged"),
        ({"head": f"Authentication-Results: {SERVER}; spf=fail\r\n"}, "your mail server says that it was forged"),
        ({"head": f"Authentication-Results: {SERVER}; dkim=fail; spf=none\r\n"}, "says that it was forged"),
        ({"head": "Auto-Submitted: auto-replied\r\n"}, "a program wrote it"),
        ({"mark": "0123456789.abcdefghijklmnopqrst"}, "no alert that is known bears its mark"),
        ({"text": "Thank you, dear program"}, "it begins with none of the words it may"),
        ({"text": "done ffffff"}, "nothing that is owed is called ffffff"),
    ],
)
def test_what_is_not_believed_is_a_line_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture, more: dict[str, Any], says: str
) -> None:
    before = house.state()
    house.take(answer(house, **({"text": "done"} | more)))
    assert house.state() == before
    (record,) = caplog.records
    assert says in record.getMessage()
    assert house.mark.partition(".")[2] not in record.getMessage()


def test_the_right_alert_with_the_wrong_token_does_nothing(house: House) -> None:
    before = house.state()
    house.take(answer(house, "done", mark=f"{house.mark.partition('.')[0]}.abcdefghijklmnopqrst"))
    assert house.state() == before


def test_what_the_server_vouches_for_is_believed(house: House) -> None:
    house.take(answer(house, "done", head=GENUINE))
    assert house.owed() == ["Birch"]
    house.take(answer(house, "notes: good", head=STRANGE, number=8))
    assert len(house.store.notes()) == 1


def test_an_old_alert_and_one_that_is_settled_are_answered_no_more(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    late = house.state()
    house.take(answer(house, "snooze 2d"), now=NOW + 31 * DAY)
    assert house.state() == late
    house.take(answer(house, "done", number=8))
    settled = house.state()
    house.take(answer(house, "snooze 2d", number=9))
    assert house.state() == settled
    said = [record.getMessage() for record in caplog.records]
    assert "is older than 30 days" in said[0]
    assert "what it is about is settled" in said[2]


def test_a_replay_does_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.take(answer(house, "snooze 2d"))
    once = house.state()
    house.take(answer(house, "snooze 2d", number=8))
    assert house.state() == once
    assert "it was carried out before" in caplog.records[-1].getMessage()


def test_what_the_owner_writes_to_others_under_an_alert_stays_his_own_mail(house: House) -> None:
    house.take(answer(house, "Dear Alder, Tuesday suits me.", to="hr@alder.example"))
    assert len(house.store.events()) == 3
    assert house.owed() == ["Birch"]


def test_a_made_up_mark_hides_no_mail_of_a_stranger(house: House) -> None:
    house.take(mail(3, "Cedar", head="References: <courtesy.0123456789.abcdefghijklmnopqrst@mail.example>\r\n"))
    assert house.owed() == ["Alder", "Birch", "Cedar"]


def test_what_they_answer_to_an_alert_that_was_handed_on_is_mail_like_any(house: House) -> None:
    """Their mail refers to his, and his to the alert."""
    refers = f"References: <courtesy.{house.mark}@mail.example> <mine@mail.example>\r\n"
    house.take(mail(3, "Cedar", head=refers + "In-Reply-To: <mine@mail.example>\r\n"))
    assert house.owed() == ["Alder", "Birch", "Cedar"]


def test_an_alert_from_an_address_that_is_no_longer_ours_is_no_mail_of_strangers(house: House) -> None:
    alert = answer(house, "done", sender="alerts@old.example", refers=False)
    raw = alert.raw.replace(b"<answer7@alerts@old.example>", f"<courtesy.{house.mark}@old.example>".encode())
    before = house.state()
    house.take(replace(alert, raw=raw))
    assert house.state() == before


HANDED_ON = (
    "\r\n________________________________\r\nFrom: Courtesy <{me}>\r\nSent: Wednesday, April 15, 2026 6:00 PM\r\n"
    "To: Ada <{me}>\r\nSubject: Reply to Alder\r\n\r\nAfter an interview any words are notes.\r\n"
)


@pytest.mark.parametrize("subject", ["Re: How did it go?", "Fwd: How did it go?"])
def test_what_the_alert_says_is_not_what_the_owner_says(house: House, subject: str) -> None:
    """Sent without a word of his own, by mistake, or handed on to himself."""
    debrief = replace(house.alert, key="debrief:1", kind="debrief")
    empty = answer(house, "", mark=house.store.mark(debrief, NOW), subject=subject)
    raw = empty.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + HANDED_ON.format(me=ME).encode()
    house.take(replace(empty, raw=raw))
    assert not house.store.notes()
    said = raw.replace(b"<answer7@", b"<answer8@").replace(b"\r\n\r\n", b"\r\n\r\nIt went well.\r\n", 1)
    house.take(replace(empty, raw=said))
    assert [note.text for note in house.store.notes()] == ["It went well."]


def test_a_repeat_of_an_alert_bears_the_same_mark(house: House) -> None:
    assert house.store.mark(house.alert, NOW + DAY) == house.mark
    assert house.store.mark(house.other, NOW) != house.mark


def test_nothing_is_put_off_past_their_deadline(house: House) -> None:
    """But to an hour before it; when that has begun it is too late to put it off."""
    alert = replace(house.alert, limit=Limit(at=NOW + 12 * HOUR, what="their deadline"))
    choosing, later = Choosing(house.store, OWNER), Choice(word="snooze", until="2d")
    choosing.carry_out(alert, later, NOW, NOW)
    assert house.store.settled()[alert.key] == NOW + 11 * HOUR
    before, late = house.state(), NOW + 11.5 * HOUR
    with pytest.raises(Impossible, match="their deadline"):
        choosing.carry_out(alert, later, late, late)
    assert house.state() == before


def test_what_the_owner_wrote_to_others_is_not_corrected_by_an_answer(house: House) -> None:
    house.take(answer(house, "Dear Alder, any news?", to="hr@alder.example"))
    (mine,) = (event for event in house.store.events() if event.by_owner)
    alert = replace(house.alert, key=f"too_early:{mine.identity}", kind="too_early", message_id=mine.message_id)
    with pytest.raises(Impossible, match="is your own"):
        Choosing(house.store, OWNER).carry_out(alert, Choice(word="wrong"), NOW, NOW)


def test_a_button_over_which_we_stumble_changes_nothing(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is anything learnt from it."""

    def stumble(key: str, *_: object) -> None:
        raise KeyError(key)

    before = house.state()
    monkeypatch.setattr(house.store, "answered", stumble)
    choosing = Choosing(house.store, OWNER, lambda event, said: house.learnt.append((event, said)))
    choosing.pressed(house.alert.key, "wrong", NOW)
    assert house.state() == before
    assert house.learnt == []
    assert "your choice was not carried out, KeyError" in caplog.text


def test_a_lesson_begins_when_the_correction_is_kept(tmp_path: Path) -> None:
    """It works with a store of its own, and could not write while the choice is being carried out."""
    known = []

    def learn(event: Event, said: Said) -> None:
        lesson = Store(tmp_path / "courtesy.db")
        known.append(lesson.corrections())
        lesson.correct(event.identity, event, NOW)
        lesson.close()

    house = House(Store(tmp_path / "courtesy.db"))
    Choosing(house.store, OWNER, learn).pressed(house.alert.key, "wrong", NOW)
    (found,) = known
    assert set(found.values()) == {None}  # it concerns no job


OUTLOOK = (
    "done\r\n\r\n________________________________\r\nFrom: Courtesy <{me}>\r\n"
    "Sent: Wednesday, April 15, 2026 6:00 PM\r\nTo: Ada <{me}>\r\nSubject: Reply to Alder\r\n\r\nwrong\r\n"
)
APPLE = (
    "Done\r\n\r\nSent from my iPhone\r\n\r\n"
    "> On 15 Apr 2026, at 19:00, Courtesy <{me}> wrote:\r\n> \r\n> \ufeff\r\n> wrong\r\n"
)
GMAIL = (
    '<div dir="ltr">done</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed, Apr 15, 2026 at '
    '6:00&#8239;PM Courtesy &lt;{me}&gt; wrote:<br></div><blockquote class="gmail_quote">wrong<br></blockquote></div>'
)
WORD = (
    '<html><body><p class="MsoNormal">done<o:p></o:p></p><div style="border-top:solid 1.0pt"><p class="MsoNormal">'
    "<b>From:</b> Courtesy &lt;{me}&gt;<br><b>Sent:</b> Wednesday, April 15, 2026 6:00 PM<br><b>To:</b> Ada<br>"
    "<b>Subject:</b> Reply to Alder</p></div><p>wrong</p></body></html>"
)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(OUTLOOK, "plain"), (APPLE, "plain"), (GMAIL, "html"), (WORD, "html")],
    ids="outlook apple gmail word".split(),
)
def test_answers_of_all_mail_programs_are_understood(house: House, body: str, kind: str) -> None:
    head = f"MIME-Version: 1.0\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
    mail = answer(house, "", head=head)
    raw = mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body.format(me=ME).encode()
    house.take(replace(mail, raw=raw))
    assert house.owed() == ["Birch"]
    assert [one.said for one in house.store.answers(NOW - HOUR)] == ["done"]

"""The Gmail source against a Google that fails, forgets and is cut off, with the real client over a socket."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from bench.gmail_quota import catch_up
from tests.mail.conftest import Clock, GmailBox, ImapBox
from tests.mail.test_sources import HOUR, NOW, SINCE, big_mail, mail, subjects
from tests.servers.google import Google, made_once
from tests.servers.google_gmail import GmailPeer

from courtesy.config import file as config
from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.google.account import Account
from courtesy.google.scopes import READ_MAIL
from courtesy.mail import Batch, Source
from courtesy.mail.gmail import GmailSource
from courtesy.mail.gmail_cursor import is_later
from courtesy.mail.gmail_history import news
from courtesy.mail.gmail_labels import Watched
from courtesy.mail.gmail_pace import Pace
from courtesy.mail.parse import parse
from courtesy.outside import sources_of
from courtesy.store.store import Store

DAY = timedelta(days=1)


@pytest.fixture(scope="module", autouse=True)
def no_authorities() -> Iterator[None]:
    """Nothing here is TLS; the system's authorities would be read for each connection, for longer than all else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", os.devnull)
        patch.setenv("SSL_CERT_DIR", os.devnull)
        yield


@pytest.fixture
def peer() -> GmailPeer:
    return GmailPeer()


@pytest.fixture
def google(peer: GmailPeer) -> Iterator[Google]:
    with Google(gmail=peer) as google:
        yield google


@pytest.fixture
def account(google: Google, tmp_path: Path) -> Account:
    return google.account(tmp_path, READ_MAIL)


def source(account: Account, *labels: str, pace: Pace | None = None) -> GmailSource:
    clock = Clock()
    pace = pace or Pace(clock=clock.now, sleep=clock.sleep)
    return GmailSource(account, name="mailbox x", labels=labels or ("INBOX",), pace=pace, now=NOW.timestamp)


def fetched(mailbox: Source, cursor: str | None = None, since: datetime = SINCE) -> list[Batch]:
    return list(mailbox.fetch(cursor, since))


def skipped(batches: Sequence[Batch]) -> list[str]:
    return [line for batch in batches for line in batch.skipped]


def until_fault(mailbox: Source, cursor: str | None) -> tuple[list[Batch], CourtesyError | None]:
    """What a fetch brings, and the fault that ends it."""
    got: list[Batch] = []
    try:
        got += mailbox.fetch(cursor, SINCE)  # what came before the fault stays in the list
    except CourtesyError as error:
        return got, error
    return got, None


# -- faults


@pytest.mark.parametrize("where", ["/labels$", "/profile$", "/messages$", "/batch/", "/messages/.", "/history$"])
@pytest.mark.parametrize(
    "fault",
    [
        {"status": 403, "reason": "rateLimitExceeded"},
        {"status": 429, "headers": {"Retry-After": "7"}},
        {"status": 500},
        {"status": 503},
        {"drop": "before"},
        {"drop": "after"},
    ],
    ids=["403", "429", "500", "503", "dropped-unread", "dropped"],
)
def test_a_fault_is_told_and_the_next_look_goes_on(
    peer: GmailPeer, google: Google, account: Account, where: str, fault: dict[str, Any]
) -> None:
    sent = [f"m{n}" for n in range(8)]
    for n, name in enumerate(sent):
        peer.put(mail(name), NOW + n * HOUR, "INBOX")
    mailbox = source(account)
    google.fault("*", where, **fault)
    got, error = until_fault(mailbox, None)
    assert isinstance(error, TryLater), error
    assert "mailbox x" in str(error) or "Google account" in str(error)
    part_of_batch = where == "/messages/."  # parts have no headers here, and their connection cannot drop
    assert error.after == (7 if fault.get("status") == 429 and not part_of_batch else None)
    assert peer.octets <= sum(len(mail(name)) for name in sent)
    rest = fetched(mailbox, got[-1].cursor if got else None)
    assert subjects([*got, *rest]) == sent


@pytest.mark.parametrize("where", ["/labels$", "/profile$", "/messages$", "/batch/", "/messages/.", "/history$"])
def test_access_that_was_taken_back_is_asked_for_again(
    peer: GmailPeer, google: Google, account: Account, where: str
) -> None:
    peer.put(mail("one"), NOW, "INBOX")
    peer.put(mail("two"), NOW, "INBOX")
    google.fault("*", where, 401)
    assert subjects(fetched(source(account))) == ["one", "two"]


def test_an_owner_who_signed_out_is_told_to_sign_in(peer: GmailPeer, google: Google, account: Account) -> None:
    peer.put(mail("one"), NOW, "INBOX")
    mailbox = source(account)
    cursor = fetched(mailbox)[-1].cursor
    google.sign_in.revoke()
    for _ in range(2):
        with pytest.raises(GiveUp, match="courtesy login google"):
            fetched(mailbox, cursor)


def test_what_came_before_a_fault_within_a_batch_is_kept(peer: GmailPeer, google: Google, account: Account) -> None:
    ids = [peer.put(mail(f"m{n}"), NOW, "INBOX") for n in range(8)]
    google.fault("GET", f"/messages/{ids[3]}$", 429)
    mailbox = source(account)
    got, error = until_fault(mailbox, None)
    assert isinstance(error, TryLater)
    assert subjects(got) == ["m0", "m1", "m2"]
    assert [batch.left for batch in got] == [5]
    google.heard.clear()
    assert subjects(fetched(mailbox, got[-1].cursor)) == ["m3", "m4", "m5", "m6", "m7"]
    asked = {path.rpartition("/")[2] for _, path in google.heard if "/messages/" in path}
    assert asked == set(ids[3:])


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 400}, {"drop": "before"}], ids=["500", "400", "dropped"])
def test_a_mail_over_which_google_fails_steps_aside_in_the_end(
    peer: GmailPeer, google: Google, account: Account, fault: dict[str, Any]
) -> None:
    ids = [peer.put(mail(f"m{n}"), NOW, "INBOX") for n in range(4)]
    google.fault("GET", f"/messages/{ids[1]}$", **{"times": 1000, **fault})
    mailbox = source(account)
    got: list[Batch] = []
    for _ in range(20):
        more, error = until_fault(mailbox, got[-1].cursor if got else None)
        got += more
        if error is None:
            break
    assert subjects(got) == ["m0", "m2", "m3"]
    assert len(skipped(got)) == 1
    assert ids[1] in skipped(got)[0]


def test_an_hour_of_too_much_haste_costs_no_mail(peer: GmailPeer, google: Google, account: Account) -> None:
    """Google asks to slow down far more often than it may fail over a mail."""
    peer.put(mail("one"), NOW, "INBOX")
    mailbox = source(account)
    google.fault("GET", "/messages/.", 429, times=12)
    for _ in range(12):
        assert isinstance(until_fault(mailbox, None)[1], TryLater)
    assert subjects(fetched(mailbox)) == ["one"]


def test_answers_unlike_googles_stop_nothing_for_good(peer: GmailPeer, google: Google, account: Account) -> None:
    peer.put(mail("one"), NOW, "INBOX")
    bad = peer.put(mail("two"), NOW, "INBOX")
    peer.put(mail("three"), NOW, "INBOX")
    peer.mails[bad].arrived = "soon"  # type: ignore[assignment]
    peer.mails[bad].labels = {"INBOX"}
    plain, peer._list = peer._list, lambda one, labels: {"messages": [{"id": id} for id in peer.mails]}  # type: ignore[method-assign]
    got = fetched(source(account))
    assert subjects(got) == ["one", "three"]
    assert "cannot be read" in skipped(got)[0]
    peer._list = lambda one, labels: {"messages": [7]}  # type: ignore[method-assign, assignment]
    with pytest.raises(TryLater, match="cannot be read"):
        fetched(source(account))
    peer._list = plain  # type: ignore[method-assign]


# -- what is mail, and whose


@pytest.mark.parametrize("tells", [True, False])
def test_what_is_no_mail_of_the_labels_is_left_alone(peer: GmailPeer, account: Account, tells: bool) -> None:
    peer.tells_labels = tells
    box = source(account)
    cursor: str | None = None
    for _ in range(2):  # by search, then by history
        for label in ("DRAFT", "CHAT", "TRASH", "SPAM", "Label_7"):
            peer.put(mail(f"{label} {len(peer.mails)}"), NOW, label)
        peer.put(mail("archived"), NOW)
        peer.put(mail("draft in the inbox"), NOW, "INBOX", "DRAFT")
        peer.put(mail("deleted"), NOW, "INBOX", "TRASH")
        peer.put(mail("mine"), NOW, "SENT")
        got = fetched(box, cursor)
        assert set(subjects(got)) == {"mine"}
        assert {one.folder for batch in got for one in batch.mails} == {"Sent"}
        cursor = got[-1].cursor


def test_mail_that_a_filter_archives_or_that_lies_in_spam_is_seen_where_configured(
    peer: GmailPeer, account: Account
) -> None:
    label = peer.new_label("Job hunt/Agencies")
    boxes = {
        "by label": source(account, "INBOX", "job hunt/agencies"),
        "all": source(account, "*"),
        "all and spam": source(account, "*", "spam"),
    }
    seen = {
        "by label": ["plain", "filtered"],
        "all": ["plain", "filtered", "archived"],
        "all and spam": ["plain", "filtered", "archived", "spam"],
    }
    cursors: dict[str, str | None] = dict.fromkeys(boxes)
    for _ in range(2):  # by search, then by history
        for name, labels in {"plain": "INBOX", "filtered": label, "archived": "UNREAD", "spam": "SPAM"}.items():
            peer.put(mail(name), NOW, labels)
        for name, box in boxes.items():
            got = fetched(box, cursors[name])
            assert subjects(got) == seen[name], name
            cursors[name] = got[-1].cursor


def test_mail_that_is_moved_into_a_watched_label_later_is_seen(peer: GmailPeer, account: Account) -> None:
    ids = {name: peer.put(mail(name), NOW - 50 * DAY, "SPAM") for name in ("rescued", "rescued too", "left")}
    inbox, everything = source(account), source(account, "*")
    cursors = [fetched(box)[-1].cursor for box in (inbox, everything)]
    peer.label(ids["rescued"], add=("INBOX",), remove=("SPAM",))
    peer.label(ids["rescued too"], remove=("SPAM",), add=("INBOX", "IMPORTANT"))
    peer.label(ids["left"], add=("STARRED",))
    for box, cursor in zip((inbox, everything), cursors, strict=True):
        assert subjects(fetched(box, cursor)) == ["rescued", "rescued too"]


def test_mail_that_the_owner_has_archived_before_we_look_is_seen(peer: GmailPeer, account: Account) -> None:
    mailbox = source(account)
    cursor = fetched(mailbox)[-1].cursor
    peer.label(peer.put(mail("one"), NOW, "INBOX"), remove=("INBOX",))
    peer.label(peer.put(mail("two"), NOW, "INBOX"), add=("TRASH",), remove=("INBOX",))
    assert subjects(fetched(mailbox, cursor)) == ["one"]


def test_a_label_that_is_not_there_is_told_with_the_nearest(peer: GmailPeer, google: Google, account: Account) -> None:
    label = peer.new_label("Applications")
    with pytest.raises(GiveUp, match="no label 'aplications'; did you mean 'Applications'"):
        fetched(source(account, "aplications"))
    with pytest.raises(GiveUp, match="'Trash' cannot be watched"):
        fetched(source(account, "Trash"))
    mailbox = source(account, "Applications")
    cursor = fetched(mailbox)[-1].cursor
    del peer.labels[label]
    with pytest.raises(TryLater):
        fetched(mailbox)  # it was there when we asked
    with pytest.raises(GiveUp, match="no label 'Applications'; correct labels: it has 'IMPORTANT', 'INBOX'"):
        fetched(mailbox, cursor)


def test_a_label_that_is_watched_from_now_on_is_searched(peer: GmailPeer, account: Account) -> None:
    peer.put(mail("old spam"), NOW - DAY, "SPAM")
    peer.put(mail("old"), NOW - DAY, "INBOX")
    cursor = fetched(source(account))[-1].cursor
    both = fetched(source(account, "INBOX", "SPAM"), cursor)
    assert set(subjects(both)) == {"old", "old spam"}
    assert fetched(source(account), both[-1].cursor) == []


def test_the_history_id_is_kept_as_text(peer: GmailPeer, account: Account) -> None:
    peer.put(mail("one"), NOW, "INBOX")
    cursor = fetched(source(account))[-1].cursor
    assert f'"history": "{peer.now}"' in cursor
    assert peer.now > 2**64
    assert is_later("1000", "999")
    assert not is_later("999", "1000")


def test_changes_that_bring_no_mail_move_the_cursor(peer: GmailPeer, account: Account) -> None:
    """Else the history would be forgotten in the end, though we looked all the time."""
    id = peer.put(mail("one"), NOW, "INBOX")
    mailbox = source(account)
    cursor = fetched(mailbox)[-1].cursor
    peer.label(id, remove=("UNREAD",))
    quiet = fetched(mailbox, cursor)
    assert [batch.mails for batch in quiet] == [()]
    peer.forget_history()
    peer._known_since = peer.now - 1
    assert len(fetched(mailbox, quiet[-1].cursor)) == 1
    assert peer.octets == len(mail("one"))


def test_a_configured_mailbox_is_read(peer: GmailPeer, google: Google, account: Account) -> None:
    peer.put(mail("one"), NOW, peer.new_label("Jobs"))
    places = account.endpoints
    text = (
        f'[me]\naddresses = ["{account.user}"]\n[[mailbox]]\nkind = "gmail"\nlabels = ["Jobs"]\n[google]\n'
        f'client_file = "{account.client_file}"\ntoken_file = "{account.token_file}"\n'
        f'gmail_api = "{places.gmail_api}"\ntoken_uri = "{places.token_uri}"\n'
    )
    (mailbox,) = sources_of(config.parse(text))
    assert mailbox.name == f"mailbox {account.user} at Gmail"
    assert subjects(fetched(mailbox)) == ["one"]
    mailbox.close()


def test_only_what_reads_is_asked(peer: GmailPeer, google: Google, account: Account) -> None:
    peer.put(big_mail("big"), NOW, "INBOX")
    peer.put(mail("small"), NOW, "INBOX")
    fetched(source(account, "*", "SPAM"))
    assert {method for method, path in google.heard if path.startswith("/gmail")} == {"GET"}
    assert {path for method, path in google.heard if method == "POST"} <= {"/batch/gmail/v1", "/token"}


def test_a_text_without_end_is_not_fetched(peer: GmailPeer, account: Account) -> None:
    peer.put(mail("endless", "blah blah\r\n" * 300_000), NOW, "INBOX")
    got = fetched(source(account))
    assert subjects(got) == ["endless"]
    assert len(got[0].mails[0].raw) < 1000
    assert "longer than 2 MiB" in skipped(got)[0]


def test_a_long_attachment_is_not_fetched_even_where_texts_are(peer: GmailPeer, account: Account) -> None:
    head = LETTER.format(s="log").encode() + b"Content-Type: multipart/mixed; boundary=frontier\r\n\r\n"
    place = b"Content-Disposition: attachment; filename=log.txt\r\n\r\n"
    long = b"blah blah\r\n" * 200_000
    kind = b"--frontier\r\nContent-Type: text/plain\r\n"
    peer.put(head + kind + b"\r\nHello\r\n" + kind + place + long + b"--frontier--\r\n", NOW, "INBOX")
    assert subjects(fetched(source(account))) == ["log"]
    assert peer.octets < 1000


def test_a_search_brings_nothing_that_is_a_second_too_old(peer: GmailPeer, account: Account) -> None:
    peer.put(mail("too old"), SINCE - timedelta(seconds=1), "INBOX")
    peer.put(mail("just in time"), SINCE, "INBOX")
    assert subjects(fetched(source(account))) == ["just in time"]


def test_mail_too_new_for_the_search_is_found_in_the_history(peer: GmailPeer, account: Account) -> None:
    for n in range(9):
        peer.put(mail(f"m{n}"), NOW - (9 - n) * HOUR, "INBOX")
    peer.unsearchable.add(peer.put(mail("just now"), NOW, "INBOX"))
    mailbox = source(account)
    got = fetched(mailbox)
    assert subjects(got) == [*(f"m{n}" for n in range(9)), "just now"]
    assert fetched(mailbox, got[-1].cursor) == []
    peer.forget_history()
    peer._known_since = peer.now  # of what lies before the search nothing is told
    assert len(subjects(fetched(mailbox))) == 9


def test_the_cursor_of_another_account_is_none(
    peer: GmailPeer, google: Google, account: Account, tmp_path: Path
) -> None:
    peer.put(mail("one"), NOW, "INBOX")
    cursor = fetched(source(account))[-1].cursor
    other = google.account(tmp_path / "other", READ_MAIL, user="another@gmail.com")
    assert subjects(fetched(source(other), cursor)) == ["one"]


def test_a_record_is_done_with_when_all_of_its_mails_are() -> None:
    def added(*ids: str) -> list[dict[str, Any]]:
        return [{"message": {"id": id, "labelIds": ["INBOX"]}} for id in ids]

    records = [{"id": "5", "messagesAdded": added("a", "b")}, {"id": "7", "messagesAdded": added("c", "a")}]
    found = news(records, "3", "9", Watched(ids=frozenset({"INBOX"})), ())
    assert [(one.id, one.reached) for one in found] == [("a", "3"), ("b", "5"), ("c", "9")]


# -- when the history is lost


def test_a_lost_history_moves_only_what_is_new(peer: GmailPeer, account: Account) -> None:
    old = [peer.put(mail(f"old{n}"), NOW - (20 - n) * DAY, "INBOX") for n in range(20)]
    mailbox = source(account)
    cursor = fetched(mailbox)[-1].cursor
    rescued = peer.put(mail("rescued"), NOW - 2 * HOUR, "SPAM")
    earlier = peer.put(mail("rescued, and older than the newest"), NOW - 2 * DAY, "SPAM")
    for n in range(7):
        peer.put(mail(f"new{n}"), NOW - HOUR + n * DAY, "INBOX")
    for id in (rescued, earlier):
        peer.label(id, add=("INBOX",), remove=("SPAM",))
    peer.label(old[-1], remove=("UNREAD",))  # only a look at it tells that nothing else is new about it
    peer.forget_history()
    before = peer.octets
    got = fetched(mailbox, cursor)
    found = {"rescued", "rescued, and older than the newest", "old19", *(f"new{n}" for n in range(7))}
    assert set(subjects(got)) == found
    assert peer.octets - before == sum(len(one.raw) for batch in got for one in batch.mails)
    assert fetched(mailbox, got[-1].cursor) == []


def test_a_mail_from_the_future_hides_none_of_the_present(peer: GmailPeer, account: Account) -> None:
    peer.put(mail("future"), NOW + 300 * DAY, "INBOX")
    mailbox = source(account)
    cursor = fetched(mailbox)[-1].cursor
    peer.put(mail("one"), NOW + HOUR, "INBOX")
    peer.forget_history()
    assert "one" in subjects(fetched(mailbox, cursor))


def test_a_history_of_another_life_is_no_history(peer: GmailPeer, account: Account) -> None:
    peer.put(mail("one"), NOW - 30 * DAY, "INBOX")
    mailbox = source(account)
    cursor = fetched(mailbox)[-1].cursor
    later = cursor.replace(str(peer.now), str(peer.now + 1000))
    assert subjects(fetched(mailbox, later)) == ["one"]


def test_a_history_that_was_cut_off_for_weeks_during_a_search_loses_nothing(peer: GmailPeer, account: Account) -> None:
    for n in range(12):
        peer.put(mail(f"m{n}"), NOW + n * HOUR, "INBOX")
    cursor = next(iter(source(account).fetch(None, SINCE))).cursor
    peer.put(mail("late"), NOW + DAY, "INBOX")
    first = next(iter(peer.mails.values()))
    peer.mails[f"0{first.id}"] = first  # an id that comes before the place reached
    peer.label(first.id, add=("STARRED",))
    peer.forget_history()
    assert set(subjects(fetched(source(account), cursor))) == {"late", *(f"m{n}" for n in range(12))}


# -- killed, and started again


class Killed(BaseException):
    """The process is no more."""


class Doomed(Pace):
    """Lets so many calls pass, and then the process dies."""

    def __init__(self, calls: int) -> None:
        self.calls = calls

    def spend(self, units: int) -> None:
        if self.calls == 0:
            raise Killed
        self.calls -= 1


class KeptOpen(Account):
    """Opens the API but once, which takes a while."""

    @cached_property
    def _opened(self) -> Any:
        service = super().gmail()
        users = made_once(service, "users")
        for part in ("labels", "history", "messages"):
            made_once(users, part)
        return service

    def gmail(self) -> Any:
        return self._opened


class Reader:
    """A program that files what it reads, dies over it, and is started again."""

    def __init__(self, account: Account, cursor: str | None, known: Sequence[str]) -> None:
        self.account, self.cursor = account, cursor
        self.store = Store(None)
        self.filed = Counter(known)
        self.store.file("x", cursor, seen=known, events=(), now=NOW)

    def run(self, calls: int) -> bool:
        """Look once; False: killed after so many calls."""
        mailbox = source(self.account, "INBOX", "Jobs", pace=Doomed(calls))
        try:
            for batch in mailbox.fetch(self.cursor, SINCE):
                seen = [parse(one.raw, arrived=one.arrived).identity for one in batch.mails]
                self.filed.update(self.store.unseen(seen))
                self.store.file("x", batch.cursor, seen=seen, events=(), now=NOW)
                self.cursor = self.store.cursor("x")
        except Killed:
            return False
        return True


def life_of_a_mailbox(peer: GmailPeer) -> Iterator[Callable[[], None]]:
    """What happens to it between the looks."""
    jobs = peer.new_label("Jobs")
    ids: list[str] = []

    def first() -> None:
        ids.extend(peer.put(mail(f"m{n}"), NOW - 3 * DAY + n * HOUR, "INBOX") for n in range(7))
        peer.put(big_mail("big"), NOW - DAY, "INBOX")
        peer.put(mail("mine"), NOW - DAY, "SENT")
        peer.put(mail("draft"), NOW - DAY, "DRAFT")
        ids.extend(peer.put(mail(f"spam{n}"), NOW - 9 * DAY, "SPAM") for n in range(7))

    def by_history() -> None:
        peer.put(mail("one"), NOW, "INBOX")
        peer.label_all(ids[-7:], jobs)  # still spam
        for id in ids[-7:-1]:
            peer.label(id, remove=("SPAM",))
        peer.label_all(ids[-7:-1], jobs)
        peer.put(big_mail("big too"), NOW, jobs)
        peer.delete(ids[0])

    def by_search() -> None:
        for n in range(4):
            peer.put(mail(f"late{n}"), NOW + n * DAY, "INBOX")
        peer.label(ids[6], add=("STARRED",))
        peer.forget_history()

    yield from (first, by_history, by_search)


def test_killed_between_any_two_calls_nothing_is_lost_and_nothing_twice(
    peer: GmailPeer, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courtesy.mail.gmail_api._PAGE", 7)  # lists come in several pages
    opened = KeptOpen(
        user=account.user,
        client_file=account.client_file,
        token_file=account.token_file,
        endpoints=account.endpoints,
        scopes=account.scopes,
    )
    cursor: str | None = None
    known: list[str] = []
    for happens in life_of_a_mailbox(peer):
        happens()
        calm = Reader(opened, cursor, known)
        assert calm.run(-1)
        assert set(calm.filed.values()) == {1}
        for calls in range(1000):
            reader = Reader(opened, cursor, known)
            over = reader.run(calls)
            assert reader.run(-1)
            assert reader.filed == calm.filed, f"killed before call {calls}"
            assert reader.cursor == calm.cursor
            if over:
                break
        cursor, known = calm.cursor, list(calm.filed)
        assert calls > 5
    there = {parse(one.raw, arrived=None).identity for one in peer.mails.values() if not one.labels & {"DRAFT", "SPAM"}}
    assert there < set(known)
    assert len(known) == len(there) + 1  # the one that was deleted


# -- the quota


def test_catching_up_costs_two_percent_of_a_minutes_quota_a_second() -> None:
    """Counted where they are answered, by a clock that goes on only where the source waits."""
    for forgotten in (False, True):
        cost = catch_up(80, 30, forgotten=forgotten, killed=forgotten)
        assert cost.mails == 80
        assert cost.repeated == 0
        assert cost.most_a_second <= 120
        assert cost.most_a_minute <= 6000
        assert cost.octets < cost.size / 5  # the attachments stay where they are
    assert cost.former_units < 80 * 5 * 1.5


def test_no_second_and_no_minute_costs_more_than_is_granted() -> None:
    clock = Clock()
    pace = Pace(clock=clock.now, sleep=clock.sleep)
    spent: list[tuple[float, int]] = []
    for n in range(2000):
        units = (20, 5, 40, 1)[n % 4]
        pace.spend(units)
        spent.append((clock.now(), units))
    for seconds, most in ((1, 120), (60, 5400)):
        sums = [sum(units for at, units in spent if begin <= at < begin + seconds) for begin, _ in spent[::7]]
        assert 0.8 * most < max(sums) <= most


def test_a_single_new_mail_waits_for_nothing(peer: GmailPeer, account: Account) -> None:
    clock = Clock()
    mailbox = source(account, pace=Pace(clock=clock.now, sleep=clock.sleep))
    cursor = fetched(mailbox)[-1].cursor
    clock.sleep(120)
    peer.put(mail("one"), NOW, "INBOX")
    before = clock.now()
    assert subjects(fetched(mailbox, cursor)) == ["one"]
    assert clock.now() == before


# -- the same account by IMAP and by the API is one mailbox

LETTER = (
    "From: Zo\u00eb <zoe@b.example>\r\nSubject: {s}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
)
CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def letters() -> dict[str, bytes]:
    """Mail of many kinds; none has a Message-ID, so its text decides which mail it is."""
    pdf = b"\r\n".join([b"JVBERi0x" * 9] * 1400)
    plain = LETTER.format(s="plain").encode() + b"\r\nHello\r\n"
    texts = {
        "latin": ("iso-8859-1", "Sch\u00f6ne Gr\u00fc\u00dfe"),
        "japanese": ("iso-2022-jp", "\u9762\u63a5\u306e\u3054\u6848\u5185"),
        "chinese": ("gb18030", "\u9762\u8bd5\u9080\u8bf7"),
        "plain ascii": ("us-ascii", "Hello"),
        "utf": ("utf-8", "Sch\u00f6ne Gr\u00fc\u00dfe \U0001f600"),
    }
    made = {"plain": plain}
    for name, (charset, text) in texts.items():
        parts = [
            (f'text/plain; charset="{charset}"', "8bit", "", text.encode(charset)),
            (f'text/html; charset="{charset}"', "8bit", "", f"<p>{text}</p>".encode(charset)),
            ('application/pdf; name="cv.pdf"', "base64", 'attachment; filename="cv.pdf"', pdf),
            ("text/calendar; charset=utf-8; method=REQUEST", "7bit", 'attachment; filename="invite.ics"', CALENDAR),
            ("text/calendar; charset=utf-8; method=REQUEST", "7bit", "", CALENDAR),
            ("message/rfc822", "7bit", 'attachment; filename="was.eml"', plain),
        ]
        head = LETTER.format(s=name).encode() + b"Content-Type: multipart/mixed; boundary=frontier\r\n\r\n"
        for kind, encoding, place, content in parts:
            head += f"--frontier\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n".encode()
            head += f"Content-Disposition: {place}\r\n".encode() if place else b""
            head += b"\r\n" + content + b"\r\n"
        made[name] = head + b"--frontier--\r\n"
    long = "\r\n".join(f"line {n} of a long letter" for n in range(3000))
    made["long"] = LETTER.format(s="long").encode() + f"\r\n{long}\r\n".encode()
    return made


def test_the_same_account_by_imap_and_by_the_api_is_one_mailbox(gmail_box: GmailBox, dovecot_box: ImapBox) -> None:
    for raw in letters().values():
        gmail_box.put(raw, NOW)
        dovecot_box.put(raw, NOW)
    api, imap = (
        [parse(one.raw, arrived=one.arrived) for batch in box.source.fetch(None, SINCE) for one in batch.mails]
        for box in (gmail_box, dovecot_box)
    )
    whole = [parse(raw, arrived=NOW) for raw in letters().values()]
    for one, other, same in zip(api, imap, whole, strict=True):
        assert one.identity == other.identity == same.identity, one.subject
        assert (one.text, one.calendars) == (same.text, same.calendars)
        assert one.attachments == same.attachments
        assert one.sender == same.sender
    assert len({one.identity for one in whole}) == len(letters())
    assert isinstance(gmail_box.peer, GmailPeer)
    assert gmail_box.peer.octets < 20_000  # of 700,000

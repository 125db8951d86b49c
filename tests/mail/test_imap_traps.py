"""The ways IMAP servers go wrong: none may lose a mail, hang the program, or keep it busy doing nothing."""

import ssl
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.servers.scripted import AWAIT_LINE, CLOSE, OK, SILENCE, Scripted, Step
from tests.servers.tls import make_certificates

from courtesy.errors import GiveUp, TryLater
from courtesy.mail import Batch, imap_idle
from courtesy.mail.imap import ImapAccount, ImapSource

SINCE = datetime(2026, 10, 1, tzinfo=UTC)
CURSOR = '{"INBOX": [1, 1]}'
DATE = b'INTERNALDATE "20-Nov-2026 12:00:00 +0000"'


def source(server: Scripted, **wanted: object) -> ImapSource:
    options = {"sent": "", "password": lambda: "secret", **wanted}
    account = ImapAccount(name="test", host="127.0.0.1", port=server.port, security="none", user="u", **options)  # type: ignore[arg-type]
    return ImapSource(account)


def fetched(mailbox: ImapSource, cursor: str | None = CURSOR) -> list[Batch]:
    return list(mailbox.fetch(cursor, SINCE))


def raws(batches: list[Batch]) -> list[bytes]:
    return [mail.raw for batch in batches for mail in batch.mails]


def skipped(batches: list[Batch]) -> list[str]:
    return [line for batch in batches for line in batch.skipped]


def in_time(work: threading.Thread) -> bool:
    work.start()
    work.join(20)
    return not work.is_alive()


def holding(*uids: int) -> dict[str, Sequence[Step]]:
    """A mailbox of these UIDs."""
    state = f"* {len(uids)} EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT {max(uids) + 1}] ok\r\n"
    return {
        "EXAMINE": [state.encode(), b"<tag> OK [READ-ONLY] done\r\n"],
        "SEARCH": [f"* SEARCH {' '.join(map(str, uids))} \r\n".encode(), OK],  # some leave a space at the end
    }


def uids_in(arguments: str) -> list[int]:
    found: list[int] = []
    for part in arguments.split(" ", 1)[0].split(","):
        first, _, last = part.partition(":")
        found += range(int(first), int(last or first) + 1)
    return found


def sizes(uids: list[int], size: int = 100) -> list[Step]:
    return [b"* %d FETCH (UID %d RFC822.SIZE %d %s)\r\n" % (uid, uid, size, DATE) for uid in uids]


def body(uid: int, item: bytes = b"BODY[]") -> bytes:
    text = b"Subject: %d\r\n\r\nHello\r\n" % uid
    return b"* %d FETCH (UID %d %s {%d}\r\n%s)\r\n" % (uid, uid, item, len(text), text)


# -- waiting


@pytest.mark.parametrize(
    "end", [[CLOSE], [b"* BYE shutting down\r\n", CLOSE], [b"* 4 EXI", CLOSE], [b"<tag> OK done\r\n"]]
)
def test_a_connection_that_ends_in_idle_is_noticed_and_does_not_spin(end: list[Step]) -> None:
    with Scripted(IDLE=[b"+ idling\r\n", *end]) as server:
        mailbox = source(server)
        assert fetched(mailbox) == []
        with pytest.raises(TryLater, match=r"127\.0\.0\.1"):
            mailbox.wait(600)
        assert fetched(mailbox) == []
        assert server.count("LOGIN") == 2
        mailbox.wait(0.1)  # without IDLE, which only just died
        assert server.count("IDLE") == 1


def test_a_server_that_no_longer_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_idle, "LEAVE_SECONDS", 0.2)
    with Scripted(IDLE=[b"+ idling\r\n", SILENCE]) as server:
        mailbox = source(server)
        assert fetched(mailbox) == []
        with pytest.raises(TryLater, match="did not answer in time"):
            mailbox.wait(0.1)


@pytest.mark.parametrize(
    "told",
    [
        [b"+ idling\r\n* 4 EXISTS\r\n"],
        [b"* 4 EXISTS\r\n+ idling\r\n"],
        [b"+ idling\r\n", b"* 4 EXI", 0.1, b"STS\r\n"],
        [b"+ idling\r\n", b"* OK Still here\r\n", 0.1, b"* 1 RECENT\r\n"],
        [b"+ idling\r\n* 1 FETCH (UID 3 X {12}\r\n* 9 EXPUNGE\r)\r\n", 0.1, b"* 4 EXISTS\r\n"],
    ],
    ids=["one segment", "before the plus", "two segments", "after a greeting", "after a literal"],
)
def test_mail_announced_in_any_way_ends_the_wait(told: list[Step]) -> None:
    with Scripted(IDLE=[*told, AWAIT_LINE, OK]) as server:
        mailbox = source(server)
        fetched(mailbox)
        assert in_time(threading.Thread(target=mailbox.wait, args=(290,), daemon=True))
        assert server.count("IDLE") == 1
        fetched(mailbox)
        assert server.count("LOGIN") == 1


def test_mail_that_came_just_before_idle_and_is_not_announced_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courtesy.mail.imap._FIRST_IDLE_SECONDS", 0.1)
    with Scripted() as server:
        mailbox = source(server)
        fetched(mailbox)
        server.plays |= holding(7)
        assert in_time(threading.Thread(target=mailbox.wait, args=(290,), daemon=True))
        assert server.count("IDLE") == 1


def test_mail_that_came_while_another_folder_was_open_is_not_taken_for_seen() -> None:
    def examine(arguments: str) -> Sequence[Step]:
        there = (1, 2) if server.count("EXAMINE") > 2 else (1,)  # the second comes as Sent is opened
        return holding(*there)["EXAMINE"] if "INBOX" in arguments else holding(4)["EXAMINE"]

    def fetch(arguments: str) -> list[Step]:
        uids = uids_in(arguments)
        return [*(sizes(uids) if "SIZE" in arguments else map(body, uids)), OK]

    status = [b"* STATUS Sent (UIDVALIDITY 1 UIDNEXT 5)\r\n", OK]
    with Scripted(SEARCH=holding(1)["SEARCH"], EXAMINE=examine, STATUS=status, FETCH=fetch) as server:
        mailbox = source(server, sent="Sent")
        fetched(mailbox, None)
        assert in_time(threading.Thread(target=mailbox.wait, args=(290,), daemon=True))
        assert server.count("IDLE") == 0


def test_where_idle_is_refused_or_missing_the_mailbox_is_looked_at_every_few_minutes() -> None:
    with Scripted(IDLE=[b"<tag> NO not today\r\n"]) as server:
        mailbox = source(server, poll_minutes=0.001)
        for _ in range(3):
            fetched(mailbox)
            mailbox.wait(600)
        assert server.count("IDLE") == 1
        assert server.count("LOGIN") == 1
    with Scripted(CAPABILITY=[b"* CAPABILITY IMAP4rev1\r\n", OK]) as server:
        mailbox = source(server, poll_minutes=0.001)
        fetched(mailbox)
        mailbox.wait(600)
        assert server.count("IDLE") == 0


def test_a_connection_that_was_closed_between_two_looks_is_made_anew_without_a_word() -> None:
    with Scripted() as server:
        mailbox = source(server)
        fetched(mailbox)
        examine = server.plays["EXAMINE"]
        server.plays["EXAMINE"] = lambda _: [CLOSE] if server.count("LOGIN") == 1 else examine  # type: ignore[return-value]
        assert fetched(mailbox) == []
        assert server.count("LOGIN") == 2
        server.plays["EXAMINE"] = [CLOSE]
        with pytest.raises(TryLater):
            fetched(mailbox)


def test_idle_is_left_every_few_minutes() -> None:
    with Scripted() as server:
        mailbox = source(server, poll_minutes=0.002)
        for _ in range(3):
            fetched(mailbox)
            mailbox.wait(600)
        assert server.count("IDLE") == 3
        assert server.count("EXAMINE") == 3
        assert server.count("LOGIN") == 1


# -- fetching


def test_the_last_mail_that_every_star_names_is_not_new() -> None:
    with Scripted(**holding(9)) as server:
        server.plays["EXAMINE"] = [b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n", OK]  # and no UIDNEXT
        assert fetched(source(server), '{"INBOX": [1, 10]}') == []
        assert server.count("FETCH") == 0


def test_only_uids_dates_and_our_own_words_are_sent() -> None:
    def fetch(arguments: str) -> list[Step]:
        uids = uids_in(arguments)
        return [*(sizes(uids) if "SIZE" in arguments else map(body, uids)), OK]

    with Scripted(FETCH=fetch, **holding(3, 4)) as server:
        assert len(raws(fetched(source(server), None))) == 2
        assert [line for line in server.heard if "SEARCH" in line] == ["UID SEARCH SINCE 30-Sep-2026"]
        verbs = {line.removeprefix("UID ").partition(" ")[0] for line in server.heard}
        assert verbs <= {"CAPABILITY", "LOGIN", "EXAMINE", "SEARCH", "FETCH"}
        assert all("BODY[" not in line and "RFC822 " not in line for line in server.heard)


def test_one_mail_the_server_cannot_give_steps_aside() -> None:
    def fetch(arguments: str) -> list[Step]:
        uids = uids_in(arguments)
        if "SIZE" in arguments:
            return [*sizes(uids), OK]
        if 5 in uids:
            return [*map(body, (uid for uid in uids if uid != 5)), b"<tag> NO [SERVERBUG] cannot read 5\r\n"]
        return [*map(body, uids), OK]

    with Scripted(FETCH=fetch, **holding(*range(1, 10))) as server:
        batches = fetched(source(server))
        assert len(raws(batches)) == 8
        (told,) = skipped(batches)
        assert told.startswith("INBOX, uid 5: ")
        assert fetched(source(server), batches[-1].cursor) == []


def test_an_answer_without_the_text_is_asked_for_again_then_reported() -> None:
    def fetch(arguments: str) -> list[Step]:
        uids = uids_in(arguments)
        if "SIZE" in arguments:
            return [*sizes([uid for uid in uids if uid != 4]), OK]  # 4 was deleted just now
        if "<" in arguments:
            return [body(2) if 2 in uids else b"* 3 FETCH (UID 3 BODY[]<0> NIL)\r\n", OK]
        return [body(1), b"* 2 FETCH (UID 2 FLAGS ())\r\n", b"* 3 FETCH (UID 3)\r\n* 9 FETCH (FLAGS ())\r\n", OK]

    with Scripted(FETCH=fetch, **holding(1, 2, 3, 4)) as server:
        batches = fetched(source(server))
        assert sorted(raws(batches)) == [b"Subject: 1\r\n\r\nHello\r\n", b"Subject: 2\r\n\r\nHello\r\n"]
        assert [line for batch in batches for line in batch.skipped] == [
            "INBOX, uid 3: the server gives no text for it"
        ]


def test_a_mail_that_kills_every_connection_is_skipped_in_the_end() -> None:
    def fetch(arguments: str) -> list[Step]:
        uids = uids_in(arguments)
        if "SIZE" in arguments:
            return [*sizes(uids), OK]
        if 3 in uids:
            return [b"* 3 FETCH (UID 3 BODY[] {99999999999}\r\nonly this"]
        return [*map(body, uids), OK]

    with Scripted(FETCH=fetch, **holding(1, 2, 3, 4)) as server:
        mailbox, cursor, got = source(server), CURSOR, list[Batch]()
        for _ in range(10):
            try:
                for batch in mailbox.fetch(cursor, SINCE):
                    got.append(batch)
                    cursor = batch.cursor
                break
            except TryLater:
                continue
        assert len(raws(got)) == 3
        assert [line for batch in got for line in batch.skipped] == [
            "INBOX, uid 3: the server ends the connection over it"
        ]


@pytest.mark.parametrize(
    "structure",
    [b"NIL", b"(", b'("text" "plain")', b"(" * 5000 + b")" * 5000, b'("a" "b" NIL NIL NIL "7BIT" 3)' * 20_000],
    ids=["nil", "open", "short", "deep", "long"],
)
def test_a_structure_that_cannot_be_read_makes_the_mail_come_whole(structure: bytes) -> None:
    def fetch(arguments: str) -> list[Step]:
        uids = uids_in(arguments)
        if "SIZE" in arguments:
            return [*sizes(uids, 900_000), OK]
        if "BODYSTRUCTURE" in arguments:
            good = b'("text" "plain" NIL NIL NIL "7BIT" 3 1)'
            line = b"* %d FETCH (UID %d BODYSTRUCTURE %s)\r\n"
            return [*(line % (uid, uid, structure if uid == 2 else good) for uid in uids), OK]
        if "HEADER" in arguments:
            line = b"* %d FETCH (UID %d BODY[HEADER]<0> {14}\r\nSubject: 1\r\n\r\n BODY[1]<0> {2}\r\nHi)\r\n"
            return [*(line % (uid, uid) for uid in uids), OK]
        return [body(2, b"BODY[]<0>"), OK]

    with Scripted(FETCH=fetch, **holding(1, 2, 3)) as server:
        batches = fetched(source(server))
        assert skipped(batches) == []
        got = raws(batches)
        assert len(got) == 3
        assert got[1] == b"Subject: 2\r\n\r\nHello\r\n"
        assert server.count("LOGIN") == 1


def test_a_connection_lost_between_batches_loses_nothing() -> None:
    def fetch(arguments: str) -> list[Step]:
        uids = uids_in(arguments)
        if "SIZE" in arguments:
            return [*sizes(uids, 60_000), OK]
        return [*map(body, uids), OK] if server.count("LOGIN") > 1 or 1 in uids else [CLOSE]

    with Scripted(FETCH=fetch, **holding(*range(1, 80))) as server:
        mailbox, got = source(server), list[Batch]()
        batches = mailbox.fetch(CURSOR, SINCE)
        with pytest.raises(TryLater):
            got += iter(lambda: next(batches), None)  # keeps what came before the fault
        first = len(raws(got))
        assert 0 < first < 79
        rest = fetched(mailbox, got[-1].cursor)
        assert first + len(raws(rest)) == 79


# -- refusals


@pytest.mark.parametrize(
    ("answer", "error", "after"),
    [
        (b"<tag> NO [AUTHENTICATIONFAILED] Invalid credentials\r\n", GiveUp, None),
        (b"<tag> NO [ALERT] Application-specific password required\r\n", GiveUp, None),
        (b"<tag> NO [UNAVAILABLE] Temporary authentication failure\r\n", TryLater, 60),
        (b"<tag> NO [ALERT] Too many simultaneous connections\r\n", TryLater, 300),
        (b"<tag> BAD [THROTTLED] slow down\r\n", TryLater, 900),
    ],
)
def test_a_refused_login_says_who_must_act(answer: bytes, error: type[Exception], after: float | None) -> None:
    with Scripted(LOGIN=[answer]) as server:
        with pytest.raises(error) as told:
            fetched(source(server))
        assert "127.0.0.1" in str(told.value)
        assert "secret" not in str(told.value)
        if isinstance(told.value, TryLater):
            assert told.value.after == after
        else:
            assert "app password" in str(told.value)


def test_a_connection_lost_in_the_login_is_no_refusal() -> None:
    with Scripted(LOGIN=[CLOSE]) as server, pytest.raises(TryLater, match="closed the connection"):
        fetched(source(server))


def test_a_spent_allowance_is_waited_for_in_hours() -> None:
    refusal = b"<tag> NO [OVERQUOTA] Account exceeded command or bandwidth limits\r\n"
    with Scripted(EXAMINE=[refusal]) as server, pytest.raises(TryLater) as told:
        fetched(source(server))
    assert told.value.after == 7200


def test_success_that_is_only_throttled_is_success() -> None:
    with Scripted(
        EXAMINE=[b"* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 1] x\r\n<tag> OK Success [THROTTLED]\r\n"]
    ) as server:
        assert fetched(source(server)) == []


def test_a_password_in_any_script_gets_in() -> None:
    with Scripted(AUTHENTICATE=[b"+ \r\n", AWAIT_LINE, OK]) as server:
        assert fetched(source(server, password=lambda: "pässwört")) == []
        assert server.count("LOGIN") == 0


def test_no_password_is_sent_where_tls_was_stripped() -> None:
    with Scripted() as server:
        account = ImapAccount(
            name="t", host="127.0.0.1", port=server.port, security="starttls", user="u", password=lambda: "secret"
        )
        with pytest.raises(GiveUp, match="STARTTLS"):
            fetched(ImapSource(account))
        assert server.heard == ["CAPABILITY"]


def test_what_was_said_in_the_clear_is_not_believed_after_starttls(tmp_path: Path) -> None:
    certificates = make_certificates(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.certificate, certificates.key)
    offer = [b"* CAPABILITY IMAP4rev1 STARTTLS\r\n", OK]
    slipped_in = b"* BYE go away\r\n* CAPABILITY NONSENSE\r\n"
    with Scripted(CAPABILITY=offer, STARTTLS=[OK + slipped_in, context]) as server:
        account = ImapAccount(
            name="t", host="localhost", port=server.port, security="starttls", ca_file=str(certificates.ca), user="u",
            password=lambda: "secret", sent="",
        )  # fmt: skip
        assert fetched(ImapSource(account)) == []
        assert server.count("LOGIN") == 1


def test_a_server_that_does_not_speak_tls_is_told_so() -> None:
    with Scripted() as server:
        account = ImapAccount(name="t", host="127.0.0.1", port=server.port, user="u", password=lambda: "secret")
        with pytest.raises(GiveUp, match="check port and security"):
            fetched(ImapSource(account))


def test_accounts_that_cannot_serve_are_refused_when_made() -> None:
    def account(**wanted: object) -> ImapAccount:
        return ImapAccount(**{"name": "t", "host": "h", "user": "u", "password": str, **wanted})  # type: ignore[arg-type]

    for folder in ("a\r\nA1 DELETE b", "a\0", "a\nb"):
        with pytest.raises(GiveUp, match="control character"):
            account(folders=(folder,))
        with pytest.raises(GiveUp, match="control character"):
            account(sent=folder)
    for host in ("mail.example", "127.0.0.1.example", "10.0.0.1"):
        with pytest.raises(GiveUp, match="in the clear"):
            account(host=host, security="none")
    for host in ("localhost", "127.0.0.1", "::1"):
        account(host=host, security="none")


def test_nothing_listens() -> None:
    with Scripted() as server:
        mailbox = source(server)
    with pytest.raises(TryLater, match="refused the connection"):
        fetched(mailbox)


def test_the_host_is_not_found() -> None:
    account = ImapAccount(name="t", host="nowhere.invalid", user="u", password=lambda: "secret")
    with pytest.raises(TryLater, match=r"nowhere\.invalid is not found"):
        fetched(ImapSource(account))

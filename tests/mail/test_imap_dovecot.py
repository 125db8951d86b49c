"""IMAP on Dovecot: what only a full server shows - TLS, special folders, octets counted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.mail.conftest import ImapBox
from tests.mail.test_sources import NOW, SINCE, mail, subjects
from tests.servers.counting import Counting
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.tls import make_certificates

from courtesy.errors import GiveUp
from courtesy.mail.imap import ImapAccount, ImapSource


def account(server: Dovecot, **wanted: object) -> ImapAccount:
    options = {
        "host": "localhost", "port": server.tls_port, "ca_file": server.ca_file, "password": lambda: PASSWORD,
        "name": "test", "user": "dora", **wanted,
    }  # fmt: skip
    return ImapAccount(**options)  # type: ignore[arg-type]


def test_a_look_that_finds_nothing_new_costs_less_than_a_kilobyte(dovecot: Dovecot, dovecot_box: ImapBox) -> None:
    for n in range(50):
        dovecot_box.put(mail(f"m{n}"), NOW)
    relay = Counting(dovecot.port)
    source = dovecot_box.again(port=relay.port, security="none", host="127.0.0.1")
    cursor = list(source.fetch(None, SINCE))[-1].cursor
    before = relay.up, relay.down
    assert list(source.fetch(cursor, SINCE)) == []
    assert relay.down - before[1] <= 1000
    assert relay.up - before[0] <= 200
    source.close()
    before = relay.up, relay.down
    assert list(source.fetch(cursor, SINCE)) == []
    assert relay.down - before[1] <= 2000  # greeting, capabilities and login counted too
    relay.close()


def test_starttls_is_as_good_as_tls(dovecot: Dovecot) -> None:
    source = ImapSource(account(dovecot, port=dovecot.port, security="starttls"))
    assert subjects(source.fetch(None, SINCE)) == []
    source.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_is_not_trusted_ends_it(dovecot: Dovecot, tmp_path: Path, security: str) -> None:
    port = dovecot.tls_port if security == "tls" else dovecot.port
    other = str(make_certificates(tmp_path).ca)
    not_its_name = {"host": "127.1"}
    for wrong in ({"ca_file": None}, {"ca_file": other}, not_its_name):
        source = ImapSource(account(dovecot, **{"security": security, "port": port, **wrong}))
        with pytest.raises(GiveUp, match=r"certificate of .* is not trusted .*ca_file"):
            list(source.fetch(None, SINCE))


def test_a_ca_file_that_is_missing_is_named(dovecot: Dovecot) -> None:
    with pytest.raises(GiveUp, match="ca_file /no/such"):
        list(ImapSource(account(dovecot, ca_file="/no/such")).fetch(None, SINCE))


def test_a_wrong_password_names_user_and_host(dovecot: Dovecot) -> None:
    source = ImapSource(account(dovecot, password=lambda: "wrong"))
    with pytest.raises(GiveUp, match=r"localhost:\d+ refused the login of dora: .*app password"):
        list(source.fetch(None, SINCE))


def test_a_missing_folder_names_those_that_are_there(dovecot: Dovecot) -> None:
    for wanted in ({"folders": ("INBOX", "Bewerbungen")}, {"sent": "Gesendet"}, {"folders": ("Jobs & more",)}):
        with pytest.raises(GiveUp, match=r"has no folder '.*'; correct folders: it has 'INBOX', .*'Sent'"):
            list(ImapSource(account(dovecot, **wanted)).fetch(None, SINCE))


def test_folder_names_in_any_script_and_a_sent_folder_without_a_mark(dovecot: Dovecot, dovecot_box: ImapBox) -> None:
    client = dovecot_box.client
    for folder in ("Bewerbungen/Täglich & 日本", "Éléments envoyés"):
        client.create_folder(folder)
        client.append(folder, mail("x"), msg_time=NOW)
    source = dovecot_box.again(folders=("Bewerbungen/Täglich & 日本",), sent="Éléments envoyés")
    mails = [m for batch in source.fetch(None, SINCE) for m in batch.mails]
    assert [(m.folder, m.where) for m in mails] == [
        ("INBOX", "Bewerbungen/Täglich & 日本, uid 1"),
        ("Sent", "Éléments envoyés, uid 1"),
    ]


def test_the_sent_folder_is_found_by_its_mark(dovecot_box: ImapBox) -> None:
    dovecot_box.put(mail("mine"), NOW, "Sent")
    source = dovecot_box.again(sent=None)
    (found,) = [m for batch in source.fetch(None, SINCE) for m in batch.mails]
    assert found.folder == "Sent"
    assert source.notes == ()


def test_a_day_begins_elsewhere_earlier(dovecot_box: ImapBox) -> None:
    """SINCE counts days in the zone of each mail; the limit is an instant all the same."""
    since = datetime(2026, 11, 10, 0, 30, tzinfo=UTC)
    for hour, name in ((0, "before"), (1, "after")):
        dovecot_box.put(mail(name), datetime.fromisoformat(f"2026-11-09T{14 + hour}:00:00-10:00"))
    assert subjects(dovecot_box.source.fetch(None, since)) == ["after"]


def test_a_draft_in_a_folder_of_all_mail_is_no_answer_of_the_owners(dovecot_box: ImapBox) -> None:
    client = dovecot_box.client
    client.create_folder("All Mail")
    client.append("All Mail", mail("theirs"), msg_time=NOW)
    client.append("All Mail", mail("begun"), (rb"\Draft", rb"\Seen"), msg_time=NOW)
    client.append("All Mail", mail("sent"), (rb"\Seen",), msg_time=NOW)
    client.append("Sent", mail("kept with a wrong flag"), (rb"\Draft",), msg_time=NOW)
    source = dovecot_box.again(folders=("All Mail",))
    batches = list(source.fetch(None, SINCE))
    assert sorted(subjects(batches)) == ["kept with a wrong flag", "sent", "theirs"]
    client.append("All Mail", mail("begun later"), (rb"\Draft",), msg_time=NOW)
    client.append("All Mail", mail("new"), msg_time=NOW)
    assert subjects(source.fetch(batches[-1].cursor, SINCE)) == ["new"]

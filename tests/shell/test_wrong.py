"""The owner corrects a reading: holds and alerts follow, it lasts, and mail like it is read right from then on."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.corpus.build import build
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.shell.home import Home
from tests.shell.test_end_to_end import deliver

DAY = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=12)
WHEN = f"{DAY:%A} {DAY.day} {DAY:%B %Y}"
PARTY = {  # read as an interview, but it is none
    "id": "party1",
    "from": "Renee Castell <renee@ridge.example>",
    "to": "ada@mail.example",
    "subject": "Interview with Ridge Health",
    "date": datetime.now(UTC).isoformat(),
    "text": "Dear Ada,\n\nyour interview for the position of Clinic Manager is confirmed for "
    f"{WHEN} at 10:00.\n\nBest regards,\nRenee Castell\nRidge Health\n",
}
TERSE = {  # an invitation in words that nothing is made of
    "id": "terse1",
    "from": "Sam Oduya <sam@glasshouse.example>",
    "to": "ada@mail.example",
    "subject": "the thing",
    "date": datetime.now(UTC).isoformat(),
    "text": f"Hello Ada,\n\nwe think a wander through the greenhouses together would tell us both plenty. "
    f"{WHEN} at 11:00, wellies on?\n\nSam\nGlasshouse Gardens\n",
}
AGAIN = {
    **TERSE,
    "id": "terse2",
    "from": "Kim Ode <kim@orchard.example>",
    "subject": "hello there",
    "text": f"Dear Ada,\n\nwe think a wander through the greenhouses together would tell us both plenty. "
    f"{WHEN} at 15:00?\n\nKim\nOrchard Nurseries\n",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def put(home: Home, mail: dict[str, str]) -> None:
    (home.folder / "mail" / "new" / f"{mail['id']}.home").write_bytes(build(mail))


def summaries(home: Home) -> list[str]:
    return [one.partition(" ")[0] for one in home.holds()]


def id_of(home: Home, words: str) -> str:
    listed = home.run("wrong").stdout.splitlines()
    return next(line for line in listed if words in line).split()[0]


def said(home: Home, *arguments: str) -> str:
    ran = home.run("wrong", *arguments)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_a_hold_made_in_error_is_released_and_stays_so_when_the_mail_is_met_again(home: Home) -> None:
    put(home, PARTY)
    home.once()
    assert summaries(home) == ["Interview"]
    said(home, id_of(home, "Ridge"), "--kind", "other")
    home.once()
    assert home.holds() == []
    (home.folder / "mail" / "new" / "party1.home").rename(home.folder / "mail" / "cur" / "another name:2,S")
    home.once()
    assert home.holds() == []
    assert "other (you said)" in home.run("wrong").stdout
    said(home, "ridge", "castell", "--take-back")
    home.once()
    assert summaries(home) == ["Interview"]


def test_a_missed_interview_is_held_and_asked_to_be_answered_and_mail_like_it_is_then_read_right(home: Home) -> None:
    put(home, TERSE)
    home.once()
    assert home.holds() == []
    file = next((home.folder / "mail").glob("*/terse1.home*"))
    assert "waits for you" in said(home, str(file), "--kind", "invite", "--company", "Glasshouse Gardens")
    status, told, _ = home.once()
    assert (status, summaries(home)) == (0, ["Interview?"])
    assert any("Glasshouse Gardens" in line for line in told), told
    rules = home.folder / "my-rules.toml"
    assert rules.stat().st_mode & 0o077 == 0
    put(home, AGAIN)
    home.once()
    assert summaries(home) == ["Interview?", "Interview?"]
    ran = home.run("rules", "test", str(rules))
    assert ran.returncode == 0, ran.stderr
    assert "and 1 mail: all go as they say" in ran.stdout
    rules.write_text(rules.read_text().replace("greenhouses", "glasshouses", 1).replace("a wander", "a stroll", 1))
    broken = home.run("rules", "test", str(rules))
    assert broken.returncode == 1
    assert f"courtesy: {rules.resolve()}:" in broken.stderr
    assert "does not match its example" in broken.stderr
    said(home, str(file), "--kind", "confirm")
    assert 'says = "invite"' not in rules.read_text()
    assert "left" in said(home, str(file), "--take-back")
    assert "[[" not in rules.read_text()


def test_a_doubtful_mail_is_asked_about_once_and_the_answer_is_taken(home: Home) -> None:
    (home.folder / "weights.toml").write_text("[decide]\nask = 0.0\nask_mute = 0.0\n")
    home.config.write_text(home.config.read_text() + f'[rules]\nfiles = ["{home.folder / "weights.toml"}"]\n')
    put(home, {**TERSE, "text": TERSE["text"].replace("wellies on?", "will you bring wellies?")})
    (told,) = home.once()[1]
    assert told.startswith(("Is this an invitation", "Is this an interview that is fixed"))
    assert home.once()[1] == []
    question = next(line for line in home.run("status").stdout.splitlines() if "courtesy wrong" in line)
    said(home, *question.partition("courtesy wrong ")[2].split())
    home.once()
    assert len(home.holds()) == 1
    assert "courtesy wrong" not in home.run("status").stdout


def test_a_running_service_takes_the_correction_up(home: Home) -> None:
    put(home, PARTY)
    with home.service() as service:
        service.until(lambda: summaries(home) == ["Interview"])
        said(home, id_of(home, "Ridge"), "--kind", "confirm", "--time", f"{DAY:%Y-%m-%d} 16:00-16:30")
        put(home, TERSE)  # wakes it; by itself it looks every minute
        service.until(lambda: f"{DAY:%Y%m%d}T160000" in "".join(p.read_text() for p in home.calendar.glob("*.ics")))
        assert summaries(home) == ["Interview"]
        said(home, str(next((home.folder / "mail").glob("*/terse1.home*"))), "--kind", "invite")
        put(home, AGAIN)  # is read by the rule that was just learnt
        service.until(lambda: summaries(home) == ["Interview", "Interview?", "Interview?"])


def test_what_is_not_plain_is_said(home: Home) -> None:
    assert "start `courtesy run` first" in home.run("wrong").stderr
    put(home, PARTY)
    put(home, {**PARTY, "id": "party2", "text": PARTY["text"].replace("10:00", "14:00")})
    home.once()
    several = home.run("wrong", "ridge", "--kind", "other")
    assert several.returncode == 1
    assert "several mails" in several.stderr
    assert len(several.stdout.splitlines()) == 2
    assert home.run("wrong", "nonsense", "--kind", "other").returncode == 1
    assert home.run("wrong", "ridge").returncode == 2
    assert "--time" in home.run("wrong", "ridge", "--time", "tomorrow").stderr


def test_a_fraud_is_warned_of_whatever_else_the_mail_is(home: Home) -> None:
    put(home, PARTY)
    assert home.once()[1] == []
    assert ", a fraud." in said(home, "ridge", "--kind", "other", "--scam")
    told = home.once()[1]
    assert (home.holds(), len(told)) == ([], 1)
    assert "job scam" in told[0]


@pytest.mark.parametrize("name", ["~acme-nobody", "a" * 300, "a/" * 3000])
def test_what_cannot_be_a_file_is_a_word(home: Home, name: str) -> None:
    put(home, PARTY)
    home.once()
    ran = home.run("wrong", name, "--kind", "other")
    assert ran.returncode == 1
    assert "no mail of a job hunt is so called" in ran.stderr


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


def test_a_mail_nobody_took_for_one_is_found_on_the_server_by_its_message_id(server: Dovecot, home: Home) -> None:
    imap = {"kind": "imap", "host": "localhost", "port": server.tls_port, "ca_file": server.ca_file, "user": "ada"}
    home.configure({**imap, "password_file": home.secret(PASSWORD)})
    deliver(server, "INBOX", TERSE["from"], TERSE["to"], "the thing", TERSE["text"])
    home.once()
    mail = build({**TERSE, "id": "the.thing"}).decode()
    message_id = next(line.partition(": ")[2] for line in mail.splitlines() if line.lower().startswith("message-id"))
    assert "no mail" in home.run("wrong", "nobody@nowhere.example", "--kind", "invite").stderr
    said(home, message_id.strip("<>"), "--kind", "invite")
    home.once()
    assert summaries(home) == ["Interview?"]


def test_rules_are_listed_for_programs(home: Home) -> None:
    rows = [json.loads(line) for line in home.run("rules", "list", "--json").stdout.splitlines()]
    english, german = (next(row for row in rows if row["rule"] == f"{one}/closings.offer") for one in ("en", "de"))
    assert (english["says"], english["place"]) == ("offer", "rules/en/closings.toml")
    assert german["weight"] == english["weight"] > 0  # as it is weighed

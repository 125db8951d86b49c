"""The command line as people and programs meet it: exit statuses, one-line faults, and output that streams."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.corpus.build import build

from courtesy.cases.actions import Hold, Release
from courtesy.cli import COMMANDS, main
from courtesy.commands.run import summary
from courtesy.rehearsal import Deed
from courtesy.shown import replay_words

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "courtesy"]
LETTER = {
    "id": "c1",
    "from": "Renee Castell <renee@ridge.example>",
    "to": "ada@mail.example",
    "subject": "Interview invitation \x1b]52;c;ZXZpbA==\x07: Clinic Manager at \u202eRidge Health",
    "date": "2026-04-14T10:30:00+01:00",
    "text": """Hi Ada,

Thank you for applying for the Clinic Manager position at Ridge Health. We would like to invite you to an interview by
video. Would Tuesday, 21 April 2026, 10:00 - 11:00 suit you? Please let us know whether that time works for you.

Best regards,
Renee Castell
Talent Acquisition, Ridge Health
""",
}


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.eml"
    raw = build({**LETTER, "subject": "SUBJECT"})
    path.write_bytes(raw.replace(b"SUBJECT", LETTER["subject"].encode()))
    return path


@pytest.fixture
def surroundings(tmp_path: Path) -> Mapping[str, str]:
    folders = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path)}
    return {**os.environ, **folders, "PYTHONPATH": str(ROOT / "daemon"), "TZ": "Europe/London"}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with a maildir that holds nothing yet."""
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "mail" / folder).mkdir(parents=True)
        (tmp_path / "mail" / ".Sent" / folder).mkdir(parents=True)
    path = tmp_path / "courtesy" / "config.toml"
    path.parent.mkdir()
    path.write_text(
        '[me]\naddresses = ["ada@mail.example"]\ntime_zone = "Europe/London"\n'
        f'[[mailbox]]\nkind = "maildir"\npath = "{tmp_path / "mail"}"\n'
        f'[calendar]\nkind = "vdir"\npath = "{tmp_path / "calendar"}"\n[[alert]]\nkind = "terminal"\n'
    )
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"  courtesy {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["walk"], 2, "invalid choice"),
        (["stauts"], 2, "did you mean `courtesy status`?"),
        (["read", "--rule", "x", "--foo"], 2, "usage: courtesy read "),
        (["read"], 2, "name e-mail files"),
        (["read", "nowhere.eml"], 1, "nowhere.eml cannot be read: No such file or directory"),
        (["read", "--tz", "Mars", "nowhere.eml"], 1, '"Mars" is not a time zone'),
        (["status", "--config", "nowhere.toml"], 2, "nowhere.toml cannot be read"),
        (["replay", "--history", "nowhere.jsonl"], 1, "nowhere.jsonl cannot be read"),
        (["replay", "--since", "soon"], 2, "write 90d, 12w or 36h"),
        (["replay", "--until", "2026-05-01"], 2, "needs its offset"),
        (["run"], 2, "no mailbox to watch; `courtesy init` asks for one"),
        (["status"], 1, "start `courtesy run` first"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    arguments: list[str],
    status: int,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    try:
        ended = main(arguments)
    except SystemExit as error:  # argparse's own way
        ended = int(str(error.code))
    assert ended == status
    assert words in capsys.readouterr().err


def test_a_letter_is_explained_and_cannot_steer_the_terminal(letter: Path, surroundings: Mapping[str, str]) -> None:
    done = subprocess.run([*COMMAND, "read", letter], env=surroundings, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "invite" in done.stdout
    assert "Tue 21 Apr 2026, 10:00 - 11:00" in done.stdout
    assert "Ridge Health" in done.stdout
    assert "why" in done.stdout
    assert not set(done.stdout) & set("\x1b\x07\u202e")


def test_what_a_letter_lacks_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    undated = tmp_path / "note.eml"
    undated.write_bytes(b"From: Ada <ada@mail.example>\nContent-Type: multipart/mixed; boundary=x\n\nHello")
    assert main(["read", "--tz", "America/New_York", str(undated)]) == 0
    said = capsys.readouterr().out
    assert "Ada <ada@mail.example>, no date\nnot read in full: a multipart without its boundary\n" in said
    assert "1969" not in said  # the epoch in New York


@pytest.mark.parametrize(
    ("octets", "error"), [(b"", True), (b"buy milk\n", True), (b"Note: buy milk\n\nand tea", False)]
)
def test_what_is_no_mail_is_not_read_as_one(
    octets: bytes, error: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], surroundings: Mapping[str, str]
) -> None:
    """Programs get a reading of whatever has a header, of what fields ever."""
    file = tmp_path / "notes.txt"
    file.write_bytes(octets)
    assert main(["read", str(file)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"courtesy: {file} is no e-mail: it has no header\n")
    ask = json.dumps({"file": str(file)})
    told = subprocess.run([*COMMAND, "read", "--jsonl"], input=ask, env=surroundings, capture_output=True, text=True)
    assert ("error" in json.loads(told.stdout)) == error


def test_who_got_the_mail_is_no_interviewer_and_nothing_is_said_to_be_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --me too."""
    start = "From: Hal Ridge <hal@ridge.example>\nTo: Ada Fielding <ada@mail.example>\n"
    (tmp_path / "invite.eml").write_text(
        f"{start}Subject: Interview\n\nDear Ada,\n\nwe invite you to an interview on 21 April 2026 at 10:00. "
        "You will meet Kim Moss and Ada Fielding.\n"
    )
    assert main(["read", str(tmp_path / "invite.eml")]) == 0
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("  with "))
    assert line.split(maxsplit=1)[1] == "Kim Moss"
    (tmp_path / "tea.eml").write_text(f"{start}Subject: Tea\n\nThe kettle is on.\n")
    assert main(["read", str(tmp_path / "tea.eml")]) == 0
    assert "why\n" in capsys.readouterr().out


def test_requests_are_answered_in_order_as_they_come(letter: Path, surroundings: Mapping[str, str]) -> None:
    with subprocess.Popen(
        [*COMMAND, "read", "--jsonl"], env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as desk:
        assert desk.stdin
        assert desk.stdout

        def ask(line: str) -> dict[str, object]:
            """One request and its answer, before the next is written."""
            assert desk.stdin
            assert desk.stdout
            desk.stdin.write(line + "\n")
            desk.stdin.flush()
            answer = json.loads(desk.stdout.readline())
            assert isinstance(answer, dict)
            return answer

        good = {"id": "a", "file": str(letter), "me": "ada@mail.example", "tz": "America/New_York"}
        first = ask(json.dumps(good))
        assert first["id"] == "a"
        assert first["kind"] == "invite"
        assert first["times"] == [["2026-04-21T10:00:00+01:00", "2026-04-21T11:00:00+01:00"]] or first["times"]
        keys = "kind round reply_needed times windows deadline news_by company role place link interviewers scam"
        assert set(first) == {"id", *keys.split(), "language", "confidence", "why"}
        assert "error" in ask(json.dumps({**good, "id": 2, "file": "/nowhere.eml"}))
        assert ask(json.dumps({**good, "id": 3, "tz": "Mars"}))["id"] == 3
        assert "error" in ask("no json at all")
        assert "error" in ask("[1, 2]")
        assert ask(json.dumps({"id": 5}))["id"] == 5
        assert ask(json.dumps(good)) == first
        desk.stdin.close()
        assert desk.wait(30) == 0


def test_nobody_reading_on_is_no_fault(letter: Path, surroundings: Mapping[str, str]) -> None:
    shell = f"{' '.join(COMMAND)} read {' '.join([str(letter)] * 40)} | head -1"
    done = subprocess.run(shell, shell=True, env=surroundings, capture_output=True, text=True)
    assert done.stderr == ""


def test_look_once_then_show_the_board(config: Path, letter: Path, surroundings: Mapping[str, str]) -> None:
    today = time.strftime("%d %b %Y", time.gmtime()).encode()
    (config.parents[1] / "mail" / "cur" / "1:2,S").write_bytes(letter.read_bytes().replace(b"14 Apr 2026", today))

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*COMMAND, *arguments], env=surroundings, capture_output=True, text=True)

    first, again = call("run", "--once"), call("run", "--once")
    assert (first.returncode, first.stderr, again.stdout) == (0, "", "Looked at no new mail: nothing new is owed.\n")
    assert "Ridge" in first.stdout
    assert first.stdout.endswith("\nLooked at 1 mail: 1 alert.\n")
    deeds = Counter({"mails": 3, "Hold": 1, "Release": 2, "Alert": 2})
    assert summary(deeds, whole=True) == "Looked at 3 mails: 1 time held, 2 given back, 2 alerts."
    board = json.loads(call("status", "--json").stdout)
    assert [case["stage"] for case in board["cases"]] == ["invited"]
    assert board["mailboxes"][0]["looked"]
    assert "Ridge" in call("status").stdout
    (config.parents[1] / "mail").rename(config.parents[1] / "elsewhere")
    failed = call("run", "--once")
    told, summed_up = failed.stdout.splitlines()
    assert (failed.returncode, summed_up) == (1, "Looked at no new mail: 1 alert.")
    assert "out of reach" in told
    assert failed.stderr.strip()


@pytest.mark.parametrize("once", [True, False])
def test_a_second_signal_does_not_put_off_the_end(
    once: bool, config: Path, letter: Path, surroundings: Mapping[str, str]
) -> None:
    """Here of a program that waits for a mail server that says nothing; an unfinished look is no success."""
    today = time.strftime("%d %b %Y", time.gmtime()).encode()
    (config.parents[1] / "mail" / "cur" / "1:2,S").write_bytes(letter.read_bytes().replace(b"14 Apr 2026", today))
    quick = (
        "import sys; from courtesy import cli; from courtesy.commands import run;run._GRACE = 0.5; sys.exit(cli.main())"
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with config.open("a") as file:
            file.write(f'[[alert]]\nkind = "email"\nhost = "127.0.0.1"\nport = {silent.getsockname()[1]}\n')
            file.write('security = "none"\n')
        command = [sys.executable, "-c", quick, "run"]
        with subprocess.Popen([*command, *(["--once"] if once else [])], env=surroundings) as process:
            silent.settimeout(60)
            client, _ = silent.accept()
            for _ in range(150):
                process.send_signal(signal.SIGINT)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.2)
            ended = process.poll()
            process.kill()
            client.close()
    assert ended == (130 if once else 0)


def test_one_look_that_is_interrupted_is_no_success(config: Path, surroundings: Mapping[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        secret = config.parent / "secret"
        secret.write_text("secret")
        secret.chmod(0o600)
        with config.open("a") as file:
            file.write(f'[[mailbox]]\nkind = "imap"\nhost = "127.0.0.1"\nport = {silent.getsockname()[1]}\n')
            file.write(f'security = "none"\npassword_file = "{secret}"\n')
        command = [*COMMAND, "run", "--once"]
        with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            silent.settimeout(60)
            client, _ = silent.accept()
            process.send_signal(signal.SIGINT)
            told, complaints = process.communicate(timeout=30)
            client.close()
    assert process.returncode == 130
    assert (told, complaints) == (b"", b"courtesy: stopped before all was looked into\n")


def test_a_history_is_replayed_as_lines_of_json(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    history = tmp_path / "history.jsonl"
    down = {"down": ["2026-04-15T08:00:00Z", "2026-04-15T12:00:00Z"]}
    mail = {"file": letter.name, "folder": "INBOX", "arrives": "2026-04-14T10:31:00+01:00"}
    history.write_text(f"{json.dumps(mail)}\n\n{json.dumps(down)}\n")
    call = ["replay", "--history", str(history), "--until", "2026-04-16T00:00:00Z"]
    assert main([*call, "--json"]) == 0
    deeds = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(deed["at"], deed["action"], deed.get("kind")) for deed in deeds] == [
        ("2026-04-14T09:31:00+00:00", "hold", None),
        ("2026-04-14T09:31:00+00:00", "alert", "reply_needed"),
        ("2026-04-15T12:00:00+00:00", "alert", "reply_overdue"),  # due while the program did not run
    ]
    assert set(deeds[0]) == {"at", "action", "uid", "start", "end", "status", "summary"}
    assert set(deeds[1]) == {"at", "action", "kind", "message", "company", "text"}
    assert main([*call, "--all"]) == 0
    assert "nothing was sent or written" in capsys.readouterr().out
    assert main(call) == 0
    title, *alerts, total, _ = capsys.readouterr().out.splitlines()
    assert title.startswith("Ridge")
    assert "a reply, overdue for " in title
    assert [line[:9] for line in alerts] == ["  14 Apr ", "  15 Apr "]
    assert total == "1 application; alerts: 2, changes of the calendar: 1"
    history.write_text('{"file": "letter.eml", "arrives": "yesterday"}')
    assert main(call) == 2
    assert "history.jsonl line 1: arrives" in capsys.readouterr().err


def test_a_replay_says_what_is_given_back(capsys: pytest.CaptureFixture[str]) -> None:
    begins = datetime(2026, 4, 20, 17, tzinfo=UTC)
    ends = begins + timedelta(hours=1)
    hold = Hold(uid="76ff@courtesy", start=begins, end=ends, status="tentative", summary="Interview? Ridge")
    replay_words.show([Deed(at=begins, action=action) for action in (hold, Release(uid=hold.uid))], UTC)
    held, released = capsys.readouterr().out.splitlines()[1:3]
    assert "hold, tentative     Mon 20 Apr 2026, 17:00-18:00  Interview? Ridge" in held
    assert "given back          Mon 20 Apr 2026, 17:00-18:00  Interview? Ridge" in released


@pytest.fixture
def service(config: Path, surroundings: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen([*COMMAND, "run"], env=surroundings, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_stops_in_good_order(service: "subprocess.Popen[str]", number: signal.Signals) -> None:
    assert service.stderr
    assert "watching mailbox" in service.stderr.readline()
    service.send_signal(number)
    assert service.wait(30) == 0
    assert service.stderr.read() == ""

"""From a fresh clone to a service that watches, holds and tells, by nothing but an owner's commands and answers."""

import json
import shutil
import sys
import threading
from pathlib import Path

import pytest
from tests.servers.caldav import USER as DAV_USER
from tests.servers.caldav import CalDavServer
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.user_manager import with_user_manager
from tests.shell.home import ROOT, letter

COMMANDS = [
    "git clone --quiet {root} courtesy",
    "{python} -m venv .courtesy",
    ".courtesy/bin/pip install --quiet ./courtesy",
    ".courtesy/bin/courtesy init",
]


def answers(imap: Dovecot, dav: CalDavServer) -> list[tuple[str, str]]:
    """Of an owner with servers of her own."""
    return [
        ("Your name", "Ada Fielding"),
        ("job mail comes to", "ada@mail.example"),
        ("Other addresses", ""),
        ("Its IMAP server", f"localhost:{imap.tls_port}"),
        ("User", DAV_USER),
        ("Password", PASSWORD),
        ("certificate of its authority", imap.ca_file),
        ("Which?", "1"),
        ("Its address", dav.url),
        ("The calendar's name", ""),
        ("How?", "1"),
        ("Start it now", "y"),
    ]


_SCRIPT = """
    cd "$HOME"
    bus=$(systemctl --user show-environment | sed -n 's/^DBUS_SESSION_BUS_ADDRESS=//p')
    export DBUS_SESSION_BUS_ADDRESS="${{bus:-$DBUS_SESSION_BUS_ADDRESS}}"  # the one that services are on
    (cd {root} && exec {python} -m tests.servers.told "$HOME/told") & shows=$!
    for turn in $(seq 150); do [ -e told ] && break; sleep 0.1; done
    step() {{ echo "== $1"; shift; "$@"; echo "= $?"; }}
    step clone {clone}
    step venv {venv}
    echo {packages} >$(echo .courtesy/lib/python*/site-packages)/index.pth  # in the place of the package index
    step install {install}
    PYTHONPATH={root} step init {python} -m tests.servers.answers answers {init}
    touch ready
    for turn in $(seq 600); do grep -q "Moss Bakery" told && break; sleep 0.1; done
    echo "== told"; cat told; echo "= 0"
    owes() {{ .courtesy/bin/courtesy status | grep -q "Owed: a reply"; }}
    step owed owes
    echo done >press.new && mv press.new press
    for turn in $(seq 300); do owes || break; sleep 0.1; done
    step owed_still owes
    step status .courtesy/bin/courtesy service status
    step uninstall .courtesy/bin/courtesy service uninstall
    kill "$shows"
"""


def deliver_when_ready(home: Path, imap: Dovecot, stop: threading.Event) -> None:
    """The mail comes when all is set up."""
    while not (home / "ready").exists():
        if stop.wait(0.05):
            return
    imap.append(DAV_USER, letter("Moss Bakery"))


def test_five_commands_and_twelve_answers_will_do(tmp_path: Path) -> None:
    """The clone is of what is committed; the packages that it needs are those of the tests: no network is needed."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is no clone")
    imap = Dovecot()
    imap.start()
    tls, stop, home = imap.folder / "tls", threading.Event(), tmp_path / "home"
    dav = CalDavServer("radicale", certificate=(tls / "server.pem", tls / "server.key"))
    home.mkdir()
    given = answers(imap, dav)
    (home / "answers").write_text(json.dumps(given))
    packages = next(path for path in map(Path, sys.path) if (path / "hatchling").is_dir())
    words = {"root": ROOT, "python": sys.executable}
    clone, venv, install, init = (command.format(**words) for command in COMMANDS)
    script = _SCRIPT.format(**words, clone=clone, venv=venv, install=install, init=init, packages=packages)
    postman = threading.Thread(target=deliver_when_ready, args=[home, imap, stop])
    postman.start()
    try:
        offline = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        surroundings = {"HOME": str(home), "TZ": "Europe/London", "TERM": "dumb", **offline}
        told = with_user_manager(tmp_path, script, surroundings)
        held = [path for path in Path(dav._folder.name).rglob("*.ics") if ".Radicale" not in str(path)]
        entries = "".join(path.read_text() for path in held)
    finally:
        stop.set()
        postman.join()
        dav.stop()
        imap.stop()
    steps = dict(step.split("\n", 1) for step in f"\n{told}".split("\n== ")[1:])
    statuses = {name: int(said.rsplit("= ", 1)[1].split()[0]) for name, said in steps.items()}
    assert statuses == dict.fromkeys(steps, 0) | {"owed_still": 1}, told
    assert "Moss Bakery" in steps["told"], told
    assert "SUMMARY:Interview? Moss Bakery" in entries, told
    assert "It runs: watching 1 mailbox." in steps["status"]
    assert "Traceback" not in told
    assert len(COMMANDS) <= 5
    assert len(given) <= 12

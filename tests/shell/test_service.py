"""The service manager's side: signs of life, and the unit files that start us."""

import json
import os
import plistlib
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.servers.user_manager import with_user_manager
from tests.shell.home import ROOT, Home

from courtesy.errors import CourtesyError
from courtesy.running.systemd_notify import notify
from courtesy.service.launchd import Launchd, agent
from courtesy.service.systemd import Systemd, unit
from courtesy.shipped import shipped
from courtesy.store.state import holder, lock

# Signs of life


@pytest.mark.parametrize("abstract", [False, True])
def test_the_manager_hears_us(abstract: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a socket in a folder, and over an abstract one as Linux has them."""
    if abstract and sys.platform != "linux":
        pytest.skip("abstract sockets are Linux's own")
    address = f"@courtesy-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address.replace("@", "\0") if abstract else address)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        assert notify("READY=1", "STATUS=all quiet\nSTOPPING=1")
        assert manager.recv(1000) == b"READY=1\nSTATUS=all quiet STOPPING=1"


@pytest.mark.parametrize("address", [None, "", "relative", "/nobody/listens"])
def test_without_a_manager_nothing_happens(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started by hand, or with a manager that went away."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    if address is not None:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
    assert not notify("READY=1")


# Unit files


def test_systemd_finds_nothing_to_say_about_the_unit(tmp_path: Path) -> None:
    """`systemd-analyze verify` warns of unknown keys with status 0, so that its silence is what counts."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    units = [tmp_path / "courtesy.service", tmp_path / "courtesy-told.service"]
    for path in units:
        path.write_bytes(shipped(f"systemd/{path.name}").read_bytes())
    runtime = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    ran = subprocess.run(
        ["systemd-analyze", "--user", "verify", *units], env=runtime, capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_launch_agent_is_a_property_list_of_known_keys() -> None:
    """Keys as in launchd.plist(5); a misspelt one would be ignored in silence."""
    agent = plistlib.loads(shipped("launchd/org.courtesy.agent.plist").read_bytes())
    known = "KeepAlive Label ProcessType ProgramArguments RunAtLoad ThrottleInterval Umask"
    assert sorted(agent) == known.split()
    assert agent["Umask"] == 0o077


class Mac:
    """A home folder with a `courtesy` that pipx might have put there, and what launchd does with the agent."""

    def __init__(self, home: Path, script: str = "") -> None:
        self.agent = plistlib.loads(shipped("launchd/org.courtesy.agent.plist").read_bytes())
        self.log = home / "Library/Logs/courtesy.log"
        self._environment = {"HOME": str(home), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}  # what launchd gives
        if script:
            program = home / ".local/bin/courtesy"
            program.parent.mkdir(parents=True)
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.agent["ProgramArguments"], env=self._environment)

    def starts_again(self, status: int) -> bool:
        """launchd.plist(5), KeepAlive: SuccessfulExit false starts a job again until it ends with status 0."""
        return self.agent["KeepAlive"] == {"SuccessfulExit": False} and status != 0


@pytest.mark.parametrize(
    ("script", "again"),
    [("exit 0", False), ("exit 1", True), ("kill -KILL $$", True), ("exit 2", False), ("", False)],
    ids=["stopped", "failed", "killed", "faulty configuration", "not installed"],
)
def test_launchd_starts_again_what_that_may_mend(script: str, again: bool, tmp_path: Path) -> None:
    """A configuration to mend and a program that is missing are told once."""
    mac = Mac(tmp_path, script and f'echo "run: $*" >&2\n{script}')
    screen = tmp_path / ".local/bin/osascript"
    screen.parent.mkdir(parents=True, exist_ok=True)
    screen.write_text('#!/bin/sh\necho "shown: $2" >&1\n')
    screen.chmod(0o755)
    assert mac.starts_again(mac.start().wait(20)) == again
    said = mac.log.read_text()
    assert said.startswith("run: run\n") if script else "not found" in said
    assert ("Not started again until" in said) == (script in ("exit 2", ""))
    assert ('shown: display notification "Your mail is not watched' in said) == (script in ("exit 2", ""))


def test_a_stop_of_launchd_reaches_the_program_and_waits_for_it(tmp_path: Path) -> None:
    """It may be filing mail."""
    mac = Mac(tmp_path, "trap 'echo filed; exit 0' TERM\necho ready\nwhile :; do sleep 0.05; done")
    job = mac.start()
    while not mac.log.exists() or "ready" not in mac.log.read_text():
        assert job.poll() is None
    job.terminate()
    assert job.wait(20) == 0
    assert mac.log.read_text() == "ready\nfiled\n"


# Installing it


def program_in(folder: Path) -> Path:
    """A `courtesy` as pip makes it: a script that starts the program."""
    path = folder / "courtesy"
    lines = [f"#!{sys.executable}", "import sys", f"sys.path.insert(0, {str(ROOT / 'daemon')!r})"]
    path.write_text("\n".join([*lines, "from courtesy.cli import main", "sys.exit(main())", ""]))
    path.chmod(0o755)
    return path


_LIFE = """
    cd "$HOME"
    courtesy=bin/courtesy
    step() { echo "== $1"; shift; "$@"; echo "= $?"; }
    step none $courtesy service status
    step install $courtesy service install
    step status $courtesy service status
    for turn in $(seq 100); do $courtesy status --json | grep -q '"looked":"' && break; sleep 0.1; done
    step doctor $courtesy doctor
    mount -t tmpfs tmpfs /var/lib && mkdir -p /var/lib/systemd/linger && touch /var/lib/systemd/linger/root
    step lingers $courtesy doctor
    printf '[[alert]]\nkind = "desktop"\n' >>.config/courtesy/config.toml
    step again $courtesy service install
    step hears $courtesy doctor
    systemctl --user set-environment DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere
    step over $courtesy service install
    step deaf $courtesy doctor
    systemctl --user set-environment DBUS_SESSION_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS"
    sed -i 's/^path/pathh/' .config/courtesy/config.toml
    systemctl --user restart courtesy 2>/dev/null
    step broken $courtesy service status
    step refused $courtesy service install
    sed -i 's/^pathh/path/' .config/courtesy/config.toml
    step mended $courtesy service install
    mv bin/courtesy bin/other
    step moved bin/other doctor
    step uninstall bin/other service uninstall
    step gone bin/other service status
    odd="$HOME/o d%n \\$HOME"
    mkdir "$odd"; mv .config/courtesy/config.toml "$odd/"; mv bin/other bin/courtesy
    sed -i '/^folder = /d' "$odd/config.toml"
    export XDG_STATE_HOME="$odd/state"
    step odd $courtesy service install --config "$odd/config.toml"
    look() { $courtesy status --json --config "$odd/config.toml"; }
    for turn in $(seq 100); do look 2>/dev/null | grep -q '"looked":"' && break; sleep 0.1; done
    step elsewhere look
    step uninstall_odd $courtesy service uninstall
"""


def test_the_service_is_installed_watched_and_taken_away_by_a_real_manager(tmp_path: Path) -> None:
    """From a home with a configuration to a running unit, through a fault, and back."""
    home = Home(tmp_path / "home")
    at = home.folder / ".config/courtesy/config.toml"
    at.parent.mkdir(parents=True)
    home.config.rename(at)
    (home.folder / "bin").mkdir()
    program_in(home.folder / "bin")
    told = with_user_manager(tmp_path, _LIFE, {"HOME": str(home.folder)})
    steps = dict(step.split("\n", 1) for step in told.split("== ")[1:])
    statuses = {name: int(said.rsplit("= ", 1)[1]) for name, said in steps.items()}
    ones = ("none", "deaf", "broken", "moved", "gone")
    assert statuses == dict.fromkeys(steps, 0) | dict.fromkeys(ones, 1) | {"refused": 2}, told
    assert "It runs" in steps["status"]
    assert "It starts by itself." in steps["status"]
    assert f"What it starts: {home.folder}/bin/courtesy run\n" in steps["status"]
    assert "ok    service: running: watching 1 mailbox." in steps["doctor"]
    assert "ok    paper: last look: " in steps["doctor"]
    assert "lingering: it runs only while you are logged in. What you can do: loginctl enable-linger" in steps["doctor"]
    assert "ok    service: lingering: it runs also while you are not logged in" in steps["lingers"]
    assert "ok    service: sandbox: in force: it can win no rights and its system calls are filtered" in steps["doctor"]
    assert "ok    service: session bus: it reaches unix:" in steps["hears"]
    assert "WRONG service: session bus: it knows of none but unix:path=/nowhere, where nobody answers" in steps["deaf"]
    assert "It does not run: its configuration has a fault" in steps["broken"]
    assert "did you mean path?" in steps["refused"]
    assert "which is not there any more. To mend it: courtesy service install" in steps["moved"]
    assert "It runs" in steps["odd"]
    assert '"looked":"' in steps["elsewhere"], told  # what the service keeps in the state folder of that shell
    assert "Traceback" not in told


def test_words_of_a_command_reach_systemd_as_they_are() -> None:
    """Specifiers, variables, blanks and quotes are letters."""
    text = unit(["/opt/c", "run", "--config", '/a b/100%/$x/"q"\\.toml'], {"XDG_STATE_HOME": '/a b/%h/$x/"q"\\'})
    assert 'ExecStart=/opt/c run --config "/a b/100%%/$$x/\\"q\\"\\\\.toml"\n' in text
    assert 'Environment="XDG_STATE_HOME=/a b/%%h/$x/\\"q\\"\\\\"\n' in text
    shipped_lines = shipped("systemd/courtesy.service").read_text().splitlines()
    assert len([line for line in text.splitlines() if line not in shipped_lines]) == 2


def test_the_agent_starts_the_very_program(tmp_path: Path) -> None:
    """By its whole path, whatever letters are in it."""
    folder = tmp_path / "a b"
    folder.mkdir()
    program = folder / "courtesy"
    program.write_text('#!/bin/sh\necho "run: $*" >&2\n')
    program.chmod(0o755)
    mac = Mac(tmp_path)
    mac.agent = agent([str(program), "run", "--config", "/x y.toml"], {})
    assert mac.start().wait(20) == 0
    assert mac.log.read_text() == "run: run --config /x y.toml\n"
    assert plistlib.loads(plistlib.dumps(mac.agent)) == mac.agent


_LAUNCHCTL = """#!/bin/sh
# As launchctl(1) answers on macOS 14; what is loaded is the file `loaded`, gone some time after bootout.
echo "$*" >>"{folder}/asked"
case $1 in
print) [ "$2" = "gui/{user}" ] && exit 0
    [ -e "{folder}/going2" ] && rm "{folder}/going2" "{folder}/loaded"
    [ -e "{folder}/going1" ] && mv "{folder}/going1" "{folder}/going2"
    [ -e "{folder}/loaded" ] || {{ echo "Could not find service" >&2; exit 113; }}
    set -- $(cat "{folder}/state")
    printf 'gui = {{\\n\\tactive count = 1\\n\\tstate = %s\\n\\tlast exit code = %s\\n}}\\n' "$@" ;;
bootstrap) [ ! -e "{folder}/loaded" ] || exit 5; cp "$3" "{folder}/loaded" ;;
bootout) [ -e "{folder}/loaded" ] || exit 3; touch "{folder}/going1" ;;
esac
"""


def test_the_agent_is_installed_watched_and_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the commands of launchctl(1), which a script stands for: there is no Mac here."""
    path = tmp_path / "bin" / "launchctl"
    path.parent.mkdir()
    path.write_text(_LAUNCHCTL.format(folder=tmp_path, user=os.getuid()))
    path.chmod(0o755)
    (tmp_path / "state").write_text("running 0")
    for name, value in {"HOME": tmp_path, "PATH": f"{path.parent}:{os.environ['PATH']}"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("XDG_STATE_HOME", "/a b/state")
    launchd = Launchd()
    assert launchd.obstacle() == ""
    assert not launchd.standing().installed
    for _ in range(2):  # the second time it takes the place of the first
        launchd.install(["/opt/a b/courtesy", "run"])
    assert plistlib.loads((tmp_path / "loaded").read_bytes())["Label"] == "org.courtesy.agent"
    assert plistlib.loads(launchd.path.read_bytes())["EnvironmentVariables"] == {"XDG_STATE_HOME": "/a b/state"}
    standing = launchd.standing()
    assert (standing.installed, standing.enabled, standing.running) == (True, True, True)
    assert standing.program == "'/opt/a b/courtesy' run"
    (tmp_path / "state").write_text("waiting 1")
    assert launchd.standing().failure == "it ended with 1"
    launchd.uninstall()
    launchd.uninstall()
    assert not launchd.standing().installed
    assert launchd.logs(5, follow=True)[:4] == ["tail", "-n", "5", "-f"]


def test_without_a_manager_it_is_said_what_to_do_instead(tmp_path: Path) -> None:
    """In one line."""
    home = Home(tmp_path)
    home.surroundings = {"PATH": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    ran = home.run("service", "install")
    assert ran.returncode == 1
    (line,) = ran.stderr.splitlines()
    assert "start `courtesy run` at login by other means, as with `@reboot /" in line


def test_a_folder_that_takes_no_unit_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where another program keeps it, or it belongs to somebody else."""
    (tmp_path / "systemd").write_text("no folder")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(CourtesyError, match=r"/user/courtesy-told\.service cannot be changed: Not a directory; mend"):
        Systemd().install(["courtesy", "run"])


def test_a_run_by_hand_is_not_overlooked(tmp_path: Path) -> None:
    """Nobody is told to start what runs; a lock that a killed program left behind is no run."""
    home = Home(tmp_path)
    home.surroundings = {"PATH": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    with lock(home.state):
        status = home.run("service", "status")
        findings = json.loads(home.run("doctor", "--json").stdout)["findings"]
    watches = f"`courtesy run` watches, started without the service (process {os.getpid()})"
    assert (status.returncode, status.stdout.strip()) == (1, f"{watches}.")
    (running,) = (one for one in findings if (one["about"], one["check"]) == ("service", "running"))
    assert (running["verdict"], running["said"]) == ("ok", watches)
    assert not [one for one in findings if "courtesy run --once" in one["remedy"]]
    (home.state / "lock").write_text(str(os.getpid()))
    assert holder(home.state) == ""


@pytest.mark.parametrize("insists", ["", "1"])
def test_who_is_not_root_does_not_overlook_that_tests_beside_a_user_manager_did_not_run(
    insists: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getuid", lambda: 1000)
    monkeypatch.setenv("COURTESY_REQUIRE_SERVERS", insists)
    outcome = pytest.fail.Exception if insists else pytest.skip.Exception
    with pytest.raises(outcome, match="needs root; run the tests as root"):
        with_user_manager(tmp_path, "true", {})

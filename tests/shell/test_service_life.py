"""The service under a real `systemd --user`: it lives, is killed, stopped and broken, and loses nothing by it."""

import sys
import threading
from pathlib import Path

from tests.servers.user_manager import with_user_manager
from tests.shell.home import ROOT, Home

_HURRIED = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(ROOT / "daemon")!r})
from datetime import timedelta
from courtesy import cli, loop
loop.SLICE = loop.GRACE = timedelta(seconds=0.3)
sys.exit(cli.main())
"""
_SHORT = "[Service]\nWatchdogSec=8s\nTimeoutAbortSec=1s\nRestartSec=100ms\nTimeoutStopSec=5s\n"  # in earnest: minutes
_SESSION = "[Unit]\nDescription=a desktop\nBindsTo=graphical-session.target\nBefore=graphical-session.target\n"

_LIFE = """
    cd "$HOME"
    courtesy=bin/courtesy
    bus=$(systemctl --user show-environment | sed -n 's/^DBUS_SESSION_BUS_ADDRESS=//p')
    export DBUS_SESSION_BUS_ADDRESS="${{bus:-$DBUS_SESSION_BUS_ADDRESS}}"  # the one that services are on
    {python} -m tests.servers.told told & shows=$!
    step() {{ echo "== $1"; shift; "$@"; echo "= $?"; }}
    soon() {{ for turn in $(seq 600); do "$@" && return 0; sleep 0.1; done; return 1; }}
    is() {{ [ "$(systemctl --user show courtesy --property="$1" --value)" = "$2" ]; }}
    told() {{ [ "$(grep -c "$1" told)" -ge "${{2:-1}}" ]; }}
    end() {{ pid=$(systemctl --user show courtesy --property=MainPID --value); [ "$pid" -gt 1 ] && kill -"$1" "$pid"; }}
    soon test -e told
    step install $courtesy service install
    step ready is ActiveState active
    touch deliver1
    step shown soon told "Moss Bakery"
    end STOP
    touch deliver2
    step watchdog soon is NRestarts 1
    step back soon is ActiveState active
    step caught_up soon told "Heron Books"
    end KILL
    step killed soon is NRestarts 2
    soon is ActiveState active
    touch deliver3; sleep 0.4
    step stop systemctl --user stop courtesy
    step in_time is Result success
    step start systemctl --user start courtesy
    step kept soon told "Ridge Health"
    sed -i 's/^path/pathh/' .config/courtesy/config.toml
    systemctl --user restart courtesy 2>/dev/null
    step failed soon is ActiveState failed
    step told_at_once soon told "Courtesy does not run" 1
    step said soon eval '[ -z "$(systemctl --user list-jobs --quiet)" ]'
    step login systemctl --user start desk-session.target
    step told_at_login soon told "Courtesy does not run" 2
    sed -i 's/^pathh/path/' .config/courtesy/config.toml
    step mended $courtesy service install
    systemctl --user stop desk-session.target; sleep 0.3
    systemctl --user start desk-session.target; sleep 1
    echo "== notifications"; cat told; echo "= 0"
    step uninstall $courtesy service uninstall
    step nothing_left ls .config/systemd/user
    kill "$shows"
"""


def deliver_when_asked(home: Home, stop: threading.Event) -> None:
    """The mail comes while the script runs."""
    left = {"deliver1": "Moss Bakery", "deliver2": "Heron Books", "deliver3": "Ridge Health"}
    while left and not stop.wait(0.02):
        for name in [name for name in left if (home.folder / name).exists()]:
            home.deliver(left.pop(name))


def test_it_lives_through_kills_stops_and_faults(tmp_path: Path) -> None:
    """Ready, fed to the watchdog, ended by it when it hangs, stopped within five seconds; each mail is told once."""
    home = Home(tmp_path / "home")
    home.configure(alerts=[{"kind": "desktop"}])
    at = home.folder / ".config/courtesy/config.toml"
    at.parent.mkdir(parents=True)
    home.config.rename(at)
    program = home.folder / "bin/courtesy"
    program.parent.mkdir()
    program.write_text(_HURRIED)
    program.chmod(0o755)
    units = home.folder / ".config/systemd/user"
    (units / "courtesy.service.d").mkdir(parents=True)
    (units / "courtesy.service.d/short.conf").write_text(_SHORT)
    (units / "desk-session.target").write_text(_SESSION)
    stop = threading.Event()
    postman = threading.Thread(target=deliver_when_asked, args=[home, stop])
    postman.start()
    try:
        script = _LIFE.format(python=sys.executable)
        told = with_user_manager(tmp_path, script, {"HOME": str(home.folder), "PYTHONPATH": f"{ROOT}:{ROOT}/daemon"})
    finally:
        stop.set()
        postman.join()
    steps = dict(step.split("\n", 1) for step in told.split("== ")[1:])
    statuses = {name: int(said.rsplit("= ", 1)[1].split()[0]) for name, said in steps.items()}
    assert statuses == dict.fromkeys(steps, 0), told
    shown = steps["notifications"].splitlines()
    for company in ("Moss Bakery", "Heron Books", "Ridge Health"):
        assert sum(company in line for line in shown) == 1, told
    assert (
        sum("Courtesy does not run, your mail is not watched: its configuration has a fault" in line for line in shown)
        == 2
    )
    assert "courtesy" not in steps["nothing_left"].replace("courtesy.service.d", "")
    assert "Traceback" not in told

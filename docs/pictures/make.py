"""Makes the pictures of the documentation: runs the program on a terminal of its own and draws what it shows.

usage: python docs/pictures/make.py [PICTURE ...]   (`make pictures`; windows.py says what some of them need)
"""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text
from tests.servers.dbus import notification_service, session_bus
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.shell.home import Home
from tests.shell.test_service import program_in
from windows import email_alert, notification

HERE = Path(__file__).parent
WIDTH = 128
SCENES = {  # picture -> the command, and the first and last line of its output that are shown
    "demo": (["demo"], 3, 42),
    "board": (["demo"], -16, None),
}


def on_a_terminal(command: list[str], surroundings: Mapping[str, str] = os.environ) -> str:
    """What `command` shows on a terminal of WIDTH columns, escape sequences and all."""
    ours, theirs = pty.openpty()
    environment = {**surroundings, "COLUMNS": str(WIDTH), "LINES": "60", "TERM": "xterm-256color"}
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    if process.wait() > 1:  # 1 is the doctor's finding that something is wrong
        raise SystemExit(f"{' '.join(command)} failed:\n{shown.decode(errors='replace')}")
    return shown.decode(errors="replace").replace("\r\n", "\n")


def draw(title: str, lines: list[str], file: Path) -> None:
    """Draw terminal output as an SVG picture."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(lines)))
    file.write_text(console.export_svg(title=title), encoding="utf-8")


def draw_doctor(into: Path) -> None:
    """A mailbox and a calendar that work, and a second mailbox whose password others could read."""
    folder = Path("/tmp/ada")  # a short name, since it is shown
    home, imap = Home(folder), Dovecot()
    imap.start()
    try:
        with session_bus(folder) as bus, notification_service(bus):
            post = {"kind": "imap", "host": "localhost", "port": imap.tls_port, "ca_file": imap.ca_file, "user": "ada"}
            mine = post | {"name": "post", "password_file": home.secret(PASSWORD, name="post")}
            work = post | {"name": "work", "password_file": home.secret(PASSWORD, 0o644, "work")}
            home.configure(mine, work, alerts=[{"kind": "desktop"}])
            surroundings = {**home._environment(), "DBUS_SESSION_BUS_ADDRESS": bus, "PATH": "/usr/bin:/bin"}
            command = [str(program_in(folder)), "doctor", "--config", str(home.config)]  # its path is shown too
            shown = on_a_terminal(command, surroundings).rstrip().split("\n")
    finally:
        imap.stop()
        shutil.rmtree(folder)
    first = next(number for number, line in enumerate(shown) if "configuration" in line)  # not where the program lies
    draw("courtesy doctor", [line for line in shown[first:] if "looking" not in line], into)


def draw_scenes(wanted: list[str]) -> None:
    shown: dict[tuple[str, ...], list[str]] = {}
    for name in wanted:
        command, first, last = SCENES[name]
        key = tuple(command)
        if key not in shown:
            shown[key] = on_a_terminal([sys.executable, "-m", "courtesy", *command]).rstrip().split("\n")
        draw("courtesy " + " ".join(command), shown[key][first:last], HERE / f"{name}.svg")


OTHERS = {"doctor.svg": draw_doctor, "notification.png": notification, "email.png": email_alert}


def main() -> None:
    wanted = sys.argv[1:] or [*SCENES, *(name.partition(".")[0] for name in OTHERS)]
    draw_scenes([name for name in SCENES if name in wanted])
    for name, make in OTHERS.items():
        if name.partition(".")[0] in wanted:
            make(HERE / name)


if __name__ == "__main__":
    main()

"""Makes the pictures of the documentation: runs the program on a terminal of its own and draws what it shows.

usage: python docs/pictures/make.py
"""

import os
import pty
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
WIDTH = 128
SCENES = {  # picture -> the command, and the first and last line of its output that are shown
    "demo": (["demo"], 3, 42),
    "board": (["demo"], -16, None),
}


def on_a_terminal(command: list[str]) -> str:
    """What `command` shows on a terminal of WIDTH columns, escape sequences and all."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(WIDTH), "LINES": "60", "TERM": "xterm-256color"}
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
    if process.wait():
        raise SystemExit(f"{' '.join(command)} failed:\n{shown.decode(errors='replace')}")
    return shown.decode(errors="replace").replace("\r\n", "\n")


def draw(title: str, lines: list[str], file: Path) -> None:
    """Draw terminal output as an SVG picture."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(lines)))
    file.write_text(console.export_svg(title=title), encoding="utf-8")


def main() -> None:
    shown: dict[tuple[str, ...], list[str]] = {}
    for name, (command, first, last) in SCENES.items():
        key = tuple(command)
        if key not in shown:
            shown[key] = on_a_terminal([sys.executable, "-m", "courtesy", *command]).rstrip().split("\n")
        draw("courtesy " + " ".join(command), shown[key][first:last], HERE / f"{name}.svg")
        print(f"wrote {HERE / name}.svg")


if __name__ == "__main__":
    main()

"""Answers the questions of a command on a terminal of its own.

usage: python -m tests.servers.answers FILE COMMAND...   (FILE: JSON, a list of [question, answer], in order)
What was shown goes to standard output; the exit status is the command's, or 99 where a question did not come.
"""

import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

_PATIENCE = 60.0  # seconds for a question


def main() -> int:
    answers = json.loads(Path(sys.argv[1]).read_text())
    ours, theirs = pty.openpty()
    process = subprocess.Popen(sys.argv[2:], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = ""
    for question, answer in answers:
        mark = len(shown)
        end = time.monotonic() + _PATIENCE
        while question not in shown[mark:]:
            piece = _piece(ours, end)
            if not piece:
                print(shown, f"\n{question!r} was not asked")
                process.kill()
                return 99
            shown += piece
        if question == "Password":  # once the terminal shows no more what is typed
            while termios.tcgetattr(ours)[3] & termios.ECHO and time.monotonic() < end:
                time.sleep(0.01)
        os.write(ours, f"{answer}\n".encode())
    while piece := _piece(ours, time.monotonic() + _PATIENCE):
        shown += piece
    print(shown.replace("\r\n", "\n"))
    return process.wait(10)


def _piece(terminal: int, end: float) -> str:
    """What is shown next; "" at the end, or when nothing more comes in time."""
    if not select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0]:
        return ""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:  # Linux's way of saying that the other end is closed
        return ""


if __name__ == "__main__":
    sys.exit(main())

"""Shows notifications on the session bus of the environment, and writes what it shows into a file, a line each.

usage: python -m tests.servers.told FILE
Words in a file `press` beside it are the button of the latest notification that is pressed next.
"""

import os
import sys
import time
from pathlib import Path

from tests.servers.dbus import notification_service


def main() -> None:
    file = Path(sys.argv[1])
    press = file.with_name("press")
    with notification_service(os.environ["DBUS_SESSION_BUS_ADDRESS"]) as recorder:
        recorder.capabilities.append("actions")
        file.touch()
        while True:
            lines = (f"{one.summary} {one.body}".replace("\n", " ") for one in recorder.shown)
            whole = file.with_suffix(".new")
            whole.write_text("".join(f"{line}\n" for line in lines))
            whole.rename(file)
            if press.exists():
                recorder.press(len(recorder.shown), press.read_text().strip())
                press.unlink()
            time.sleep(0.05)


if __name__ == "__main__":
    main()

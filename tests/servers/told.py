"""Shows notifications on the session bus of the environment, and writes what it shows into a file, a line each.

usage: python -m tests.servers.told FILE
"""

import os
import sys
import time
from pathlib import Path

from tests.servers.dbus import notification_service


def main() -> None:
    file = Path(sys.argv[1])
    with notification_service(os.environ["DBUS_SESSION_BUS_ADDRESS"]) as recorder:
        file.touch()
        while True:
            lines = (f"{one.summary} {one.body}".replace("\n", " ") for one in recorder.shown)
            whole = file.with_suffix(".new")
            whole.write_text("".join(f"{line}\n" for line in lines))
            whole.rename(file)
            time.sleep(0.05)


if __name__ == "__main__":
    main()

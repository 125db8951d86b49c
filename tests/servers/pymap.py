"""pymap on loopback: an IMAP server with few capabilities, from the package index alone."""

import subprocess
import sys
from typing import Self

from tests.servers.ports import await_greeting, free_port

USER, PASSWORD = "demouser", "demopass"


class Pymap:
    def __init__(self) -> None:
        self.port = free_port()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        entry = "import sys; from pymap.main import main; sys.exit(main())"
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--no-tls", "dict", "--demo-data"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", entry, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if not await_greeting(self.port, b"* OK"):
            self.stop()
            raise RuntimeError("pymap did not start")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)

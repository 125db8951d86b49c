"""CalDAV servers on loopback: Radicale, which asks for a password, and Xandikos, which on plain HTTP does not."""

import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.servers.ports import free_port

USER, PASSWORD = "alice", "secret"

_RADICALE = """
[server]
hosts = 127.0.0.1:{port}
{tls}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
"""


class CalDavServer:
    """A server in a folder of its own, until `stop`; `url` is where a user would be told to go."""

    def __init__(self, kind: str, *, certificate: tuple[Path, Path] | None = None, password: str = PASSWORD) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix=f"{kind}-")
        folder = Path(self._folder.name)
        port = free_port()
        scheme = "https" if certificate else "http"
        if kind == "radicale":
            (folder / "users").write_text(f"{USER}:{password}\n", encoding="utf-8")
            tls = f"ssl = True\ncertificate = {certificate[0]}\nkey = {certificate[1]}" if certificate else ""
            (folder / "config").write_text(_RADICALE.format(port=port, folder=folder, tls=tls))
            command = ["-m", "radicale", "--config", str(folder / "config")]
        else:
            (folder / "collections").mkdir()
            where = ["-d", str(folder / "collections"), "--defaults", "--current-user-principal", f"/{USER}/"]
            command = ["-m", "xandikos", "serve", *where, "-l", "127.0.0.1", "-p", str(port)]
        self.url = f"{scheme}://localhost:{port}/"
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen([sys.executable, *command], stdout=log, stderr=log)
        self._await(port)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        self._folder.cleanup()

    def _await(self, port: int) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=2).close()
                return
            except OSError:
                time.sleep(0.05)
        said = self.log.read_text(errors="replace")
        self.stop()
        raise RuntimeError(said)

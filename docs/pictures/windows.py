"""Makes the pictures that are no terminals: a notification as dunst shows it, and an alert by e-mail as a browser does.

Both come from the real service, which reads a real mail out of a maildir. Needed are Xvfb, xwd, dunst and chromium:
apt-get install xvfb x11-apps dunst chromium
"""

import os
import shutil
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path

from tests.servers.dbus import session_bus
from tests.servers.smtp import smtp_server
from tests.shell.home import Home

_DUNST = """\
[global]
    font = DejaVu Sans 11
    width = 460
    height = 300
    origin = top-left
    offset = 12x12
    padding = 12
    horizontal_padding = 14
    frame_width = 1
    frame_color = "#8a8f98"
    background = "#ffffff"
    foreground = "#222222"
    corner_radius = 6
    markup = full
    format = "<b>%s</b>\\n%b"
    word_wrap = true
    show_indicators = true
    timeout = 0
"""
_MARGIN = 14
_FOR_THE_PICTURE = "background:#fff;padding:18px 22px;margin:0"


def notification(into: Path) -> None:
    """What `kind = "desktop"` looks like."""
    with _home() as home, session_bus(home.folder) as bus, _screen(home.folder) as display:
        home.configure(alerts=[{"kind": "desktop"}])
        (home.folder / "dunstrc").write_text(_DUNST)
        surroundings = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus, "DISPLAY": display}
        dunst = subprocess.Popen(["dunst", "-conf", home.folder / "dunstrc"], env=surroundings)
        home.surroundings = {"DBUS_SESSION_BUS_ADDRESS": bus}
        time.sleep(1)
        try:
            home.deliver("Moss Bakery")
            with home.service():
                time.sleep(6)
                dump = ["xwd", "-root", "-silent", "-display", display]
                shot = subprocess.run(dump, check=True, capture_output=True).stdout
        finally:
            dunst.terminate()
            dunst.wait()
        into.write_bytes(_png(_what_is_drawn(_rows(shot))))


def email_alert(into: Path) -> None:
    """What `kind = "email"` looks like in a mail program that shows HTML."""
    with _home() as home, smtp_server() as smtp:
        home.configure(
            alerts=[
                {"kind": "email", "host": "localhost", "port": smtp.port, "security": "none", "to": "ada@mail.example"}
            ]
        )
        home.deliver("Moss Bakery")
        ran = home.run("run", "--once")
        assert smtp.taken, ran.stderr
        mail = message_from_bytes(smtp.taken[0].original_content or b"")
        html = next(part for part in mail.walk() if part.get_content_type() == "text/html")
        payload = html.get_payload(decode=True)
        assert isinstance(payload, bytes)
        page = home.folder / "alert.html"
        page.write_text(payload.decode().replace('<body style="', f'<body style="{_FOR_THE_PICTURE};'))
        browser = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=640,480", f"--screenshot={into}"]
        subprocess.run([browser, *options, page.as_uri()], check=True, capture_output=True, timeout=60)


@contextmanager
def _home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="courtesy-picture-") as folder:
        yield Home(Path(folder) / "home")


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    """A screen that nobody sees; gives its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x480x24", "-nolisten", "tcp"]
    with (folder / "xvfb.log").open("wb") as log:
        server = subprocess.Popen(command, pass_fds=[writing], stdout=log, stderr=log)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        yield f":{number}"
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)


def _rows(dump: bytes) -> list[bytes]:
    """The lines of a screen as xwd dumps it (XWDFile.h), three octets a dot; the screen is 24 bits deep."""
    head = struct.unpack(">25I", dump[:100])
    width, height, a_line, colours = head[4], head[5], head[12], head[19]
    start = head[0] + 12 * colours
    lines = (dump[start + a_line * number :][: 4 * width] for number in range(height))
    return [bytes(octet for dot in range(width) for octet in line[4 * dot : 4 * dot + 3][::-1]) for line in lines]


def _what_is_drawn(rows: list[bytes]) -> list[bytes]:
    """The part of a screen that is not black, with a margin around it."""
    drawn = [number for number, row in enumerate(rows) if any(row)]
    left = min(next(at for at, octet in enumerate(rows[number]) if octet) for number in drawn) // 3
    right = max(len(rows[number].rstrip(b"\0")) for number in drawn) // 3
    side, inner = b"\xd7\xdb\xe2" * _MARGIN, right - left
    edge = [b"\xd7\xdb\xe2" * (inner + 2 * _MARGIN)] * _MARGIN
    return [
        *edge,
        *(side + rows[number][3 * left : 3 * right] + side for number in range(drawn[0], drawn[-1] + 1)),
        *edge,
    ]


def _png(rows: list[bytes]) -> bytes:
    """A picture of eight bits a colour (PNG, 11.2)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")

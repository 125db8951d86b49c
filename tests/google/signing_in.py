"""`courtesy login google` run as a process of its own, with a robot for the browser."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from tests.servers.google import Google
from tests.servers.google_sign_in import CLIENT
from tests.shell.home import ROOT

from courtesy.accounts.google import account_of
from courtesy.config.file import load
from courtesy.google.token import Token, save

PATHS = {"PYTHONPATH": os.pathsep.join(map(str, (ROOT / "daemon", ROOT)))}
CALENDAR = '[calendar]\nkind = "google"\n'
MAILBOX = '[[mailbox]]\nkind = "gmail"\n'


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Redirects are not followed."""


def consent(address: str) -> str:
    """What a browser does whose user clicks on: the page at `address`, its link, and where that sends him."""
    page = urllib.request.urlopen(address, timeout=60).read().decode()
    link = urljoin(address, unescape(re.findall('id="go" href="([^"]*)"', page)[0]))
    try:
        urllib.request.build_opener(_Still).open(link, timeout=60)
    except urllib.error.HTTPError as moved:
        return str(moved.headers["Location"])
    raise AssertionError("the consent page sent nobody back")


class Owner:
    """Somebody at a terminal, with a configuration, the client's file and a place for the token in `folder`."""

    def __init__(self, folder: Path, google: Google, tables: str = CALENDAR) -> None:
        self.google = google
        self.config = folder / "config.toml"
        self.client = folder / "client.json"
        self.token = folder / "state" / "google-token.json"
        self.client.write_text(json.dumps({"installed": CLIENT | {"token_uri": "https://elsewhere.example/"}}))
        places = google.endpoints()
        self.config.write_text(
            '[me]\naddresses = ["ada@gmail.example"]\ntime_zone = "Europe/London"\n'
            f'[state]\nfolder = "{folder / "state"}"\n'
            f'[google]\nclient_file = "{self.client}"\ngmail_api = "{places.gmail_api}"\n'
            f'calendar_api = "{places.calendar_api}"\nauth_uri = "{places.auth_uri}"\n'
            f'token_uri = "{places.token_uri}"\nca_file = "{places.ca_file}"\n{tables}'
        )

    def signed_in(self) -> None:
        """Signs in without more ado."""
        account = account_of(load(self.config))
        given = self.google.sign_in.give(*account.scopes)
        token = Token(refresh_token=given, client_id=CLIENT["client_id"], scopes=account.scopes, made=datetime.now(UTC))
        save(self.token, token)

    def start(self, *words: str, stdin: int = subprocess.DEVNULL, **surroundings: str) -> "subprocess.Popen[str]":
        """`courtesy WORDS`, with a configuration, in surroundings without a screen."""
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "SSH_CONNECTION")
        env = {name: value for name, value in os.environ.items() if name not in hidden} | PATHS | surroundings
        line = [sys.executable, "-m", "courtesy", *words, "--config", str(self.config)]
        pipe = subprocess.PIPE
        return subprocess.Popen(line, stdin=stdin, stdout=pipe, stderr=pipe, text=True, env=env)

    def address(self, process: "subprocess.Popen[str]") -> str:
        """The address that is printed for a browser."""
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(self.google.url):
                return line.strip()
        raise AssertionError(process.communicate()[1])

    def login(self, *words: str) -> tuple[int, str, str]:
        """Sign in with a browser elsewhere that can reach this computer: status, output, complaints."""
        process = self.start("login", "google", *words)
        with urllib.request.urlopen(consent(self.address(process)), timeout=60) as page:
            page.read()
        return self.end(process)

    def end(self, process: "subprocess.Popen[str]", typed: str | None = None) -> tuple[int, str, str]:
        """What comes of it."""
        said, complained = process.communicate(typed, timeout=90)
        return process.returncode, said, complained

    def saved(self) -> dict[str, object]:
        """What is in the token file."""
        return dict(json.loads(self.token.read_text()))

    def secrets(self) -> list[str]:
        """What must never be seen."""
        return [*self.google.tokens, *self.google.refresh_tokens, CLIENT["client_secret"]]

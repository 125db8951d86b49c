"""Dovecot on loopback, as an unprivileged user: any user name, password "secret"."""

import grp
import imaplib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from tests.servers.ports import await_greeting, free_port
from tests.servers.required import do_without
from tests.servers.tls import make_certificates

PASSWORD = "secret"

_CONFIG = """
base_dir = {d}/run
state_dir = {d}/state
log_path = {d}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 0
mail_fsync = never
mail_location = maildir:{d}/mail/%u:INDEX={d}/idx/%u
mail_max_userip_connections = 100
maildir_very_dirty_syncs = yes
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={d}/home/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Unsent {{
    special_use = \\Drafts
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


def dovecot_binary() -> str:
    """The path of Dovecot. Where it is missing the test is skipped, or fails if COURTESY_REQUIRE_SERVERS=1."""
    found = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if found is None:
        do_without("dovecot is not installed (Debian: apt-get install dovecot-imapd)")
    return found


class Dovecot:
    """A server in a folder of its own, until `stop` or the end of a block; root runs it as nobody, for it must not.

    `more` is added to its settings.
    """

    def __init__(self, password: str = PASSWORD, names: Sequence[str] = (), more: str = "") -> None:
        self._binary, self._password = dovecot_binary(), password
        # Not in pytest's own folder: only its owner may enter that, and every run of pytest sees to it.
        folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.folder = folder
        self.port, self.tls_port = free_port(), free_port()
        certificates = make_certificates(folder / "tls", names=names)
        self.ca_file = str(certificates.ca)
        account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self._uid, self._gid = account.pw_uid, account.pw_gid
        for name in ("run", "state", "mail", "home", "idx"):
            (folder / name).mkdir()
        (folder / "dovecot.conf").write_text(
            _CONFIG.format(
                d=folder,
                user=account.pw_name,
                group=grp.getgrgid(self._gid).gr_name,
                password=password,
                certificate=certificates.certificate,
                key=certificates.key,
                port=self.port,
                tls_port=self.tls_port,
            )
            + more
        )
        self.give_away()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        as_whom = {"user": self._uid, "group": self._gid, "extra_groups": []} if os.getuid() == 0 else {}
        self._process = subprocess.Popen(
            [self._binary, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, **as_whom,
        )  # fmt: skip
        if not await_greeting(self.port, b"* OK"):
            log = self.folder / "log"
            said = log.read_text() if log.exists() else "dovecot did not start"
            self.stop()
            raise RuntimeError(said)

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)  # all of it, at once: there is nothing to keep
        self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def append(self, user: str, raw: bytes, folder: str = "INBOX") -> None:
        """A mail comes into a folder of `user`, now."""
        with imaplib.IMAP4("localhost", self.port) as client:
            client.login(user, self._password)
            client.append(folder, "", imaplib.Time2Internaldate(datetime.now(UTC)), raw)

    def give_away(self) -> None:
        """The running user must own everything."""
        if os.getuid() != 0:
            return
        for root, folders, files in os.walk(self.folder):
            for name in (".", *folders, *files):
                os.chown(os.path.join(root, name), self._uid, self._gid)

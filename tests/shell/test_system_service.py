"""Courtesy as a service of the system: what its unit says, and what is handed to it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.servers.user_manager import with_user_manager
from tests.shell.home import Home
from tests.shell.test_service import program_in

from courtesy.config.file import parse
from courtesy.errors import ConfigError
from courtesy.service import server
from courtesy.service.server import credentials, server_unit

_MAILBOX = '[me]\naddresses = ["ada@mail.example"]\n[[mailbox]]\nkind = "imap"\nhost = "imap.mail.example"\n'


def made_unit(folder: Path) -> Path:
    """The unit as it is installed."""
    path = folder / "courtesy.service"
    handed = {"imap-password": Path("/etc/courtesy/imap-password")}
    path.write_text(server_unit([sys.executable, "-m", "courtesy"], Path("/etc/courtesy/config.toml"), handed))
    return path


def analyze(*words: object) -> "subprocess.CompletedProcess[str]":
    """systemd-analyze."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    return subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True, timeout=60)


def test_systemd_finds_nothing_to_say_about_the_unit(tmp_path: Path) -> None:
    ran = analyze("verify", made_unit(tmp_path))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_the_unit_is_shut_in(tmp_path: Path) -> None:
    """At most 1.5 of 10 by systemd's own measure."""
    ran = analyze("security", "--offline=true", "--threshold=15", "--no-pager", made_unit(tmp_path))
    assert ran.returncode == 0, ran.stdout


def test_what_such_a_service_cannot_do_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "program", lambda: ["/opt/courtesy/bin/courtesy"])
    more = 'password_command = "pass mail"\nca_file = "/home/ada/ca.pem"\n[[alert]]\nkind = "desktop"\n'
    with pytest.raises(ConfigError) as caught:
        credentials(parse(_MAILBOX + more), tmp_path)
    for said in ("password_command is not for", "ca_file = /home/ada/ca.pem is hidden", "no desktop", "password of a"):
        assert [problem for problem in caught.value.problems if said in problem], said
    (tmp_path / "imap-password").write_text("secret")
    assert credentials(parse(_MAILBOX), tmp_path) == {"imap-password": tmp_path / "imap-password"}
    monkeypatch.setattr(server, "program", lambda: ["/home/ada/courtesy/bin/courtesy"])
    with pytest.raises(ConfigError, match=r"/home/ada/courtesy/bin/courtesy is hidden .* as in /opt"):
        credentials(parse(_MAILBOX), tmp_path)


def test_words_of_the_command_reach_systemd_as_they_are(tmp_path: Path) -> None:
    """And the passwords are handed over under the names that the configuration asks for."""
    text = server_unit(["/opt/a b/100%/courtesy"], Path("/etc/c%/config.toml"), {"imap-password": Path("/etc/c%/p")})
    assert 'ExecStart="/opt/a b/100%%/courtesy" run --config ${CREDENTIALS_DIRECTORY}/config.toml\n' in text
    assert "LoadCredential=config.toml:/etc/c%%/config.toml\nLoadCredential=imap-password:/etc/c%%/p\n" in text


_OF_THE_SYSTEM = re.compile(  # what only its manager can do, and what needs namespaces within those of the test
    "(DynamicUser|LoadCredential|Environment|Private|Protect|ProcSubset|DevicePolicy|RemoveIPC|KeyringMode).*\n"
)
_RUNS = """
    systemctl --user daemon-reload
    systemctl --user start courtesy; echo "= $?"
    for turn in $(seq 600); do [ -n "$(ls "$HOME/calendar" 2>/dev/null)" ] && break; sleep 0.1; done
    systemctl --user show courtesy --property=NRestarts,StatusText
    grep Seccomp: /proc/$(systemctl --user show courtesy --property=MainPID --value)/status
    systemctl --user stop courtesy; systemctl --user show courtesy --property=Result
"""


def test_the_system_calls_that_are_left_to_it_suffice(tmp_path: Path) -> None:
    """For reading a mail and holding its interview; tried by a user's manager, which enforces this part of the unit."""
    home = Home(tmp_path / "home")
    home.deliver("Moss Bakery")
    text = _OF_THE_SYSTEM.sub("", server_unit([str(program_in(home.folder))], Path("/etc/courtesy/config.toml"), {}))
    path = home.folder / ".config/systemd/user/courtesy.service"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("${CREDENTIALS_DIRECTORY}/config.toml", str(home.config)))
    told = with_user_manager(tmp_path, _RUNS, {"HOME": str(home.folder)})
    for said in ("= 0", "NRestarts=0", "StatusText=watching 1 mailbox", "Seccomp:\t2", "Result=success"):
        assert said in told, told
    assert home.holds() == ["Interview? Moss Bakery"], told

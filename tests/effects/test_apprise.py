"""Alerts through apprise, to a web server on loopback: as plain words, again when it fails, and nothing said of it."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.effects.examples import REPLY, SCAM, SLOT
from tests.servers.web import Web

from courtesy.config.file import parse
from courtesy.effects import Effect
from courtesy.errors import ConfigError, GiveUp, TryLater
from courtesy.outside import effects_of

pytest.importorskip("apprise", reason="the extra push is not installed")


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        web.answer = lambda method, path: (200, {}, b"")
        yield web


def channel(folder: Path, url: str, *, mailbox: str = "") -> Effect:
    """The configured channel, whose address lies in a file."""
    (folder / "url").write_text(f"{url}\n")
    (folder / "url").chmod(0o600)
    text = f'[me]\naddresses = ["ada@gmail.example"]\n{mailbox}\n[[alert]]\nkind = "apprise"\nname = "my phone"\n'
    (effect,) = effects_of(parse(f'{text}url_file = "{folder / "url"}"\n')).by_name.values()
    return effect


GMAIL = '[[mailbox]]\nkind = "imap"\nhost = "imap.gmail.com"\nuser = "ada@gmail.example"\npassword_command = "pass"'


def test_an_alert_reaches_the_service(web: Web, tmp_path: Path) -> None:
    effect = channel(tmp_path, web.url.replace("http", "json") + "secret-topic", mailbox=GMAIL)
    assert effect.name == "my phone"
    effect.perform(SLOT)
    assert web.heard == []
    effect.perform(replace(REPLY, more=("Tue 21 Apr 10:00 (for them 05:00, UTC-4)",)))
    assert web.heard == [("POST", "/secret-topic")]
    said = json.loads(web.given[0])
    assert said["title"] == REPLY.text
    quoted, times, link = said["message"].splitlines()
    assert quoted == f"\u201c{REPLY.why}\u201d"
    assert times == "Tue 21 Apr 10:00 (for them 05:00, UTC-4)"
    assert link.startswith("https://mail.google.com/")


def test_a_long_alert_is_cut_short_but_for_its_link(web: Web, tmp_path: Path) -> None:
    long = replace(REPLY, more=("x" * 290,) * 20)
    channel(tmp_path, web.url.replace("http", "json"), mailbox=GMAIL).perform(REPLY)
    channel(tmp_path, web.url.replace("http", "json"), mailbox=GMAIL).perform(long)
    short, cut = (json.loads(one)["message"] for one in web.given)
    assert len(cut) <= 1501
    assert cut.splitlines()[-1] == short.splitlines()[-1]


def test_words_of_a_mail_become_neither_links_nor_markup(web: Web, tmp_path: Path) -> None:
    channel(tmp_path, web.url.replace("http", "json")).perform(
        replace(SCAM, text="@everyone <http://x|y> [a](http://b)")
    )
    said = json.loads(web.given[0])
    assert said["title"] == "everyone \u2039http://x|y\u203a (a)(http://b)"
    assert not set("<>[]\x1b\u202e") & set(said["title"] + said["message"])
    assert "http://" not in said["message"]


def test_what_fails_is_tried_later_and_its_address_stays_secret(
    web: Web, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    web.answer = lambda method, path: (500, {}, b"")
    with pytest.raises(TryLater, match="my phone: the service does not take it") as told:
        channel(tmp_path, web.url.replace("http", "json") + "secret-topic").perform(REPLY)
    assert "secret" not in str(told.value) + caplog.text
    with pytest.raises(GiveUp, match="its address is none that apprise knows") as told_of:
        channel(tmp_path, "secret-nonsense").perform(REPLY)
    assert "secret" not in str(told_of.value) + caplog.text
    effect = channel(tmp_path, "json://localhost")
    (tmp_path / "url").unlink()
    with pytest.raises(GiveUp, match=r"my phone: url_file .* cannot be read"):
        effect.perform(REPLY)


def test_without_the_package_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(ConfigError, match=r"pip install 'courtesy\[push\]'"):
        channel(tmp_path, "json://localhost")

"""Buttons of the desktop, pressed on a real session bus, reach the running service and are carried out."""

import os
import shutil
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("macOS has no session bus", allow_module_level=True)
if not shutil.which("dbus-daemon") and not os.environ.get("COURTESY_REQUIRE_SERVERS"):
    pytest.skip("dbus-daemon is not installed", allow_module_level=True)

from tests.servers.dbus import notification_service, session_bus
from tests.shell.home import Home


def test_what_is_chosen_at_the_desktop_is_done(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.configure(alerts=[{"kind": "desktop"}])
    browser = tmp_path / "bin" / "xdg-open"
    browser.parent.mkdir()
    browser.write_text(f'#!/bin/sh\necho "$1" >{tmp_path / "opened"}\n')
    browser.chmod(0o755)
    home.surroundings = {"PATH": f"{browser.parent}:{os.environ['PATH']}", "INVOCATION_ID": ""}
    with session_bus(tmp_path) as address, notification_service(address) as recorder:
        recorder.capabilities = ["body", "actions"]
        home.surroundings["DBUS_SESSION_BUS_ADDRESS"] = address
        with home.service() as service:
            for number, company in enumerate(["Moss Bakery", "Fern Bakery"], 1):
                home.deliver(company)
                service.until(lambda number=number: len(recorder.shown) == number)
            recorder.press(1, "open")
            service.until(lambda: (tmp_path / "opened").exists() and (tmp_path / "opened").read_text().endswith("\n"))
            recorder.press(1, "done")
            service.until(lambda: service.heard("your choice was carried out: done (Moss Bakery)"))
            recorder.press(2, "snooze tomorrow")
            service.until(lambda: service.heard("your choice was carried out: snooze tomorrow (Fern Bakery)"))
        assert (tmp_path / "opened").read_text().startswith("mid:moss1")
        assert "Moss" not in home.run("done").stdout
        assert "by desktop: done" in home.run("status").stdout
        assert len(recorder.shown) == 2

"""A line each, and none that can steer the terminal."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from tests.effects.examples import FIRM, REPLY, SCAM

from courtesy.cases.actions import Release
from courtesy.effects.terminal import Terminal
from courtesy.errors import TryLater


def test_an_alert_is_one_plain_line_and_one_with_the_words_it_rests_on() -> None:
    out = io.StringIO()
    terminal = Terminal(out)
    for action in (REPLY, SCAM, FIRM, Release(uid=FIRM.uid), replace(REPLY, why="")):
        terminal.perform(action)
    lines = out.getvalue().splitlines()
    assert len(lines) == 5
    assert lines[0] == lines[4] == REPLY.text
    assert lines[1] == f"    \u201c{REPLY.why}\u201d"
    assert "Bcc" in lines[2]
    assert "evil.example/login now" in lines[3]
    assert "http://" not in lines[3], "no program can make a link of it"
    assert "\x1b" not in out.getvalue()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_stream_that_takes_nothing_is_tried_later() -> None:
    full = open("/dev/full", "w")  # noqa: SIM115  closing it is part of the test
    with pytest.raises(TryLater, match="No space"):
        Terminal(full).perform(REPLY)
    with pytest.raises(OSError, match="No space"):
        full.close()
    with pytest.raises(TryLater, match="closed"):
        Terminal(full).perform(REPLY)

"""A line each, and none that can steer the terminal."""

import io
from datetime import UTC
from pathlib import Path

import pytest
from tests.effects.examples import FIRM, REPLY, SCAM

from courtesy.cases.actions import Release
from courtesy.effects.terminal import Terminal
from courtesy.errors import TryLater


def test_each_action_is_one_plain_line() -> None:
    out = io.StringIO()
    terminal = Terminal(out, zone=UTC)
    for action in (REPLY, SCAM, FIRM, Release(uid=FIRM.uid)):
        terminal.perform(action)
    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    assert lines[0] == f"Reply needed: Ridgeline Health. {REPLY.text}"
    assert "Bcc" in lines[1]
    assert "\x1b" not in lines[1]
    assert "confirmed, Mon 20 Apr 2026, 18:00-19:00, Interview: Ridgeline" in lines[2]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_stream_that_takes_nothing_is_tried_later() -> None:
    full = open("/dev/full", "w")  # noqa: SIM115  closing it is part of the test
    with pytest.raises(TryLater, match="No space"):
        Terminal(full, zone=UTC).perform(REPLY)
    with pytest.raises(OSError, match="No space"):
        full.close()
    with pytest.raises(TryLater, match="closed"):
        Terminal(full, zone=UTC).perform(REPLY)

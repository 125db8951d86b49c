"""Memory runs short when much has come since some was given back, and not for what cannot be given back."""

import sys

import pytest

from courtesy.running import memory


@pytest.mark.skipif(sys.platform != "linux", reason="only /proc tells how much is in use")
def test_memory_is_short_only_when_much_has_come_since_the_last_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LARGE", 1)
    known = memory.Memory()
    held = bytearray(b"x") * (40 << 20)
    assert known.is_short()
    known.give_back()
    assert held
    assert not known.is_short()  # all of it is still in use: giving back again would gain nothing
    more = bytearray(b"x") * (40 << 20)
    assert known.is_short()
    assert more

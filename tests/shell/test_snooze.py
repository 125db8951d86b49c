"""What is put off is told again while it is of use."""

from pathlib import Path

from tests.shell.home import Home


def test_nothing_is_put_off_past_the_interview(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.deliver("Ridge Health")
    home.once()
    before = home.run("done").stdout
    refused = home.run("snooze", "ridge", "90w")
    assert refused.returncode == 1
    assert "Ridge Health: the time they propose is " in refused.stderr
    assert "; it can be put off until then at most" in refused.stderr
    assert home.run("done").stdout == before
    assert home.run("snooze", "ridge", "2w").returncode == 0

"""The real program briefs its owner of an interview that is near, once, unless he wants none."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.corpus.build import build
from tests.shell.home import Home


def test_an_interview_that_is_near_is_told_once_and_only_to_who_wants_it(tmp_path: Path) -> None:
    home, now = Home(tmp_path), datetime.now(UTC)
    start = now + timedelta(minutes=50)
    text = (
        "Dear Ada,\n\nThis is to confirm your interview for the Data Analyst role with Tom Hale on "
        f"{start:%A} {start.day} {start:%B %Y} at {start:%H:%M} UTC by video: https://zoom.us/j/123456789?pwd=abc\n\n"
        "Best regards,\nRenee Castell\nRidge Health\n"
    )
    mail = {
        "id": "confirmed1",
        "from": "Renee Castell <renee@ridge.example>",
        "to": "ada@mail.example",
        "subject": "Interview confirmed: Ridge Health",
        "date": (now - timedelta(hours=1)).isoformat(),
        "text": text,
    }
    (home.folder / "mail" / "new" / "1.home").write_bytes(build(mail))
    configured = home.config.read_text()
    home.config.write_text(f'{configured}\n[briefing]\nevening_before = ""\nminutes_before = 0\n')
    assert home.once()[1] == []
    home.config.write_text(configured)
    told = home.run("run", "--once").stdout.splitlines()
    assert told[0].startswith("Interview with Tom Hale at Ridge Health to")
    assert told[0].endswith(", by video")
    assert "    Join: https://zoom.us/j/123456789?pwd=abc" in told
    assert home.once()[1] == []

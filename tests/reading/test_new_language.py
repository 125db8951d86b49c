"""A language that nobody here speaks is a folder of TOML: no line of code is needed to read a mail in it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.corpus.build import build

from courtesy.mail.parse import parse
from courtesy.reading.packs import Packs
from courtesy.reading.read import read

RULES = Path(__file__).parents[2] / "rules"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
SWEDISH = {
    "sv/language.toml": """
[language]
small = "och i att det som en på är av för med till den har de inte om ett vi dig du hej kan så vill hälsningar"
""",
    "sv/words.toml": """
[weekdays]
1 = ["tisdag", "tisdagen"]
3 = ["torsdag", "torsdagen"]
[months]
6 = ["juni"]
[clock]
oclock = ["kl", "kl.", "klockan"]
[joins]
article = ["den"]
at = ["kl", "kl.", "klockan"]
[cues]
appointment = ['\\b(?:intervju|träffa|traffa|passar)\\w*']
""",
    "sv/invite.toml": """
[[rule]]
name = "come-and-meet"
says = "invite"
any = ['\\bintervju\\b']
weight = 6.0
[[rule]]
name = "does-it-suit"
says = "reply_needed"
any = ['\\bpassar\\b']
weight = 6.0
""",
}


def test_a_folder_of_toml_is_a_language() -> None:
    shipped = [(str(path.relative_to(RULES)), path.read_text("utf-8")) for path in sorted(RULES.rglob("*.toml"))]
    packs = Packs.load([*shipped, *SWEDISH.items()], model=(RULES / "words.model").read_bytes())
    mail = {
        "id": "sv", "from": "Maja Lind <maja.lind@granverk.example>", "to": "nora@mail.example",
        "subject": "Intervju hos Granverk", "date": "2026-06-08T09:00:00+02:00",
        "text": "Hej Nora,\n\nvi har läst din ansökan och vill träffa dig för en intervju. Passar det på tisdag den 16 "
        "juni kl. 14.30, eller på torsdag den 18 juni kl. 10.00?\n\nVänliga hälsningar\nMaja Lind\nGranverk AB\n",
    }  # fmt: skip
    message = parse(build(mail), arrived=None)
    found = read(message, packs, addresses=frozenset({"nora@mail.example"}), zone=STOCKHOLM)
    assert (found.language, found.kind, found.reply_needed) == ("sv", "invite", True)
    assert [span.start for span in found.times] == [
        datetime(2026, 6, 16, 14, 30, tzinfo=STOCKHOLM),
        datetime(2026, 6, 18, 10, 0, tzinfo=STOCKHOLM),
    ]

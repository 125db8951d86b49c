"""What a mail of the owner's own does, over a hundred mails in many voices."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from courtesy.mail.parse import parse
from courtesy.reading.newest import split
from courtesy.reading.own import own_mail
from courtesy.reading.packs import Packs
from courtesy.reading.reading import OwnMail

ROOT = Path(__file__).parents[2]
MAILS = [
    mail
    for path in sorted(Path(__file__).parent.glob("own_mail*.toml"))
    for mail in tomllib.loads(path.read_text("utf-8"))["mail"]
]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def packs() -> Packs:
    names = [path for path in sorted((ROOT / "rules").glob("*/*.toml")) if path.stem in ("own", "shorthand")]
    return Packs.load((f"{path.parent.name}/{path.name}", path.read_text("utf-8")) for path in names)


def judged(packs: Packs, text: str, subject: str = "Re: the job", header: str = "") -> OwnMail:
    raw = f"From: me@mail.example\nSubject: {subject}\n{header}Content-Type: text/plain; charset=utf-8\n\n{text}"
    message = parse(raw.encode(), arrived=NOW)
    return own_mail(message, split(message.text).newest, packs)


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail["text"][:50])
def test_a_mail_does_what_its_words_say(mail: dict[str, object], packs: Packs) -> None:
    found = judged(packs, str(mail["text"]), str(mail.get("subject", "Re: the job")))
    assert [name for name in ("thanks", "chases", "withdraws") if getattr(found, name)] == mail["does"]


def test_only_the_owners_words_count_and_not_those_he_quotes(packs: Packs) -> None:
    quoted = "Tuesday suits me.\n\nOn Mon, 4 May 2026 at 09:00, Dana wrote:\n> Thank you for meeting with me.\n"
    assert judged(packs, quoted) == OwnMail()
    assert judged(packs, "Tuesday suits me.", subject="Re: Thank you for this afternoon") == OwnMail()


def test_an_out_of_office_reply_does_nothing_else(packs: Packs) -> None:
    text = "Thank you for speaking with me today. I am away until Monday."
    assert judged(packs, text, header="Auto-Submitted: auto-replied\n") == OwnMail(automatic=True)
    assert judged(packs, text, subject="Automatic reply: the job") == OwnMail(automatic=True)


def test_without_rules_nothing_is_known() -> None:
    assert judged(Packs.load([]), "Thank you for meeting with me.") == OwnMail()

"""What is added to the owner's rules is read again as it was meant, whatever stands in the mail."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from courtesy.mail.message import Address, Message
from courtesy.mail.plain import harmless
from courtesy.owner.own_rules import add, mail_table, remove, tables, without
from courtesy.reading.proposal import Proposal
from courtesy.reading.rules import Rule

NOW = datetime(2026, 4, 14, 9, tzinfo=UTC)
texts = st.text(max_size=60).map(harmless)


@given(texts, texts, texts)
def test_hostile_words_stay_words(subject: str, text: str, pattern: str) -> None:
    pattern = " ".join(pattern.split())
    name = "invite-0123abcd"
    rule = Rule(name=f"my-rules.{name}", says="invite", where=("newest",), any=(pattern,), weight=2.0, example=(text,))
    message = Message(
        identity="x",
        message_id="",
        date=NOW,
        arrived=NOW,
        subject=subject,
        sender=Address(name="A", email="b@c"),
        text=text,
    )
    mail = mail_table(message, "invite", name, reply_needed=True)
    learnt = tables(Proposal(rules=(rule,), words=text), mail, short="0123abcd", about=subject)
    read = tomllib.loads(learnt)
    assert read["rule"] == [
        {
            "name": "invite-0123abcd",
            "says": "invite",
            "where": ["newest"],
            "any": [pattern],
            "weight": 2.0,
            "example": [text],
        }
    ]
    assert read["mail"] == [mail]
    mine = '[[rule]]\nname = "mine"\n'
    assert without(f"# head\n{learnt}{mine}", "0123abcd") == f"# head\n\n{mine}"
    assert without(f"# head\n{learnt}{mine}", "4567abcd") == f"# head\n{learnt}{mine}"


def test_a_file_grows_and_keeps_what_was_in_it(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config" / "my-rules.toml"
    link.parent.mkdir()
    link.symlink_to(real)
    add(link, "\n[[rule]]\n")
    add(link, "\n[[mail]]\n")
    assert link.is_symlink()
    assert real.read_text().startswith("# Rules of your own")
    assert real.read_text().endswith("\n\n[[rule]]\n\n[[mail]]\n")
    assert real.stat().st_mode & 0o077 == 0


def test_where_nothing_is_to_be_taken_out_nothing_is_touched(tmp_path: Path) -> None:
    """The file may lie in a folder that nobody may write to."""
    rules = tmp_path / "my-rules.toml"
    assert not remove(rules, "0123abcd")
    rules.write_text('[[rule]]\nname = "mine"\n')
    assert not remove(rules, "0123abcd")
    assert list(tmp_path.iterdir()) == [rules]

"""The owner's own rules: a file beside the configuration; a corrected mail adds a rule to it, and itself as a test."""

import json
import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from courtesy.errors import CourtesyError
from courtesy.mail.message import Message
from courtesy.reading import Kind
from courtesy.reading.newest import split
from courtesy.reading.proposal import Proposal
from courtesy.reading.rules import Rule
from courtesy.terminal import one_line

_HEAD = """\
# Rules of your own. `courtesy wrong` adds to them, each with the mail that it learnt them from; change and delete
# as you like. `courtesy rules test` tries them. The page docs/rules.md says how a rule is written.
"""
_LONGEST = 4000  # characters of a mail that are kept as a test


def mail_table(message: Message, kind: Kind, name: str, *, reply_needed: bool) -> dict[str, str | bool]:
    """A [[mail]] that tests whether `message` is read as `kind`: its newest part alone."""
    text = split(message.text, subject=message.subject).newest
    return {
        "name": name,
        "kind": kind,
        **({"reply_needed": True} if reply_needed else {}),
        "from": f"{message.sender.name} <{message.sender.email}>".strip(),
        "subject": message.subject,
        "text": text if len(text) <= _LONGEST else text[:_LONGEST],
    }


def tables(proposal: Proposal, mail: dict[str, str | bool] | None, *, about: str) -> str:
    """The rules of `proposal`, and the `mail` that tests them, as TOML; `about` says where they come from."""
    parts = [f"\n# {one_line(about, 110)}\n"]
    parts += [_table("rule", _fields(rule)) for rule in proposal.rules]
    parts += [_table("mail", mail)] if mail else []
    return "\n".join(parts)


def add(path: Path, text: str) -> None:
    """Append `text` to the rules at `path`, which is made if need be, readable by its owner only; all or nothing.

    Raises CourtesyError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8-sig") if path.exists() else _HEAD
        path = path.resolve()  # a link stays a link
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".rules-", delete=False) as file:
            try:
                file.write(before.rstrip("\n") + "\n" + text)
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(file.name)
                raise
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8"
        raise CourtesyError(f"{path} cannot be written: {said}") from error


def _fields(rule: Rule) -> dict[str, object]:
    """A rule as its table has it; what only looks has no weight."""
    return {
        "name": rule.name.rpartition(".")[2],
        "says": rule.says,
        "where": list(rule.where),
        "any": list(rule.any),
        **({} if rule.weight is None else {"weight": rule.weight}),
        "example": list(rule.example),
    }


def _table(head: str, fields: dict[str, object] | dict[str, str | bool]) -> str:
    lines = [f"[[{head}]]", *(f"{key} = {_value(key, value)}" for key, value in fields.items())]
    return "\n".join(lines) + "\n"


def _value(key: str, value: object) -> str:
    """A value as TOML: its strings are those of JSON, patterns and longer texts stay as they are to be read."""
    if isinstance(value, list):
        return f"[{', '.join(_value(key, one) for one in value)}]"
    if isinstance(value, str) and key == "any" and "'" not in value:
        return f"'{value}'"
    if isinstance(value, str) and "\n" in value:
        return '"""\n' + "\n".join(json.dumps(line, ensure_ascii=False)[1:-1] for line in value.split("\n")) + '"""'
    return json.dumps(value, ensure_ascii=False)

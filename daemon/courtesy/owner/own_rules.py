"""The owner's own rules: a file beside the configuration; a corrected mail adds a rule to it, and itself as a test."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from courtesy.errors import CourtesyError
from courtesy.files import alone_with, write_whole
from courtesy.mail.message import Message
from courtesy.mail.plain import one_line
from courtesy.reading import Kind
from courtesy.reading.newest import split
from courtesy.reading.proposal import Proposal
from courtesy.reading.rules import Rule

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


def tables(proposal: Proposal, mail: dict[str, str | bool] | None, *, short: str, about: str) -> str:
    """The rules of `proposal`, and the `mail` that tests them, as TOML; `about` says what mail, `short` names it."""
    parts = [f"\n# {short}, {one_line(about, 100)}\n"]
    parts += [_table("rule", _fields(rule)) for rule in proposal.rules]
    parts += [_table("mail", mail)] if mail else []
    return "\n".join(parts)


def add(path: Path, text: str) -> None:
    """Append `text` to the rules at `path`, which is made if need be. Raises CourtesyError."""
    _change(path, lambda before: (before or _HEAD).rstrip("\n") + "\n" + text)


def remove(path: Path, short: str) -> bool:
    """Take out of the rules at `path` what was learnt from the mail `short`, if anything was. Raises CourtesyError."""
    text = _text(path)  # where nothing is to go nothing is touched: the folder may be read-only
    return without(text, short) != text and _change(path, lambda before: without(before, short))


def without(text: str, short: str) -> str:
    """The TOML `text` without what `tables` made of the mail `short`; all of it where that would spoil the rest."""
    blocks: list[str] = []
    for line in text.splitlines(keepends=True):
        if not blocks or line.startswith(("[", "#")):
            blocks.append("")
        blocks[-1] += line
    names = re.compile(rf'^name = "[a-z]+-{short}(?:-look|-reply)?"$', re.MULTILINE)
    kept = [block for block in blocks if not names.search(block) and not block.startswith(f"# {short}, ")]
    try:
        tomllib.loads("".join(kept))
    except tomllib.TOMLDecodeError:
        return text
    return "".join(kept)


def _change(path: Path, change: Callable[[str], str]) -> bool:
    """Make `change` of the text at `path`, readable by its owner only; all or nothing. Whether there was one.

    The service and a command may both teach: neither loses what the other writes. Raises CourtesyError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path = path.resolve()  # a link stays a link
        with alone_with(path):
            before = _text(path)
            after = change(before)
            if after != before:
                write_whole(path, after.encode("utf-8"))
            return after != before
    except OSError as error:
        raise CourtesyError(f"{path} cannot be written: {error.strerror or error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise CourtesyError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error


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
        return '"""\n' + "\n".join(map(_line, value.split("\n"))) + '"""'
    return json.dumps(value, ensure_ascii=False)


def _line(text: str) -> str:
    """A line of a longer text; none looks as if a table or a comment began."""
    line = json.dumps(text, ensure_ascii=False)[1:-1]
    return f"\\u{ord(line[0]):04x}{line[1:]}" if line.startswith(("[", "#")) else line

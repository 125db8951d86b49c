"""A draft written as TOML into the commented example, so that every other key is at hand for later."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from courtesy.setup import Draft
from courtesy.shipped import shipped

_HEAD = re.compile(r"#?\[\[?(\w+)\]\]?")
_LINE = re.compile(r"#?(\w+) = (.*?)( +# .*)?")
_INTRODUCTION = "# Courtesy's configuration. It belongs in ~/.config/courtesy/config.toml.\n"


def filled(draft: Draft) -> str:
    """The example with the values of `draft` in it. Tables that the draft has are switched on, the others stay off."""
    example = shipped("config.example.toml").read_text(encoding="utf-8")
    blocks = list(_blocks(example.replace(_INTRODUCTION, "# Courtesy's configuration, begun by `courtesy init`.\n")))
    text = "".join(_block(block, draft) for block in blocks)
    return text + "".join(f"\n[[rule]]\n{_bare(rule)}" for rule in draft.get("rule", ()))


def _blocks(example: str) -> Iterator[list[str]]:
    """The example cut before each table; the remarks that belong to a table go with it."""
    block: list[str] = []
    for line in example.splitlines(keepends=True):
        if _HEAD.match(line) and any(_HEAD.match(one) for one in block):
            cut = _remarks(block)
            yield block[:cut]
            block = block[cut:]
        block.append(line)
    yield block


def _remarks(block: Sequence[str]) -> int:
    """Where the remarks at the end of a block begin: they are about the next table."""
    cut = len(block)
    while cut and block[cut - 1].startswith("# "):
        cut -= 1
    return cut


def _block(lines: Sequence[str], draft: Draft) -> str:
    head = next((match for line in lines if (match := _HEAD.match(line))), None)
    if head is None:
        return "".join(lines)
    name = head[1]
    given = draft.get(name, ())
    tables = [given] if isinstance(given, Mapping) else list(given)
    wanted = [table for table in tables if table.get("kind") == _kind(lines)]
    if name == "rule" or not wanted:
        return "".join(lines)
    start = next(number for number, line in enumerate(lines) if _HEAD.match(line))
    switched_on = ("".join(_line(line, table) for line in lines[start:]) for table in wanted)
    return "".join(lines[:start]) + "".join(switched_on)


def _kind(lines: Sequence[str]) -> str | None:
    """Of several tables with one name, which this is."""
    matches = (_LINE.fullmatch(line.rstrip()) for line in lines)
    return next((match[2].strip('"') for match in matches if match and match[1] == "kind"), None)


def _line(line: str, table: Mapping[str, Any]) -> str:
    """A line of a table that is switched on: what has a value of its own is in the clear, the rest as it was."""
    if _HEAD.match(line):
        return line.removeprefix("#")
    match = _LINE.fullmatch(line.rstrip())
    if not match or match[1] not in table:
        return line
    start, remark = f"{match[1]} = {_value(table[match[1]])}", (match[3] or "").strip()
    column = line.rfind(remark) - line.startswith("#") if remark else 0
    return f"{start:<{max(column, len(start) + 2)}}{remark}".rstrip() + "\n"


def _bare(table: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def _value(value: Any) -> str:
    """A value in TOML."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return f'"{"".join(map(_letter, value))}"'
        case Mapping():
            return f"{{{', '.join(f'{key} = {_value(inner)}' for key, inner in value.items())}}}"
        case _:
            return f"[{', '.join(map(_value, value))}]"


def _letter(letter: str) -> str:
    """A letter of a basic string (TOML 1.0, "String")."""
    if letter in '"\\':
        return f"\\{letter}"
    return f"\\u{ord(letter):04x}" if ord(letter) < 32 or ord(letter) == 127 else letter

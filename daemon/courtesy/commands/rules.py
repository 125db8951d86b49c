"""`courtesy rules`: the rules that the mail is read by, and whether they do what their examples say."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from courtesy.commands import add_config
from courtesy.config import rulebook
from courtesy.config.file import default_path, load
from courtesy.config.tables import Config
from courtesy.errors import ConfigError
from courtesy.mail.plain import one_line
from courtesy.reading.evidence import weighed_as
from courtesy.reading.packs import Packs
from courtesy.reading.rules import Rule, full_name, parse_toml
from courtesy.reading.trials import faults, tried
from courtesy.terminal.lines import complain, say

_EXAMPLES = """\
examples:
  courtesy rules                 every rule: what it speaks for, how strongly, and where it stands
  courtesy rules test            try all rules, and those of your own, on their examples
  courtesy rules test mine.toml  try one file

A weight is in log-odds: 1 is a hint, 3 is strong; a rule of which it shows none speaks only along with others.
A rule must match its examples and none of its counter-examples; a test mail ([[mail]]) must be read as it says.
What is not so is told with its file and line, and the status is 1.
"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy rules` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("what", nargs="?", choices=("list", "test"), default="list", help="list them (default), or try")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these rule files")
    parser.add_argument("--json", action="store_true", help="list a line of JSON for each rule")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pack:
    """A rule file."""

    place: str  # for people: its path, or its name within the program
    file: str  # what its rules are called after
    text: str


def run(options: Namespace) -> int:
    """List or try the rules; 1 if one does not do what its examples say."""
    config = load(options.config)
    every = [*_shipped(config), *_own(config, options.config)]
    named = [_pack(path) for path in options.files]
    places = {pack.place for pack in every}
    every += [pack for pack in named if pack.place not in places]
    packs = rulebook.packs_of([(pack.file, pack.text) for pack in every])
    if options.what == "test":
        return _test(named or every, packs)
    _list(named or every, packs, as_json=options.json)
    return 0


def _shipped(config: Config) -> list[_Pack]:
    return [_Pack(place=f"rules/{file}", file=file, text=text) for file, text in rulebook.shipped_texts(config)]


def _own(config: Config, path: Path | None) -> list[_Pack]:
    """The owner's files, and the configuration where it holds rules."""
    files = [_pack(file) for file in rulebook.own_files(config, path)]
    if not config.rule:
        return files
    return [*files, _pack(path or default_path())]


def _pack(path: Path) -> _Pack:
    if not path.is_file():
        raise ConfigError([f"rules: {path} is not a file"])
    file, text = rulebook.own_file(path)
    return _Pack(place=str(path.resolve()), file=file, text=text)


def _test(packs: list[_Pack], everything: Packs) -> int:
    problems = [
        fault.replace(f"{pack.file}:", f"{pack.place}:", 1)
        for pack in packs
        for fault in faults(pack.file, pack.text, everything)
    ]
    for problem in problems:
        complain(problem)
    rules, texts, mails = (sum(counts) for counts in zip(*(_tried(pack) for pack in packs), strict=True))
    wrong = f"{len(problems)} do not go as they say" if problems else "all go as they say"
    say(f"Tried {rules} rules on {texts} examples, and {mails} mail{'' if mails == 1 else 's'}: {wrong}.")
    return int(bool(problems))


def _tried(pack: _Pack) -> tuple[int, int, int]:
    return tried(parse_toml(pack.file, pack.text))


def _list(packs: list[_Pack], everything: Packs, *, as_json: bool) -> None:
    rows = [_row(rule, pack, everything) for pack in packs for rule in _rules(pack, everything)]
    if as_json:
        for row in rows:
            say(msgspec.json.encode(row).decode())
        return
    width = min(max((len(row["rule"]) for row in rows), default=0), 60)
    say(f"{'Rule':<{width}}  {'Says':<16} Weight  File")
    for row in rows:
        weight = "" if row["weight"] is None else f"{row['weight']:+.1f}"
        say(f"{one_line(row['rule'], 60):<{width}}  {row['says']:<16} {weight:>6}  {row['place']}")


def _rules(pack: _Pack, everything: Packs) -> Iterator[Rule]:
    for table in parse_toml(pack.file, pack.text).get("rule", []):
        yield everything.rules[full_name(pack.file, table["name"])]


def _row(rule: Rule, pack: _Pack, everything: Packs) -> dict[str, Any]:
    fitted = everything.weights.table.get(weighed_as(rule.name, everything), {}).get(rule.says)
    return {
        "rule": rule.name,
        "says": rule.says,
        "where": rule.where,
        "weight": fitted if rule.weight is None else rule.weight,
        "examples": len(rule.example) + len(rule.counter),
        "place": pack.place,
    }

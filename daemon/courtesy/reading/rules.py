"""A rule: words to look for, where to look, and what they speak for; read from TOML with the faults located."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import Any

import re2

from courtesy.errors import ConfigError
from courtesy.reading.patterns import fitting, late

PLACES = ("subject", "newest", "text", "quoted", "signature", "sender", "link", "calendar", "attachment")
_LONGEST = 20_000  # characters of a pattern spelled out
_COUNTED = late(r"\{[0-9,]*[0-9]{2}")
_KEYS = ("name", "says", "where", "any", "unless", "weight", "example", "counter", "about")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One named witness. `any` and `unless` are RE2 patterns, matched without regard to case."""

    name: str  # "en/invite.ask-availability"
    says: str  # a kind, or a fact: "reply_needed", "scam", "job", "own.thanks"
    where: tuple[str, ...]  # of PLACES, or "header:NAME"
    any: tuple[str, ...]
    unless: tuple[str, ...] = ()  # a match in a sentence that also matches one of these is silent
    weight: float | None = None  # log-odds for `says`, in place of the fitted weights
    example: tuple[str, ...] = ()  # texts the rule must match
    counter: tuple[str, ...] = ()  # texts it must not match

    @property
    def family(self) -> str:
        """ "own" for "own.thanks", "" for what has no dot: families are looked for separately."""
        return self.says.partition(".")[0] if "." in self.says else ""


def pattern_options() -> Any:
    """How patterns are compiled everywhere: case does not matter, memory is bounded, nothing goes to stderr."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    options.max_mem = 64 << 10  # there are hundreds; those that need more go on at the speed of an NFA
    return options


def parse_toml(file: str, text: str) -> dict[str, Any]:
    """The TOML document `text`; raises ConfigError naming `file` and line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{file}: {error}"]) from None


def read_rules(
    file: str, text: str, tables: object, shorthand: Mapping[str, str], problems: list[str], *, proven: bool = False
) -> list[Rule]:
    """The good ones among the `[[rule]]` tables of a document; what is wrong with the others goes to `problems`.

    `shorthand` maps names to the patterns that "{name}" stands for; `proven` tables are sound and not looked over.
    """
    if not isinstance(tables, list):
        problems.append(f"{file}:{line_of(text, 0, 'rule')}: rules are written [[rule]], with two brackets")
        return []
    rules = []
    for number, table in enumerate(tables):
        faults = [] if proven else _all_faults(table, shorthand)
        for word, fault in faults:
            named = f"rule {table['name']!r}" if isinstance(table, dict) and "name" in table else f"rule {number + 1}"
            problems.append(f"{file}:{line_of(text, number, word)}: {named} {fault}")
        if not faults:
            rules.append(_rule(file, table, shorthand))
    return rules


def full_name(file: str, name: str) -> str:
    """ "en/invite" + "ask" -> "en/invite.ask"; a name with a slash is full already, and so overrides that rule."""
    return name if "/" in name else f"{file.removesuffix('.toml')}.{name}"


def spell_out(pattern: str, shorthand: Mapping[str, str]) -> str:
    """`pattern` with every "{name}" replaced by what it stands for; unknown names are left standing."""
    for _ in range(4):  # shorthand may use shorthand, to a depth that keeps patterns small
        known = [name for name in _named(pattern) if name in shorthand] if "{" in pattern else []
        if not known:
            break
        for name in known:
            if len(pattern) <= _LONGEST:
                pattern = pattern.replace(f"{{{name}}}", shorthand[name])
    return pattern


def _named(pattern: str) -> dict[str, None]:
    """The names that stand in braces in `pattern`, in order."""
    pieces = (piece.partition("}") for piece in pattern.split("{")[1:])
    return {name: None for name, brace, _ in pieces if brace and name.islower() and name.replace("_", "").isalpha()}


def _rule(file: str, table: Mapping[str, Any], shorthand: Mapping[str, str]) -> Rule:
    where = table.get("where", "newest")
    weight = table.get("weight")
    return Rule(
        name=full_name(file, table["name"]),
        says=table["says"],
        where=(where,) if isinstance(where, str) else tuple(where),
        any=tuple(spell_out(pattern, shorthand) for pattern in table["any"]),
        unless=tuple(spell_out(pattern, shorthand) for pattern in table.get("unless", ())),
        weight=None if weight is None else float(weight),
        example=tuple(table.get("example", ())),
        counter=tuple(table.get("counter", ())),
    )


def _all_faults(table: object, shorthand: Mapping[str, str]) -> list[tuple[str, str]]:
    if not isinstance(table, dict):
        return [("rule", "is no table; write [[rule]]")]
    return [*_faults(table), *_pattern_faults(table, shorthand)]


def _faults(table: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pairs of a word to look for in the file and what is wrong there."""
    faults = [(key, f"has an unknown key {key!r}{_nearest(key, _KEYS)}") for key in table if key not in _KEYS]
    for key in ("name", "says"):
        if not isinstance(table.get(key), str) or not table[key]:
            faults.append((key, f'needs {key} = "..."'))
    for key in ("any", "unless", "example", "counter"):
        values = table.get(key, [] if key != "any" else None)
        if not _is_list_of_texts(values) or (key == "any" and not values):
            faults.append((key, f'needs {key} = ["..."], a list of texts'))
    where = table.get("where", "newest")
    for place in [where] if isinstance(where, str) else where if isinstance(where, list) else [where]:
        if not isinstance(place, str) or (place not in PLACES and not place.startswith("header:")):
            near = _nearest(str(place), PLACES) or f"; it is one of {', '.join(PLACES)}, header:NAME"
            faults.append((str(place), f"looks in an unknown place, where = {place!r}{near}"))
    weight = table.get("weight")
    if weight is not None and (isinstance(weight, bool) or not isinstance(weight, int | float)):
        faults.append(("weight", "has a weight that is no number"))
    return faults


def _is_list_of_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _pattern_faults(table: Mapping[str, Any], shorthand: Mapping[str, str]) -> list[tuple[str, str]]:
    lists = [table.get(key) for key in ("any", "unless")]
    return [
        (value, f"has a pattern that does not work, {value!r}: {why}")
        for values in lists
        if _is_list_of_texts(values)
        for value in values or ()
        if (why := _broken(value, shorthand))
    ]


def _broken(pattern: str, shorthand: Mapping[str, str]) -> str:
    """Why RE2 cannot use `pattern`, with the remedy; "" when it can."""
    spelled = spell_out(pattern, shorthand)
    if unknown := next(iter(_named(spelled)), ""):
        return f"nothing is known as {{{unknown}}}{_nearest(unknown, tuple(shorthand))}"
    try:
        re2.Set.SearchSet(pattern_options()).Add(spelled)  # only reads the pattern, which is cheap
        if _COUNTED.search(spelled):  # it may take far more than it is long: "\p{L}{1000}"
            fitting(partial(re2.compile, spelled), pattern_options())
    except re2.error:
        return _complaint(spelled)
    return ""


def _complaint(pattern: str) -> str:
    try:
        fitting(partial(re2.compile, pattern), pattern_options())
    except re2.error as error:
        said = error.args[0].decode(errors="replace") if error.args and isinstance(error.args[0], bytes) else str(error)
        return f"{said}; patterns are RE2 (no lookaround, no back references; write '\\\\b' or use 'single quotes')"
    return ""


def _nearest(word: str, words: tuple[str, ...]) -> str:
    near = get_close_matches(word, words, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def line_of(text: str, number: int, word: str, head: str = "[[rule]]") -> int:
    """The line (from 1) of `word` within the table `head` number `number` (from 0), or of that table."""
    lines = text.split("\n")
    heads = [at for at, line in enumerate(lines) if line.strip().startswith(head)]
    if number >= len(heads):
        return 1
    end = heads[number + 1] if number + 1 < len(heads) else len(lines)
    spellings = (word, word.replace("\\", "\\\\").replace('"', '\\"'))
    for at in range(heads[number], end):
        if any(spelling in lines[at] for spelling in spellings):
            return at + 1
    return heads[number] + 1

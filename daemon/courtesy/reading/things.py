"""The words, hosts and patterns by which companies, roles, places, rounds and people are told: data, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import re2

from courtesy.reading.patterns import late, sparing

_OPTIONS = re2.Options()
_OPTIONS.case_sensitive = False
_OPTIONS.log_errors = False
# What stands beside words; not all that is no letter, which would be ten times as large.
_EDGE = r"[\\s.,;:!?()/*|\"'\\x{ab}\\x{bb}\\x{201c}\\x{201d}\\x{2026}\\x{2013}\\x{2014}-]"
_SENDS = late(r"-?(?:e?mail|notify|notifications?)$")  # what a host adds to the name of its system
_OUTER = late(r"(^|[|(]|\(\?:)\\b")  # at the beginning of a pattern, or of one of its alternatives
_INNER = late(r"([^:|(])\\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One pattern: what it speaks for, how strongly (log-odds), and in which parts of a mail it is looked for."""

    name: str
    value: str  # what is said ("video", "2", "me"), "" when the answer stands beside the match
    weight: float
    where: tuple[str, ...]  # "subject", "body", "quoted", "calendar", "from"
    kinds: frozenset[str]  # only in mails of these kinds; empty: in all
    takes: str  # where the answer stands: "after" or "before" the match; "" when it is `value`
    match: str  # an RE2 pattern
    silence: str  # a pattern that silences the rule where it matches the same sentence; "": nothing does

    @property
    def pattern(self) -> Any:
        """`match`, compiled."""
        return _compiled(self.match)

    @property
    def unless(self) -> Any:
        """`silence`, compiled; None when there is none."""
        return _compiled(self.silence) if self.silence else None


@cache  # one for each pattern of the rule files that a mail was met for; most languages never are
def _compiled(pattern: str) -> Any:
    return sparing(_at_any_letter(pattern), fold=True)


def _at_any_letter(pattern: str) -> str:
    r"""`pattern` with a `\b` that also stands before "é" and behind "à": RE2 takes none but ASCII letters for a word's.

    What stands beside the word may become part of the match, one character of it.
    """
    if pattern.isascii():
        return pattern
    return str(_INNER.sub(rf"\1(?:\\b|{_EDGE}|$)", _OUTER.sub(rf"\1(?:^|\\b|{_EDGE})", pattern)))


_Part = tuple[str, Mapping[str, Any], list[tuple[str, Rule]]]  # language, lists of words and hosts, rules by fact
Unread = tuple[str, str]  # language, and a text that is read when the first mail in it comes


@dataclass(frozen=True, kw_only=True, slots=True)
class Things:
    """All data that people.find needs, from the rule files of every language; never changed.

    As loaded it holds only the parts: ask it for the Things that speak the language of a mail.
    """

    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)  # by fact: "company", "role", "place" ...
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)  # lower-case word lists by name
    hosts: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by what they serve: "video", "booking" ...
    odds: Mapping[str, float] = field(default_factory=dict)  # of being met, by sign; none for most languages
    parts: tuple[_Part | Unread, ...] = ()  # a file each
    tongues: dict[str, "Things"] = field(default_factory=dict)  # by ISO 639-1; filled as mail in a language is met

    @staticmethod
    def load(*texts: str) -> "Things":
        """Merge and check TOML texts; raises ValueError for broken TOML, a missing key or a pattern RE2 refuses.

        A text speaks the language that its rule names begin with ("de/..."), or all of them.
        """
        return Things.of(*(tomllib.loads(text) for text in texts))

    @staticmethod
    def of(*tables: Mapping[str, Any] | Unread, proven: bool = False) -> "Things":
        """As `load`, from TOML that was read already, or is not yet; `proven` patterns are not tried out."""
        return Things(
            parts=tuple(table if isinstance(table, tuple) else _part(table, proven=proven) for table in tables)
        )

    def speaking(self, language: str) -> "Things":
        """What is needed for mail in a language (ISO 639-1), and for English, which systems write everywhere."""
        if language not in self.tongues:
            spoken = [part for part in self.parts if part[0] in ("", "en", language)]
            parts = [_read(part[1]) if len(part) == 2 else part for part in spoken]
            self.tongues[language] = _merged(parts, language)
        return self.tongues[language]

    def forget(self) -> None:
        """Give back what was compiled and merged for the languages that were met."""
        self.tongues.clear()
        _compiled.cache_clear()
        _read.cache_clear()
        _names.cache_clear()
        _listed.cache_clear()
        _endings.cache_clear()

    def has(self, listed: str, word: str) -> bool:
        """Whether `word`, in lower case, is on the word list `listed`."""
        known = self.words.get(listed)
        return known is not None and word.lower() in known

    def ends(self, listed: str, word: str) -> bool:
        """Whether `word`, in lower case, ends in one of the word list `listed`: "assistenzarzt" in "arzt"."""
        known = self.words.get(listed)
        return known is not None and word.endswith(_endings(known))

    def is_org(self, word: str) -> bool:
        """Whether `word`, in lower case, says that a name is a firm's or an institution's: "clinic", "Zimmerei"."""
        return self.has("org", word) or self.ends("org_end", word)

    def on(self, listed: str, host: str) -> bool:
        """Whether `host` is, or lies under, a host of the list `listed`."""
        known = self.hosts.get(listed, ())
        while host and host not in known:
            host = host.partition(".")[2]
        return bool(host)

    def is_system(self, host: str) -> bool:
        """Whether `host` sends for a recruiting system, a board or a scheduler, whatever it adds: ".co.uk", "-mail"."""
        if self.on("system", host):
            return True
        labels = {_SENDS.sub("", label) for label in host.split(".")[:-1]}
        return not labels.isdisjoint(_names(self.hosts.get("system", frozenset())))


@cache  # asked for every mail, and only ever for the few sets that there are
def _names(hosts: frozenset[str]) -> frozenset[str]:
    """The registered names among hosts: "lever" of "lever.co"."""
    return frozenset(host.partition(".")[0] for host in hosts if host.count(".") == 1)


@cache  # a list or two for each language
def _endings(listed: frozenset[str]) -> tuple[str, ...]:
    return tuple(listed)


@cache  # a file each; that of English serves all languages
def _read(toml_text: str) -> _Part:
    return _part(tomllib.loads(toml_text), proven=True)


def _part(table: Mapping[str, Any], *, proven: bool) -> _Part:
    rows = [(fact, row) for fact, rows in table.get("find", {}).items() for row in rows]
    rules = [(fact, _rule(fact, row, proven=proven)) for fact, row in rows]
    return _language(table), {kind: table.get(kind, {}) for kind in ("words", "hosts", "odds")}, rules


def _language(table: Mapping[str, Any]) -> str:
    names = [str(row.get("name", "")) for rows in table.get("find", {}).values() for row in rows]
    prefix, slash, _ = names[0].partition("/") if names else ("", "", "")
    return prefix if slash and len(prefix) == 2 else str(table.get("spoken", ""))


def _merged(parts: list[_Part], language: str) -> Things:
    rules: dict[str, list[Rule]] = {}
    words: dict[str, list[frozenset[str]]] = {}
    hosts: dict[str, list[frozenset[str]]] = {}
    for _, table, found in parts:
        for fact, rule in found:
            rules.setdefault(fact, []).append(rule)
        for kind, merged in (("words", words), ("hosts", hosts)):
            for name, listed in table[kind].items():
                merged.setdefault(name, []).append(_listed(listed) if isinstance(listed, str) else frozenset(listed))
    return Things(
        rules={fact: tuple(listed) for fact, listed in rules.items()},
        words={name: _union(lists) for name, lists in words.items()},
        odds={sign: value for spoken, table, _ in parts if spoken == language for sign, value in table["odds"].items()},
        hosts={name: _union(lists) for name, lists in hosts.items()},
    )


@cache  # a list of one file serves all languages
def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _union(lists: list[frozenset[str]]) -> frozenset[str]:
    return lists[0] if len(lists) == 1 else frozenset().union(*lists)


def _rule(fact: str, row: Mapping[str, Any], *, proven: bool) -> Rule:
    try:
        match, silence = row["match"], row.get("unless", "")
        if not proven:
            _check(match, silence)
        return Rule(
            name=row["name"],
            value=str(row.get("value", "")),
            weight=float(row.get("weight", 1.0)),
            where=tuple(row.get("where", "subject body").split()),
            kinds=frozenset(row.get("kinds", "").split()),
            takes=str(row.get("takes", "")),
            match=match,
            silence=silence,
        )
    except KeyError as missing:
        raise ValueError(f"a rule for {fact} lacks the key {missing}: {dict(row)}") from None
    except re2.error as broken:
        raise ValueError(f"the pattern of rule {row.get('name')} for {fact} cannot be used: {broken}") from None


def _check(*patterns: str) -> None:
    """Let RE2 read `patterns`, which costs little next to compiling them; raises re2.error."""
    for pattern in patterns:
        re2.Set.SearchSet(_OPTIONS).Add(pattern)

"""Rule packs: everything that is known about words, senders and weights, loaded once and then only asked."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import re2

from courtesy.errors import ConfigError
from courtesy.reading import patterns
from courtesy.reading.families import Family, Hit
from courtesy.reading.language import Languages, checked
from courtesy.reading.lexer import lexer
from courtesy.reading.rules import Rule, parse_toml, read_rules
from courtesy.reading.senders import Sender, read_senders
from courtesy.reading.things import Things, Unread
from courtesy.reading.weights import Weights, read_weights
from courtesy.reading.witness import Witness
from courtesy.reading.words import Words

_OF_THINGS = ("find", "hosts", "odds")  # the tables of documents about companies, jobs and people
_OF_A_LANGUAGE = ("words", "people")  # files that are read when the first mail in their language comes, if proven
_PROSE = ("subject", "newest", "quoted", "calendar")  # places by whose text a language is told
_LOOKED_AT = 4000  # characters of each
OWN = "weighed by the owner"  # the family of rules that state their weight; they stand in that of what they say too


def _families(rules: Mapping[str, Rule]) -> dict[str, dict[str, Family]]:
    """By what stands before the dot in `says`, and by language, "" being all of them."""
    families: dict[str, dict[str, Family]] = {}
    for rule in rules.values():
        folder, slash, _ = rule.name.partition("/")
        language = folder if slash and len(folder) == 2 else ""
        for family in (rule.family, OWN) if rule.weight else (rule.family,):
            families.setdefault(family, {}).setdefault(language, Family()).add(rule)
    return families


def _stem(file: str) -> str:
    return file.removesuffix(".toml").rpartition("/")[2]


def _folder(file: str) -> str:
    return file.rpartition("/")[0].rpartition("/")[2]


def _documents(texts: Iterable[tuple[str, str]], problems: list[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """File, text and document of all that is TOML; what is not goes to `problems`."""
    for file, text in texts:
        try:
            yield file, text, parse_toml(file, text)
        except ConfigError as error:
            problems += error.problems


def _table(file: str, text: str, read: Mapping[str, dict[str, Any]]) -> Mapping[str, Any] | Unread:
    """What `file` has that finds companies, jobs and people; nothing where it has no such tables."""
    if file not in read:
        return {} if _stem(file) == "words" else (_folder(file), text)
    return {} if read[file].keys().isdisjoint(_OF_THINGS) else read[file]


def _things(found: Mapping[str, Mapping[str, Any] | Unread], problems: list[str], *, proven: bool) -> Things:
    """What finds companies, jobs and people, from what is `found` in each file."""
    tables = {file: table for file, table in found.items() if table}
    try:
        return Things.of(*tables.values(), proven=proven)
    except ValueError:
        for file, table in tables.items():
            try:
                Things.of(table)
            except ValueError as error:
                problems.append(f"{file}: {error}")
        return Things.of()


def _language(file: str, table: object, problems: list[str]) -> Mapping[str, str]:
    try:
        return checked(file, table)
    except ConfigError as error:
        problems += error.problems
        return {}


class Packs:
    """What the rule packs hold: the same from `load` on."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        words: Mapping[str, Words],
        things: Things,
        senders: Iterable[Sender],
        languages: Languages,
        weights: Weights,
        witness: Witness | None,
    ) -> None:
        self.rules = rules  # by full name
        self.words = words  # of dates and times: rules/<language>/words.toml by language
        self.things = things  # of companies, jobs and people
        self.languages = languages  # and by which words each is told
        self.weights = weights
        self.witness = witness  # None without model data
        self._senders = {domain: sender for sender in senders for domain in sender.domains}
        self._families = _families(rules)

    @classmethod
    def load(
        cls, texts: Iterable[tuple[str, str]], *, model: bytes | memoryview | None = None, proven: bool = False
    ) -> "Packs":
        """Packs from pairs of file name ("en/invite.toml") and TOML text; later ones override and extend.

        `model` is the data of the statistical witness; the patterns of `proven` texts, which are those that come with
        the program, were tried out by its tests and are not again. Raises ConfigError with every fault found, each with
        file, line, rule and remedy.
        """
        problems: list[str] = []
        texts = list(texts)
        words = {_folder(file): Words.unread(text) for file, text in texts if _stem(file) == "words"}
        later = {file: text for file, text in texts if proven and _stem(file) in _OF_A_LANGUAGE}
        documents = list(_documents([(file, text) for file, text in texts if file not in later], problems))
        shorthand: dict[str, str] = {}
        for _, _, document in documents:
            shorthand |= {name: text for name, text in document.get("shorthand", {}).items() if isinstance(text, str)}
        rules: dict[str, Rule] = {}
        senders: list[Sender] = []
        weights = Weights()
        languages: dict[str, Mapping[str, str]] = {}
        for file, text, document in documents:
            if "language" in document:
                languages[_folder(file)] = _language(file, document["language"], problems)
            if _stem(file) == "weights":
                weights = read_weights(file, document, weights, problems)
            elif _stem(file) != "words":
                found = read_rules(file, text, document.get("rule", []), shorthand, problems, proven=proven)
                rules |= {rule.name: rule for rule in found}
                senders += read_senders(file, document.get("sender", []), problems)
        read = {file: document for file, _, document in documents}
        things = _things({file: _table(file, text, read) for file, text in texts}, problems, proven=proven)
        if problems:
            raise ConfigError(problems)
        return cls(rules, words, things, senders, Languages(languages), weights, Witness.load(model) if model else None)

    def with_rules(self, *rules: Rule) -> "Packs":
        """These packs and some more rules."""
        more = dict(self.rules) | {rule.name: rule for rule in rules}
        senders = self._senders.values()
        return Packs(more, self.words, self.things, senders, self.languages, self.weights, self.witness)

    def forget(self) -> None:
        """Give back what was compiled and learnt since `load`, tens of MB after much mail.

        The next mail compiles anew what it needs, which takes it up to half a second.
        """
        self._families = _families(self.rules)
        self.words = {language: Words(table=words.table) for language, words in self.words.items()}
        self.things.forget()
        lexer.cache_clear()
        patterns.forget()
        re2.purge()

    def hits(self, texts: Mapping[str, str], *, family: str = "") -> tuple[Hit, ...]:
        """Every rule of `family` that matches, once for each place.

        `texts` maps a place ("subject", "newest", "header:x-mailer" ...) to its text, best made ready by
        `sentences.flow`. The family is what stands before the dot in `says`: "own" for "own.thanks".
        """
        families = self._families.get(family, {})
        spoken = self._spoken(texts, families)
        return tuple(
            hit
            for where, text in texts.items()
            if text
            for language, rules in families.items()
            if language in spoken and where in rules.places
            for hit in rules.hits(where, text)
        )

    def _spoken(self, texts: Mapping[str, str], known: Collection[str]) -> set[str]:
        """Those of the languages `known` whose rules may speak: of any that is in the texts, English, and "" for all.

        A language that no mail is in is never compiled: each takes several MB, and a moment.
        """
        everywhere = {"", "en"}
        if everywhere.issuperset(known):
            return everywhere
        met = self.languages.within("\n".join(texts.get(where, "")[:_LOOKED_AT] for where in _PROSE)) or set(known)
        return met | everywhere

    def any(self, texts: Mapping[str, str], *, family: str) -> bool:
        """Whether any pattern of `family` matches; `unless` is not looked at. The cheap question."""
        return any(
            rules.any(where, text)
            for rules in self._families.get(family, {}).values()
            for where, text in texts.items()
            if text and where in rules.places
        )

    @cached_property
    def headers(self) -> frozenset[str]:
        """The lower-case names of the headers that some rule looks into."""
        places = {place for rule in self.rules.values() for place in rule.where}
        return frozenset(where.partition(":")[2].lower() for where in places if where.startswith("header:"))

    def sender(self, domain: str) -> Sender | None:
        """The known sending system of `domain` or of a domain it lies in ("mail.greenhouse.io")."""
        while domain:
            if domain in self._senders:
                return self._senders[domain]
            domain = domain.partition(".")[2]
        return None

    def domains(self) -> frozenset[str]:
        """The domains of all known sending systems: their mail speaks for others."""
        return frozenset(self._senders)

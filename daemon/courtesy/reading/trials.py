"""A pack tries itself: the texts that its rules must match or must not, and mails with what they must be read as."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from courtesy.mail.message import Address, Message
from courtesy.reading.packs import Packs
from courtesy.reading.read import read
from courtesy.reading.reading import KINDS
from courtesy.reading.rules import Rule, full_name, line_of, parse_toml
from courtesy.reading.sentences import flow

MAIL = "[[mail]]"
_FACTS = ("kind", "reply_needed", "scam")  # that a test mail may ask for
_KEYS = ("name", "from", "subject", "text", *_FACTS)
_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)  # of test mails: what is tried does not hang on the day


def faults(file: str, text: str, packs: Packs) -> list[str]:
    """What does not go as the pack `file` with the TOML `text` says, each as "file:line: what"; it is part of `packs`.

    Raises ConfigError when it is not TOML.
    """
    document = parse_toml(file, text)
    return [*_rule_faults(file, text, document, packs), *_mail_faults(file, text, document, packs)]


def tried(document: Mapping[str, Any]) -> tuple[int, int, int]:
    """How many rules, texts and mails the pack has."""
    rules = document.get("rule", [])
    texts = sum(len(rule.get("example", ())) + len(rule.get("counter", ())) for rule in rules)
    return len(rules), texts, len(document.get("mail", []))


def matches(rule: Rule, text: str, packs: Packs) -> bool:
    """Whether `rule` of `packs` speaks in `text`."""
    texts = {where: flow(text) for where in rule.where}
    return any(hit.rule.name == rule.name for hit in packs.hits(texts, family=rule.family))


def _rule_faults(file: str, text: str, document: Mapping[str, Any], packs: Packs) -> Iterator[str]:
    for number, table in enumerate(document.get("rule", [])):
        rule = packs.rules[full_name(file, table["name"])]
        for key, wanted in (("example", True), ("counter", False)):
            for words in table.get(key, ()):
                if matches(rule, words, packs) != wanted:
                    said = "does not match its example" if wanted else "matches its counter-example"
                    yield f"{file}:{line_of(text, number, words)}: rule {table['name']!r} {said} {words!r}"


def _mail_faults(file: str, text: str, document: Mapping[str, Any], packs: Packs) -> Iterator[str]:
    for number, table in enumerate(document.get("mail", [])):
        named = f"mail {table.get('name', number + 1)!r}"
        if wrong := _misshapen(table):
            yield f"{file}:{line_of(text, number, wrong[0], MAIL)}: {named} {wrong[1]}"
            continue
        for fact, found in misread(table, packs).items():
            at = line_of(text, number, fact, MAIL)
            yield f"{file}:{at}: {named} is read with {fact} = {found!r}, not {table[fact]!r}"


def misread(table: Mapping[str, Any], packs: Packs) -> dict[str, Any]:
    """The facts of a [[mail]] table that are read otherwise, and how."""
    reading = read(_message(table), packs, addresses=frozenset(), zone=ZoneInfo("UTC"))
    return {fact: getattr(reading, fact) for fact in _FACTS if fact in table and getattr(reading, fact) != table[fact]}


def _message(table: Mapping[str, Any]) -> Message:
    """The mail that a [[mail]] table describes."""
    name, _, address = table.get("from", "").rpartition("<")
    sender = Address(name=name.strip(), email=address.strip("> ").lower())
    text = table.get("text", "")
    subject = table.get("subject", "")
    return Message(identity="", message_id="", date=_DAY, arrived=_DAY, subject=subject, sender=sender, text=text)


def _misshapen(table: Mapping[str, Any]) -> tuple[str, str] | None:
    """A word to look for and what is wrong with the table, if anything is."""
    for key, value in table.items():
        if key not in _KEYS:
            return key, f"has an unknown key {key!r}; the keys are {', '.join(_KEYS)}"
        if not isinstance(value, bool if key in ("reply_needed", "scam") else str):
            return key, f"has a wrong {key}"
    if table.get("kind", "other") not in KINDS:
        return "kind", f"has an unknown kind {table['kind']!r}; the kinds are {', '.join(KINDS)}"
    return None if set(_FACTS) & set(table) else ("", f"says nothing to try; give one of {', '.join(_FACTS)}")

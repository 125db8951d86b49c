"""Rules that would have read one mail right, made from its sender or from the sentence of it that says most."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, log
from zoneinfo import ZoneInfo

import re2

from courtesy.mail.message import Message
from courtesy.reading import invite, newest
from courtesy.reading.classify import classify, may_concern_a_job
from courtesy.reading.evidence import gather
from courtesy.reading.packs import Packs
from courtesy.reading.patterns import late
from courtesy.reading.read import read
from courtesy.reading.reading import Kind
from courtesy.reading.rules import Rule
from courtesy.reading.sentences import Sentences, flow

_SENTENCES = 60  # of a mail that are looked at
_TRIED = 3  # of them from which a rule is made
_SURE = 9.0  # odds that the rule should give the mail
_HEAVIEST, _LIGHTEST = 12.0, 1.0  # log-odds
_HUSHES = 4.0  # the most that a sentence about a job may weigh for "other": more would hush every invitation with it
_REPLY_WEIGHT = 6.0
_FEWEST, _MOST = 4, 14  # words of a pattern
_GAP = r"[^\n]{1,60}"  # for what changes from mail to mail
_GAPS = 3  # in a pattern: they cost memory
_LONGEST = 30  # letters of a word
_PLAIN = late(r"^\pL+(?:['&-]\pL+)*$")
_CAPITAL = late(r"^\p{Lu}")
_WHEN = late(  # numbers and days
    r"\d|(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?$|(?i)^(?:today|tomorrow|tonight|noon)$"
)
_BOILERPLATE = late(  # below the mail of many senders, whatever they say above it
    r"(?i)\bthis (?:e-?mail|message|event|invitation|notification)\b|\bunsubscribe|\breply above\b|\bnotifications?\b"
)
_NOBODY = ("freemail", "life")  # systems whose addresses are those of single people and shops
_I = ("I", "I'm", "I'd", "I'll", "I've")


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """Rules that make a mail read right, and the words of it that they rest on."""

    rules: tuple[Rule, ...]
    words: str


def propose(
    message: Message, kind: Kind, packs: Packs, *, name: str, reply_needed: bool, zone: ZoneInfo, hires: bool = False
) -> Proposal | None:
    """The first rules found with which `message` is read as `kind`; None where no words of it give such rules.

    `name` is what the rules are called, with the name of their pack; `reply_needed` is what else should be read;
    `hires` says that other mail of its sender belongs to an application.
    """
    names_job = kind == "other" and _speaks_of_a_job(message, packs, zone)
    senders = [] if hires or kind != "other" or names_job else _of_sender(message, packs)
    for where, words, pattern in [*senders, *_of_sentences(message, kind, packs)]:
        rule = Rule(name=name, says=kind, where=(where,), any=(pattern,), example=(words,))
        rules = _rules(message, kind, packs, rule, zone)
        if names_job and (rules[0].weight or 0) > _HUSHES:
            continue
        reading = read(message, packs.with_rules(*rules), addresses=frozenset(), zone=zone)
        if reply_needed and (reading.kind != kind or not reading.reply_needed):
            reply = replace(rules[0], name=f"{name}-reply", says="reply_needed", weight=_REPLY_WEIGHT)
            rules = (*rules, reply)
            reading = read(message, packs.with_rules(*rules), addresses=frozenset(), zone=zone)
        if reading.kind == kind:
            return Proposal(rules=rules, words=words)
    return None


def _speaks_of_a_job(message: Message, packs: Packs, zone: ZoneInfo) -> bool:
    parts = newest.split(message.text, subject=message.subject)
    return "support.no-job" not in gather(message, parts, invite.parse(message.calendars, zone=zone), packs).strengths


def _of_sender(message: Message, packs: Packs) -> list[tuple[str, str, str]]:
    """For mail that speaks of no job at all: whom it is from, unless that is a system that writes for others."""
    system = packs.sender(message.sender.domain)
    if not message.sender.email or (system and system.does not in _NOBODY):
        return []
    sender = f"{message.sender.name} <{message.sender.email}>"
    return [("sender", sender, f"<{re2.escape(message.sender.email)}>")]


def _of_sentences(message: Message, kind: Kind, packs: Packs) -> list[tuple[str, str, str]]:
    """Where to look, sentences, and their patterns; those first that alone are most likely of `kind`."""
    text = flow(newest.split(message.text, subject=message.subject).newest)
    sentences = (sentence for sentence in _sentences(text) if not _BOILERPLATE.search(sentence))
    found = [("newest", sentence, pattern) for sentence in sentences if (pattern := pattern_of(sentence))]

    def likelihood(candidate: tuple[str, str, str]) -> float:
        alone = replace(message, text=candidate[1], subject="", calendars=(), attachments=(), links=(), headers={})
        return classify(alone, newest.split(candidate[1]), (), packs).shares[kind]

    return sorted(found, key=likelihood, reverse=True)[:_TRIED]


def _sentences(text: str) -> Iterator[str]:
    octets = text.encode()
    cut = Sentences(octets)
    at = number = 0
    while at < len(octets) and number < _SENTENCES:
        _, end = cut.around(at)
        yield octets[at:end].decode("utf-8", "replace").strip()
        at, number = max(end, at + 1), number + 1


def pattern_of(sentence: str) -> str:
    """A pattern for sentences like this one, with gaps for names, numbers and days; "" where too little would be left.

    A word at the beginning counts as none that changes, though it has a capital.
    """
    parts: list[str] = []
    for number, word in enumerate(sentence.split()):
        bare = word.strip(".,;:!?…\"'()[]-–—*")
        name = number > 0 and bare not in _I and _CAPITAL.search(bare)
        changes = name or _WHEN.search(bare) or not _PLAIN.search(bare) or len(bare) > _LONGEST
        if bare and not (changes and parts[-1:] == [""]):
            parts.append("" if changes else re2.escape(bare.lower()))
    while parts and not parts[0]:
        parts.pop(0)
    parts = parts[:_MOST]
    while parts and (not parts[-1] or sum(not part for part in parts) > _GAPS):
        parts.pop()
    if sum(bool(part) for part in parts) < _FEWEST:
        return ""
    pattern = parts[0]
    for before, part in pairwise(parts):
        if part:
            pattern += (r"\W+" if before else _GAP + _edge(part)) + part
    return _edge(parts[0]) + pattern + _edge(parts[-1][-1])


def _edge(part: str) -> str:
    r"""\b, which knows but the letters of English."""
    return r"\b" if part[0].isascii() else ""


def _rules(message: Message, kind: Kind, packs: Packs, rule: Rule, zone: ZoneInfo) -> tuple[Rule, ...]:
    """The rule with just the weight that it needs, and one by which the mail is looked at, if it is not."""
    calendar = invite.parse(message.calendars, zone=zone)
    parts = newest.split(message.text, subject=message.subject)
    share = min(max(classify(message, parts, calendar, packs).shares[kind], 1e-6), 0.999)
    weight = ceil(2 * log(_SURE * (1 - share) / share)) / 2
    rule = replace(rule, weight=min(max(weight, _LIGHTEST), _HEAVIEST))
    if may_concern_a_job(message, packs):
        return (rule,)
    return rule, replace(rule, name=f"{rule.name}-look", says="gate.own", where=("text",), weight=None)

"""Labelled mail read by the program itself, with weights that never met its writer."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.corpus.build import build, rows

from courtesy.casework.intake import Intake
from courtesy.commands.read import label
from courtesy.mail.parse import parse
from courtesy.reading import newest
from courtesy.reading.packs import Packs
from courtesy.reading.things import Things
from courtesy.reading.weights import Weights
from courtesy.reading.witness import Witness


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A labelled mail, and what it was read as."""

    writer: str
    language: str  # "" of mail that is not read
    subject: str
    newest: str  # its text without what it quotes
    calendars: tuple[str, ...]  # its calendar parts
    sent: datetime
    zone: ZoneInfo  # its owner's
    label: Mapping[str, Any]
    read: Mapping[str, Any]  # as `courtesy read --jsonl` says it; empty if it was not read
    asked: bool  # the program is not sure, and asks the owner whether it is about an interview


def mails_of(writer: str, packs: Packs | None) -> Iterator[Judged]:
    """The mails of `writer`, read with `packs`, or not at all."""
    for row in rows(writer):
        message, zone = parse(build(row), arrived=None), ZoneInfo(row["tz"])
        text = newest.split(message.text, subject=message.subject).newest
        reading = None
        if packs:
            reading = Intake(packs=packs, addresses=frozenset({row["me"].strip().lower()}), zone=zone).read(message)
        yield Judged(
            writer=writer,
            language=packs.languages.of(f"{message.subject}\n{text}") if packs else "",
            subject=message.subject,
            newest=text,
            calendars=message.calendars,
            sent=message.date,
            zone=zone,
            label=row["label"],
            read=label(reading) if reading else {},
            asked=reading is not None and reading.unsure is not None,
        )


def weighed(packs: Packs, weights: Weights, model: bytes, odds: Mapping[str, float]) -> Packs:
    """`packs` with other weights for rules, words and names in English; what they have compiled is shared."""
    other = copy(packs)
    other.weights, other.witness = weights, Witness.load(model)
    other.things = Things(
        parts=tuple(
            (spoken, {**table, "odds": odds if spoken == "en" else table["odds"]}, rules)
            for spoken, table, rules in packs.things.parts
        )
    )
    return other

"""Whole job hunts, played mail by mail, and what a perfect assistant would have held and told."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.corpus.build import build

from courtesy.cases.actions import Alert, Hold, Release
from courtesy.casework.intake import Intake, intake_of, owner_of
from courtesy.config import file as config
from courtesy.config import tables
from courtesy.mail import Incoming
from courtesy.mail.parse import parse
from courtesy.rehearsal import Deed, Down, Rehearsal

SCENARIOS = sorted((Path(__file__).parent / "scenarios").glob("*.json"))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@cache
def packs() -> Any:
    return intake_of(tables.Config()).packs


@dataclass
class Scenario:
    """A mailbox, and what should be held and told at given moments."""

    told: dict[str, Any]

    def config(self) -> tables.Config:
        given = self.told["config"]
        text = f"[me]\naddresses = {json.dumps(given.get('own_addresses') or [self.told['me']])}\n"
        text += f'time_zone = "{self.told["tz"]}"\n[timing]\n'
        text += "".join(f"{key} = {given[key]}\n" for key in given if key.endswith("_hours"))
        return config.parse(text)

    def mails(self) -> list[Incoming]:
        return [
            Incoming(
                raw=build(mail),
                folder=mail["folder"],
                arrived=moment(mail.get("arrives", mail["date"])),
                where=mail["id"],
            )
            for mail in self.told["mail"]
        ]

    def intake(self) -> Intake:
        """Reads the mail as the program does."""
        settings = self.config()
        return Intake(packs=packs(), addresses=frozenset(settings.me.addresses), zone=settings.me.zone)

    def deeds(self, intake: Intake) -> list[Deed]:
        downs = [Down(start=moment(start), end=moment(end)) for start, end in self.told.get("down") or []]
        rehearsal = Rehearsal(intake, owner_of(self.config(), packs()))
        return list(rehearsal.play(self.mails(), downs, moment(self.told["expect"][-1]["at"])))

    def message_ids(self) -> dict[str, str]:
        """Message-ID of each mail by the id it has in the scenario."""
        return {mail["id"]: parse(build(mail), arrived=None).message_id for mail in self.told["mail"]}


def fold(name: str | None) -> str:
    return "".join(letter for letter in (name or "").casefold() if letter.isalnum())


def live_holds(deeds: Sequence[Deed], at: datetime) -> list[Hold]:
    """The holds that stand in the calendar at `at` and are not over."""
    holds: dict[str, Hold] = {}
    for deed in deeds:
        if deed.at <= at and isinstance(deed.action, Hold):
            holds[deed.action.uid] = deed.action
        elif deed.at <= at and isinstance(deed.action, Release):
            holds.pop(deed.action.uid, None)
    return sorted((hold for hold in holds.values() if hold.end > at), key=lambda hold: hold.start)


def wrong_holds(check: dict[str, Any], held: Sequence[Hold]) -> Iterator[str]:
    wanted = sorted(check["holds"], key=lambda hold: moment(hold["start"]))
    same = len(held) == len(wanted) and all(
        hold.start == moment(want["start"])
        and hold.status == want["status"]
        and (want["end"] is None or hold.end == moment(want["end"]))
        for hold, want in zip(held, wanted, strict=True)
    )
    if not same:
        yield f"{check['at']}: held {[(str(h.start), str(h.end), h.status) for h in held]}, wanted {wanted}"


def wrong_alerts(scenario: Scenario, check: dict[str, Any], raised: list[Alert]) -> Iterator[str]:
    """An alert is about a mail or a company: that of its own mail, or the one it names."""
    companies = {mail["id"]: mail["label"].get("company") for mail in scenario.told["mail"]}
    mails = {message_id: name for name, message_id in scenario.message_ids().items()}
    rest = list(raised)
    for want in check["alerts"]:
        wanted = {fold(want["about"]), fold(companies.get(want["about"]) or want["about"])}
        for alert in rest:
            mail = mails.get(alert.message_id or "")
            about = {fold(mail), fold(companies.get(mail or "")), fold(alert.company)} - {""}
            if alert.kind == want["kind"] and wanted & about:
                rest.remove(alert)
                break
        else:
            yield f"{check['at']}: no {want['kind']} about {want['about']}"
    yield from (f"{check['at']}: {alert.kind} about {alert.company} is not wanted" for alert in rest)


def faults(scenario: Scenario, deeds: Sequence[Deed]) -> list[str]:
    """What went otherwise than a perfect assistant would have it, when this was done.

    That he asks his owner of a mail is no fault: how often he does is counted by itself.
    """
    since = datetime.min.replace(tzinfo=UTC)
    found: list[str] = []
    for check in scenario.told["expect"]:
        now = moment(check["at"])
        raised = [deed.action for deed in deeds if since < deed.at <= now and isinstance(deed.action, Alert)]
        found += wrong_holds(check, live_holds(deeds, now))
        counted = [alert for alert in raised if alert.kind not in ("question", "briefing")]
        found += wrong_alerts(scenario, check, counted)
        since = now
    return found


def load(path: Path) -> Scenario:
    return Scenario(json.loads(path.read_text(encoding="utf-8")))


def questions(deeds: Sequence[Deed]) -> int:
    """How often the owner was asked, whether a mail is about an interview."""
    return sum(isinstance(deed.action, Alert) and deed.action.kind == "question" for deed in deeds)

"""Scores readings against labels: how many kinds are right, how many interviews were caught, which times were found.

usage: python tests/corpus/score.py LABELS.jsonl READINGS.jsonl [--wrong]

Both files hold one object a line with the same "id". A key that a reading leaves out counts as None or empty.
"""

import argparse
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

INTERVIEW = {"invite", "confirm", "reschedule", "cancel"}
ACT = INTERVIEW | {"offer", "assessment"}  # mail that the owner must not miss
_EMPTY = set(
    "the ltd limited inc llc plc gmbh ag sa sas bv co corp mr mrs ms dr prof".split()
)  # words that two spellings of one name may differ in

Row = Mapping[str, Any]


class Tally:
    """Right, invented and missed answers to one question."""

    def __init__(self) -> None:
        self.right = self.invented = self.missed = 0

    def sets(self, wanted: set[Any], found: set[Any]) -> None:
        self.right += len(wanted & found)
        self.invented += len(found - wanted)
        self.missed += len(wanted - found)

    def answer(self, wanted: Any, found: Any, *, same: bool) -> None:
        """One answer or none; a wrong one is both missed and invented."""
        right = bool(wanted and found and same)
        self.right += right
        self.missed += bool(wanted) and not right
        self.invented += bool(found) and not right

    def figures(self) -> dict[str, float]:
        found, wanted = self.right + self.invented, self.right + self.missed
        return {
            "f1": 2 * self.right / (found + wanted) if found + wanted else 1.0,
            "precision": self.right / found if found else 1.0,
            "recall": self.right / wanted if wanted else 1.0,
            "n": wanted,
        }


class Score:
    """All figures of a set of mails; `add` each, then ask for `figures`."""

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self.shares: dict[str, list[bool]] = defaultdict(list)
        self.confused: Counter[tuple[str, str]] = Counter()

    def add(self, label: Row, read: Row) -> list[str]:
        """Count one mail; returns what was read wrongly."""
        wanted, kind = label["kind"], read.get("kind") or "other"
        wrong = [f"kind {wanted} read as {kind}"] if wanted != kind else []
        self.shares["kind.accuracy"].append(wanted == kind)
        if wanted != kind:
            self.confused[wanted, kind] += 1
        for name in {wanted, kind}:
            self.tallies[f"kind.{name}"].sets({wanted} & {name}, {kind} & {name})
        if wanted in ACT:
            self.shares["act.caught"].append(kind in ACT)
        else:
            self.shares["quiet.kept"].append(kind not in ACT)
        if wanted in INTERVIEW:
            self.shares["interview.caught"].append(kind in INTERVIEW)
        for fact in ("reply_needed", "scam"):
            needed, found = bool(label.get(fact)), bool(read.get(fact))
            self.tallies[fact].sets({1} if needed else set(), {1} if found else set())
            if needed != found:
                wrong.append(f"{fact} {needed} read as {found}")
        return wrong + self._times(label, read) + self._things(label, read, wanted)

    def _times(self, label: Row, read: Row) -> list[str]:
        wrong = []
        wanted, found = _spans(label.get("times")), _spans(read.get("times"))
        starts, read_starts = {start for start, _ in wanted}, {start for start, _ in found}
        self.tallies["times.start"].sets(starts, read_starts)
        both = starts & read_starts
        ends = [{span for span in spans if span[0] in both and span[1]} for spans in (wanted, found)]
        self.tallies["times.end"].sets(*ends)
        if wanted:
            self.shares["times.all_right"].append(starts == read_starts)
        self.tallies["windows"].sets(_spans(label.get("windows")), _spans(read.get("windows")))
        if starts != read_starts:
            wrong.append(f"times {label.get('times')} read as {read.get('times')}")
        for field in ("deadline", "news_by"):
            days = (label.get(field) or "")[:10], (read.get(field) or "")[:10]
            self.tallies[field].answer(*days, same=days[0] == days[1])
            if days[0] != days[1]:
                wrong.append(f"{field} {days[0]} read as {days[1]}")
        return wrong

    def _things(self, label: Row, read: Row, kind: str) -> list[str]:
        asked = (["round", "place"] if kind in INTERVIEW else []) + (["link"] if kind in ACT else [])
        for field in asked:
            wanted, found = label.get(field), read.get(field)
            self.tallies[field].answer(wanted, found, same=str(wanted).rstrip("/") == str(found).rstrip("/"))
        for field in ("company", "role") if kind != "other" else ():
            wanted, found = label.get(field), read.get(field)
            self.tallies[field].answer(wanted, found, same=same_name(wanted or "", found or ""))
        people = {plain(name) for name in label.get("interviewers") or []}
        if people:
            self.shares["interviewers"].append(people == {plain(name) for name in read.get("interviewers") or []})
        return []

    def figures(self) -> dict[str, dict[str, float]]:
        """By name: {"share", "n"} or {"f1", "precision", "recall", "n"}."""
        shares = {name: {"share": sum(good) / len(good), "n": len(good)} for name, good in self.shares.items()}
        return shares | {name: tally.figures() for name, tally in self.tallies.items()}


def plain(text: str) -> str:
    """Words in lower case without accents, punctuation and company suffixes."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", letters)
    return " ".join(word for word in words if word not in _EMPTY) or " ".join(words)


def same_name(wanted: str, found: str) -> bool:
    wanted, found = plain(wanted), plain(found)
    if not wanted or not found or len(found) > 2 * len(wanted) + 20:
        return False  # a whole sentence is no name
    return f" {wanted} " in f" {found} " or f" {found} " in f" {wanted} "


def _spans(rows: Any) -> set[tuple[Any, Any]]:
    return {(_instant(start), _instant(end) if end else None) for start, end in rows or []}


def _instant(text: str) -> Any:
    """The UTC instant; a text that is none, or has no offset, matches nothing."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return ("no time", text)
    return moment.astimezone(UTC) if moment.tzinfo else ("no offset", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list what was read wrongly")
    args = parser.parse_args()
    labels, readings = (
        {row["id"]: row for row in map(json.loads, path.read_text("utf-8").splitlines())}
        for path in (args.labels, args.readings)
    )
    score = Score()
    for key, row in labels.items():
        wrong = score.add(row.get("label", row), readings.get(key, {}))
        if wrong and args.wrong:
            print(key, "; ".join(wrong))
    for name, figures in sorted(score.figures().items()):
        print(f"{name:18}", "  ".join(f"{key} {value:.3f}" for key, value in figures.items()))
    for (wanted, read), count in score.confused.most_common():
        print(f"{wanted} read as {read}: {count}")


if __name__ == "__main__":
    main()

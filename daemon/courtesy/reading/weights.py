"""What each piece of evidence is worth: a readable table, fitted on labelled mail, that owners may override."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_TABLES = ("weight", "decide")


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """`table` maps evidence (a rule's full name, "calendar.request", "bias" ...) to log-odds by what it speaks for."""

    table: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    decide: Mapping[str, float] = field(default_factory=dict)  # temperature; interview, reply_needed, scam: the lines


def read_weights(file: str, document: Mapping[str, Any], before: Weights, problems: list[str]) -> Weights:
    """The weights of a `weights.toml`, laid over those read `before`; faults go to `problems`."""
    for name in document:
        if name not in _TABLES:
            problems.append(f"{file}: unknown table [{name}]; the tables are {', '.join(_TABLES)}")
    table = document.get("weight", {})
    numbers = [document.get("decide", {}), *table.values()]
    if not all(isinstance(row, dict) and all(isinstance(n, int | float) for n in row.values()) for row in numbers):
        problems.append(f'{file}: a weight is written "evidence" = {{ kind = number, ... }}')
        return before
    return Weights(
        table={**before.table, **table},
        decide={**before.decide, **document.get("decide", {})},
    )

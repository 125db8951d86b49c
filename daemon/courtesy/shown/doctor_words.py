"""Findings in words: small tables on a terminal, a line for each elsewhere."""

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

from courtesy.checkup import Finding, Verdict
from courtesy.mail.plain import one_line
from courtesy.terminal.lines import colours, say

_WORDS: dict[Verdict, str] = {"ok": "ok", "wrong": "WRONG", "note": "note", "skipped": "-"}
_STYLES: dict[Verdict, str] = {"ok": "green", "wrong": "bold red", "note": "yellow", "skipped": "dim"}
_REMEDIES: dict[Verdict, str] = {"ok": "", "wrong": "To mend it", "note": "What you can do", "skipped": ""}


def show(findings: Iterable[Finding]) -> bool:
    """Print the findings as they come; whether all is well."""
    seen = list(_tables(findings) if sys.stdout.isatty() else _lines(findings))
    faults, notes, left = (sum(one.verdict == what for one in seen) for what in ("wrong", "note", "skipped"))
    noted = f"; {notes} worth a look" if notes else ""
    noted += f"; {left} not looked at" if left else ""
    looked = len(seen) - left
    say(f"\n{faults} of {looked} checks found something wrong{noted}." if faults else f"\nAll is well{noted}.")
    return not faults


def _lines(findings: Iterable[Finding]) -> Iterator[Finding]:
    for one in findings:
        said = one.said if one.said.endswith((".", "…")) else f"{one.said}."
        mend = f" {_REMEDIES[one.verdict]}: {one.remedy}" if one.remedy else ""
        say(f"{_WORDS[one.verdict]:<6}{one_line(f'{one.about}: {one.check}: {said}{mend}', 2000)}")
        yield one


def _tables(findings: Iterable[Finding]) -> Iterator[Finding]:
    """A table for all that is found of one thing, as soon as it is there."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(color_system=colours())
    with console.status("looking ..."):
        for about, group in groupby(findings, key=lambda one: one.about):
            table = Table.grid(padding=(0, 2))
            table.add_column(width=5)
            table.add_column(width=12)
            for one in group:
                said = Text(one_line(one.said, 500))
                if one.remedy:
                    said.append(f"\n→ {one_line(one.remedy, 500)}", style="cyan")
                table.add_row(Text(_WORDS[one.verdict], style=_STYLES[one.verdict]), Text(one.check), said)
                yield one
            console.print(Text(one_line(about, 200), style="bold"))
            console.print(table)

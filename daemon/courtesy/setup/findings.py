"""What was found of an answer, as it is told in the conversation."""

from collections.abc import Iterable

from rich.text import Text

from courtesy.checkup import Finding
from courtesy.checkup.passwords import STORED
from courtesy.mail.plain import one_line
from courtesy.terminal.voice import Voice

_MARKS = {"ok": ("✓", "green"), "wrong": ("✗", "bold red"), "note": ("·", "yellow"), "skipped": ("-", "dim")}


def tell(findings: Iterable[Finding], voice: Voice) -> None:
    """Each on a line, and beneath it what to do about it."""
    for one in findings:
        mark, style = _MARKS[one.verdict]
        line = Text(f"  {mark} ", style=style)
        line.append(one_line(f"{one.check}: {one.said}", 400), style="")
        if one.remedy:
            advice = one.remedy.partition(STORED)[0]  # where it is stored while it is tried is nobody's business
            line.append(f"\n    → {one_line(advice, 400)}", style="cyan")
        voice.show(line)

"""How far a long first look has come, as bars on a terminal; elsewhere nothing."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_WORTH_A_BAR = 200  # mails still to come


class Progress:
    """Bars on standard error, one for each source that has much to tell."""

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def told(self, source: str, come: int, left: int) -> None:
        """`come` mails of `source` have come, `left` are still to come."""
        if source not in self._tasks and (left < _WORTH_A_BAR or not sys.stderr.isatty()):
            return
        bars = self._start()
        if source not in self._tasks:
            self._tasks[source] = bars.add_task(source, total=come + left)
        bars.advance(self._tasks[source], come)

    def end(self) -> None:
        """Take the bars away."""
        if self._bars is not None:
            self._bars.stop()
        self._bars = None
        self._tasks = {}

    def _start(self) -> "Bars":
        if self._bars is None:
            from rich.console import Console
            from rich.progress import Progress as Bars

            self._bars = Bars(console=Console(stderr=True), transient=True)
            self._bars.start()
        return self._bars

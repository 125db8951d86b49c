"""What the owner corrected by a button or by mail is learnt from as `courtesy wrong` does, in a thread of its own."""

import logging
from pathlib import Path
from threading import Lock, Thread

from courtesy.cases.correct import Said
from courtesy.cases.events import Event
from courtesy.casework.intake import intake_of
from courtesy.config.tables import Config
from courtesy.errors import CourtesyError
from courtesy.mail.plain import one_line
from courtesy.owner.teaching import Found, Teaching
from courtesy.store.state import file_in
from courtesy.store.store import Store

log = logging.getLogger(__name__)


class Lessons:
    """Looks for the mail in the mailbox, which may take a minute, has it read anew, and writes a rule."""

    def __init__(self, config: Config, path: Path | None, *, in_background: bool) -> None:
        """`config` was read from `path`; unless `in_background`, the program does not end before a lesson does."""
        self._config = config
        self._path = path
        self._in_background = in_background
        self._one_at_a_time = Lock()  # each writes the owner's rules anew

    def learn(self, event: Event, said: Said) -> None:
        """Begin to learn from the mail, which was read as `event`, that it is what the owner `said`. Never raises."""
        try:
            Thread(target=self._learn, args=[event, said], name="lesson", daemon=self._in_background).start()
        except RuntimeError as error:  # the system has no thread left
            _tell(str(error))

    def _learn(self, event: Event, said: Said) -> None:
        try:
            with self._one_at_a_time:
                problems = self._taught(event, said)
        except CourtesyError as error:
            problems = (str(error),)
        except Exception as error:  # noqa: BLE001  # the correction stands; a lesson that fails must be told all the same
            problems = (f"{type(error).__name__}: {error}",)
        for problem in problems:
            _tell(problem)

    def _taught(self, event: Event, said: Said) -> tuple[str, ...]:
        with Store(file_in(self._config.state.path)) as store:
            teaching = Teaching(store, intake_of(self._config, self._path), self._config, self._path)
            return teaching.correct(Found(event=event), said, rule=True).problems


def _tell(problem: str) -> None:
    log.warning("what you said of a mail is kept, but: %s", one_line(problem, 300))

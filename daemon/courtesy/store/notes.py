"""What the owner noted of applications, and that he withdrew: kept beside the events, and told by no mail.

Rows are only ever added, as in corrections.py, and the running service notices them in the same way.
"""

from datetime import datetime

import msgspec

from courtesy.cases.notes import Answer, Note
from courtesy.store.keeping import Keeping, as_moment, as_text


class _Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a note says, as it is stored."""

    text: str = ""
    answers: tuple[Answer, ...] = ()


class Notes(Keeping):
    """The notes in a database. Every method raises CourtesyError when that fails."""

    def keep_note(self, note: Note) -> None:
        """The owner says this of an application."""
        body = msgspec.json.encode(_Body(text=note.text, answers=note.answers))
        self._say_of(note.case, "withdrawn" if note.withdraws else "note", body, note.at)

    def goes_on(self, case: str, now: datetime) -> None:
        """The owner has not withdrawn from the case after all."""
        self._say_of(case, "taken back", None, now)

    def _say_of(self, case: str, verdict: str, body: bytes | None, now: datetime) -> None:
        sql = "INSERT INTO note (of_case, at, verdict, body) VALUES (?, ?, ?, ?)"
        with self._db.transaction():
            self._db.rows(sql, (case, as_text(now), verdict, body))

    def notes(self) -> tuple[Note, ...]:
        """All that the owner noted, in the order in which he did; without the withdrawals that he took back."""
        sql = (
            "SELECT of_case, at, verdict, body FROM note WHERE verdict = 'note' OR (verdict = 'withdrawn' AND id >"
            " (SELECT coalesce(max(id), 0) FROM note AS other WHERE other.of_case = note.of_case"
            " AND other.verdict = 'taken back')) ORDER BY at, id"
        )
        return tuple(_note(*row) for row in self._db.rows(sql))


def _note(case: str, at: str, verdict: str, body: bytes) -> Note:
    said = msgspec.json.decode(body, type=_Body)
    return Note(case=case, at=as_moment(at), text=said.text, answers=said.answers, withdraws=verdict == "withdrawn")

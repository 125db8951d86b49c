"""What the owner noted of applications is kept as he said it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from courtesy.cases.notes import Answer, Note
from courtesy.store.store import Store

NOW = datetime(2026, 4, 14, 10, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def test_notes_come_back_in_order_and_are_noticed(tmp_path: Path) -> None:
    store, service = Store(tmp_path / "courtesy.db"), Store(tmp_path / "courtesy.db")
    heard = service.last_word()
    answer = Answer(question="shortlist", words="end of next week", day=date(2026, 4, 24))
    first = Note(case="a1", at=NOW, text="Went well “enough”.\nI think", answers=(answer,))
    store.keep_note(first)
    second = Note(case="b2", at=LATER, text="by mail")
    store.keep_note(second)
    assert service.last_word() != heard
    assert service.notes() == (first, second)
    assert first.news_by == date(2026, 4, 24)


def test_a_withdrawal_counts_until_it_is_taken_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "courtesy.db")
    gone = Note(case="a1", at=NOW, withdraws=True)
    store.keep_note(gone)
    assert store.notes() == (gone,)
    store.goes_on("b2", LATER)
    assert store.notes() == (gone,)
    store.goes_on("a1", LATER)
    assert store.notes() == ()
    store.keep_note(gone)
    assert store.notes() == (gone,)

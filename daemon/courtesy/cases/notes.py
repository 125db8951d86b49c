"""What the owner says of an application himself: his notes, when he was told that he would hear, that he withdrew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

CASE_ID = 12  # characters of an identity that are the id of a case

Question = Literal[
    "went_well", "went_badly", "responded_to", "reservations", "news", "first_interviews", "shortlist",
    "second_interviews",
]  # fmt: skip
"""What he is asked after an interview; from `news` on the answer is a day."""
QUESTIONS: tuple[Question, ...] = get_args(Question)
DAYS: tuple[Question, ...] = QUESTIONS[QUESTIONS.index("news") :]

# By which of the days he should have heard: the list is made after the last of the first interviews, and whoever is
# on it hears before the second ones begin.
_HEARS_BY: tuple[Question, ...] = ("news", "shortlist", "second_interviews", "first_interviews")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the owner noted about one question."""

    question: Question
    words: str
    day: date | None = None  # that the words mean, of a question that asks for one


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What the owner said of an application at a moment."""

    case: str  # how the identity of a mail of the case begins; of the first one, when it was written
    at: datetime  # aware UTC, to the second
    text: str = ""
    answers: tuple[Answer, ...] = ()
    withdraws: bool = False  # he took the application back, in a way no mail tells of

    @property
    def news_by(self) -> date | None:
        """The day by which he is to hear from them, as far as he was told."""
        days = {answer.question: answer.day for answer in self.answers if answer.day}
        return next((days[question] for question in _HEARS_BY if question in days), None)


def is_about(note: Note, identities: Iterable[str]) -> bool:
    """Whether the note is about the case that has the mails `identities`."""
    return any(identity[:CASE_ID] == note.case[:CASE_ID] for identity in identities)

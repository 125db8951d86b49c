"""The debrief: the questions after an interview, and the owner's answers as they become a note."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from courtesy.cases.notes import DAYS, QUESTIONS, Answer, Note, Question
from courtesy.errors import CourtesyError
from courtesy.mail.plain import harmless, one_line
from courtesy.reading.day import day_meant, day_promised
from courtesy.reading.words import Words

if TYPE_CHECKING:  # rich, which only a conversation needs
    from courtesy.terminal.voice import Voice

ASKED: Mapping[Question, str] = {
    "went_well": "What went well?",
    "went_badly": "What could have gone better?",
    "responded_to": "What did they respond to?",
    "reservations": "What are their likely reservations?",
    "news": "By when are you to hear from them?",
    "first_interviews": "When do first interviews conclude?",
    "shortlist": "When will the shortlist be made?",
    "second_interviews": "When do second interviews take place?",
}
_ELSE = "Anything else?"
_LABELS: Mapping[str, Question] = {
    "news": "news",
    "first interviews": "first_interviews",
    "shortlist": "shortlist",
    "second interviews": "second_interviews",
}
_LONGEST = 20_000  # characters of one answer
_NO_DAY = "That names no day to come. For example: 12 May, Friday, end of next week, in two weeks. Enter skips it."

ReadDay = Callable[[str], date | None]
"""The day to come that words of the owner mean, or None."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """Reads the days that the owner names at the moment `now`; `words` are the vocabularies, by language."""

    now: datetime
    zone: ZoneInfo
    words: Mapping[str, Words]

    def meant(self, words: str) -> date | None:
        """The day to come that an answer means."""
        return day_meant(words, now=self.now, zone=self.zone, words=self.words)

    def named(self, text: str) -> tuple[Answer, ...]:
        """The days that a text of his names, by lines that begin as _LABELS do, else where it tells what they said."""
        found = [answer for line in text.splitlines() if (answer := self._labelled(line.strip(" \t-*•")))]
        if not found and (told := day_promised(text, now=self.now, zone=self.zone, words=self.words["en"])):
            found = [Answer(question="news", words=told[1], day=told[0])]
        return tuple({answer.question: answer for answer in found}.values())

    def _labelled(self, line: str) -> Answer | None:
        for label, question in _LABELS.items():
            if line.casefold().startswith(label) and (day := self.meant(line[len(label) :].lstrip(" :=-"))):
                return Answer(question=question, words=line, day=day)
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What the owner wrote, before it is a note; `unread` are the answers that name no day though they should."""

    text: str = ""
    answers: tuple[Answer, ...] = ()
    unread: tuple[str, ...] = ()

    def note(self, case: str, now: datetime) -> Note | None:
        """The note that it is on the case with that id; None where nothing was written."""
        if not (self.text or self.answers):
            return None
        return Note(case=case, at=now.replace(microsecond=0), text=self.text, answers=self.answers)


def told_in(text: str, days: Days) -> Told:
    """A text that answers no questions, and the days that it names."""
    return Told(text=clean(text), answers=days.named(clean(text)))


def clean(text: str) -> str:
    """What is kept of words that the owner typed or piped in."""
    return harmless(text[:_LONGEST]).strip()


def asked(voice: "Voice", read_day: ReadDay) -> Told:
    """The answers that he types, question by question. Raises CourtesyError when he breaks off."""
    answers = [_ask_day(voice, one, read_day) if one in DAYS else _ask(voice, one) for one in QUESTIONS]
    text = clean(voice.ask(_ELSE))
    return Told(text=text, answers=tuple(filter(None, answers)))


def _ask(voice: "Voice", question: Question) -> Answer | None:
    words = clean(voice.ask(ASKED[question]))
    return Answer(question=question, words=words) if words else None


def _ask_day(voice: "Voice", question: Question, read_day: ReadDay) -> Answer | None:
    while words := clean(voice.ask(ASKED[question])):
        day = read_day(words)
        if day is None:
            voice.say(_NO_DAY, "yellow")
        elif voice.is_yes(f"That is {long_day(day)}?"):
            return Answer(question=question, words=words, day=day)
    return None


def edited(case_name: str, folder: Path, read_day: ReadDay) -> Told:
    """What he writes in his editor, into a form that lies in `folder` meanwhile. Raises CourtesyError."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    handle, name = tempfile.mkstemp(prefix="note-", suffix=".md", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(_form(case_name))
        status = subprocess.run([*shlex.split(editor), name], check=False).returncode
        if status:
            raise CourtesyError(f"{editor} ended with status {status}; nothing was noted")
        return filled_in(Path(name).read_text(encoding="utf-8", errors="replace"), read_day)
    except (OSError, ValueError) as error:
        raise CourtesyError(f"the editor {editor} cannot be started: {error}; set EDITOR to another") from error
    finally:
        with suppress(OSError):
            os.unlink(name)


def _form(case_name: str) -> str:
    heads = [f"# {text}\n\n" for text in (*ASKED.values(), _ELSE)]
    return f"# {case_name}. Write below each question; what is left empty is left out.\n\n{''.join(heads)}"


def filled_in(form: str, read_day: ReadDay) -> Told:
    """What the owner wrote into the form; words before the first question, and below others, are free text."""
    questions: dict[str, Question | None] = {f"# {text}": question for question, text in ASKED.items()}
    written: dict[Question | None, list[str]] = {}
    here: Question | None = None
    for line in form.splitlines():
        if line.strip() in questions or line.strip() == f"# {_ELSE}":
            here = questions.get(line.strip())
        elif not line.startswith("#"):
            written.setdefault(here, []).append(line)
    said = {question: clean("\n".join(lines)) for question, lines in written.items()}
    return told(said, read_day)


def told(said: Mapping[Question | None, str], read_day: ReadDay) -> Told:
    """What is said, by question; under None what answers none of them."""
    answers = [
        Answer(question=one, words=said[one], day=read_day(said[one]) if one in DAYS else None)
        for one in QUESTIONS
        if said.get(one)
    ]
    unread = tuple(one.words for one in answers if one.question in DAYS and one.day is None)
    return Told(text=said.get(None, ""), answers=tuple(answers), unread=unread)


def note_lines(note: Note, zone: tzinfo) -> Iterator[str]:
    """What he noted, for people: a line each."""
    head = f"{note.at.astimezone(zone):%Y-%m-%d %H:%M}"
    if note.withdraws:
        yield f"{head}  you withdrew"
    for answer in note.answers:
        said = "" if answer.words in note.text else f" {one_line(answer.words, 300)}"
        day = f" ({answer.day:%a %d %b %Y})" if answer.day else ""
        yield f"{head}  {ASKED[answer.question]}{said}{day}"
    if note.text:
        yield f"{head}  you noted: {one_line(note.text, 300)}"


def long_day(day: date) -> str:
    """ "Friday 24 April 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"

"""The witness hears what is said: not by whom, not to whom, and not for which day."""

from zoneinfo import ZoneInfo

from tests.corpus.build import build
from tests.job_hunts import packs

from courtesy.mail.parse import parse
from courtesy.reading import invite
from courtesy.reading.evidence import gather
from courtesy.reading.newest import split


def hashes(sender: str, to: str, subject: str, text: str) -> list[int]:
    """What the witness is given of a mail."""
    message = parse(
        build({"id": "x1", "from": sender, "to": to, "subject": subject, "date": "2026-03-02T09:00:00Z", "text": text}),
        arrived=None,
    )
    parts = split(message.text, subject=message.subject)
    return gather(message, parts, invite.parse((), zone=ZoneInfo("UTC")), packs()).hashes


def test_the_same_letter_by_another_firm_to_another_person_on_another_day_is_the_same():
    one = hashes(
        "Renee Castell <office@brightsmiles.example>",
        "Ada Byron <ada@mail.example>",
        "Interview with Bright Smiles",
        "Dear Ada, I am Renee of Bright Smiles. Can you come on Thursday 12 March at 10:00?",
    )
    other = hashes(
        "Tobias Okafor <office@northfieldbakers.example>",
        "Grace Hopper <grace@post.example>",
        "Interview with Northfield Bakers",
        "Dear Grace, I am Tobias of Northfield Bakers. Can you come on Monday 27 April at 11:30?",
    )
    assert one == other


def test_words_that_only_look_like_names_and_days_are_kept():
    sender, to = "Interview Scheduler <jobs@firm.example>", "ada@mail.example"
    said = hashes(sender, to, "Your interview", "You may be asked. So we sat down.")
    assert said != hashes(sender, to, "Your interview", "You mar be asked. So we sun down.")
    assert said != hashes(sender, to, "Your scheduler", "You may be asked. So we sat down.")


def test_days_of_the_mails_own_language():
    sender, to = "Personal <personal@firma.example>", "ada@mail.example"
    letter = "Sehr geehrte Frau Byron, wir laden Sie für {} zu einem Gespräch ein und freuen uns auf Sie."
    one, other = (
        hashes(sender, to, "Einladung", letter.format(day)) for day in ("Dienstag, 3. März", "Freitag, 6. Mai")
    )
    assert one == other

"""A big mailbox made for measuring: everyday mail, some job mail, and a few mails with a large attachment."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from tests.corpus.build import build

SEED = 20260302
JOB_SHARE = 0.05  # of the mails
ATTACHMENT = 1_000_000  # bytes before base64
CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
TOPICS = (
    "Your order has been sent", "Weekly news from the allotment society", "Invoice {n} is ready", "Re: holiday photos",
    "Your statement for this month", "Minutes of the residents' meeting", "New sign-in to your account",
    "Parcel {n} arrives tomorrow", "Choir rehearsal moved to the small hall", "Price change on your saved items",
    "Recipe of the day",
)  # fmt: skip
WORDS = (
    "the garden committee has decided that every plot gets its own tap before summer and asks for patience while the "
    "pipes are laid please keep the path clear on weekends your parcel left our warehouse and is on its way to you the "
    "invoice attached lists all items with their prices and the date of delivery thank you for shopping with us photos "
    "of the trip are in the shared album have a look and tell me which ones you would like to have printed"
).split()


def mails(count: int, big: int, *, newest: datetime) -> Iterator[tuple[datetime, bytes]]:
    """`count` mails over the 50 days before `newest`, oldest first, `big` of them with an attachment of 1 MB."""
    dice = random.Random(SEED)
    job = [json.loads(line) for file in sorted(CORPUS.glob("en?.jsonl")) for line in file.read_text().splitlines()]
    for number in range(count):
        date = newest - timedelta(days=50) * ((count - number) / count)
        heavy = number % max(1, count // big) == 0 if big else False
        if not heavy and dice.random() < JOB_SHARE:
            mail = dice.choice(job) | {"id": f"bench-{number}", "date": date.isoformat()}
            yield date, build({**mail, "headers": {}})
        else:
            yield date, _everyday(dice, number, date, heavy=heavy)


def _everyday(dice: random.Random, number: int, date: datetime, *, heavy: bool) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Sender {number % 97} <sender{number % 97}@everyday{number % 31}.example>"
    mail["To"] = "Ada Fielding <ada@mail.example>"
    mail["Subject"] = dice.choice(TOPICS).format(n=number)
    mail["Date"] = format_datetime(date.astimezone(UTC))
    mail["Message-ID"] = f"<bench-{number}@everyday.example>"
    text = "\n".join(" ".join(dice.choices(WORDS, k=12)).capitalize() + "." for _ in range(dice.randint(8, 26)))
    mail.set_content(text + "\n")
    paragraphs = "".join(f'<p style="margin:0 0 14px 0;font-size:15px">{line}</p>' for line in text.split("\n"))
    mail.add_alternative(f"<html><body><table><tr><td>{paragraphs}</td></tr></table></body></html>", subtype="html")
    if heavy:
        mail.add_attachment(dice.randbytes(ATTACHMENT), maintype="application", subtype="pdf", filename="big.pdf")
    return mail.as_bytes()


def write_maildir(folder: Path, letters: Iterator[tuple[datetime, bytes]]) -> None:
    """Put the mails into `folder`/cur with their arrival as the files' time; Dovecot takes it for INTERNALDATE."""
    import os

    for part in ("tmp", "new", "cur"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for number, (date, raw) in enumerate(letters):
        file = folder / "cur" / f"{int(date.timestamp())}.M{number}P1.bench:2,"
        file.write_bytes(raw)
        os.utime(file, (date.timestamp(), date.timestamp()))

"""Turns a labelled mail of the corpus into the bytes of an e-mail, as its sending system would have made them."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zlib import crc32

HERE = Path(__file__).parent
_OURS = ("date", "message-id", "mime-version", "content-type", "content-transfer-encoding")


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The mails of the file `name` ("en1"), as dictionaries."""
    with (HERE / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, filter(str.strip, lines))


def build(row: Mapping[str, Any]) -> bytes:
    """The octets of the mail (RFC 5322); its transfer encodings vary with its id, as those of real mail do."""
    mail = EmailMessage(policy=SMTP)
    for key in ("from", "to", "cc", "reply_to", "subject"):
        if row.get(key):
            mail[key.replace("_", "-").title()] = row[key]
    mail["Date"] = format_datetime(datetime.fromisoformat(row["date"]))
    headers = dict(row.get("headers") or {})
    mail["Message-ID"] = headers.get("Message-ID") or f"<{row['id']}@{row['from'].rpartition('@')[2].strip('> ')}>"
    for name, value in headers.items():
        if name.lower() not in _OURS:
            mail[name] = " ".join(str(value).split())
    pick = crc32(row["id"].encode())
    if row.get("text") is not None:
        mail.set_content(row["text"], cte=("quoted-printable", "base64", "8bit")[pick % 3])
    if row.get("html") is not None:
        cte = "quoted-printable" if pick % 2 else "base64"
        if row.get("text") is not None:
            mail.add_alternative(row["html"], subtype="html", cte=cte)
        else:
            mail.set_content(row["html"], subtype="html", cte=cte)
    if row.get("ics"):
        _attach(mail, row["ics"], inline=pick % 4 > 0)
    return mail.as_bytes()


def _attach(mail: EmailMessage, ics: str, *, inline: bool) -> None:
    """Adds a calendar part: beside the text with its METHOD (RFC 6047), or as a file as some systems do."""
    text = "\r\n".join(ics.strip().splitlines()) + "\r\n"
    if not inline:
        mail.make_mixed()
        mail.add_attachment(text.encode(), maintype="application", subtype="ics", filename="invite.ics")
        return
    part = EmailMessage(policy=SMTP)
    part.set_content(text, subtype="calendar", charset="utf-8", cte="base64")
    method = next((line[7:].strip() for line in text.split("\r\n") if line.upper().startswith("METHOD:")), "REQUEST")
    part.set_param("method", method)
    del part["MIME-Version"]
    if mail.get_content_type() != "multipart/alternative":
        mail.make_alternative()
    mail.attach(part)

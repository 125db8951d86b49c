"""A draft as a mail (RFC 5322), of which a mail program of the owner's can make what it sends."""

import email.utils
from email.headerregistry import Address
from email.message import EmailMessage

from courtesy.cases.actions import Draft
from courtesy.effects.mail_out import WIRE
from courtesy.mail.plain import one_line


def compose(draft: Draft) -> bytes:
    """The mail, with nothing in it that tells of us: the owner may send it as it is."""
    mail = EmailMessage(policy=WIRE)
    mail["From"] = _address(draft.sender.name, draft.sender.email)
    mail["To"] = [_address(one.name, one.email) for one in draft.to]
    mail["Subject"] = one_line(draft.subject, 250)
    mail["Date"] = email.utils.format_datetime(draft.date)
    mail["Message-ID"] = draft.message_id
    if draft.in_reply_to:
        mail["In-Reply-To"] = draft.in_reply_to
    if draft.references:
        mail["References"] = " ".join(draft.references)
    text = "\n".join(one_line(line, 2000) for line in draft.body.split("\n"))
    mail.set_content(f"{text}\n", cte="quoted-printable")
    return mail.as_bytes()


def _address(name: str, address: str) -> Address:
    return Address(one_line(name, 60), addr_spec=address)

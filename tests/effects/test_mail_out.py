"""What goes out is read as it was meant, by the simplest program too, and keeps to what mail allows."""

import re
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default

import pytest

from courtesy.effects.mail_out import WIRE
from courtesy.mail.header import addresses, split

LONG_ID = f"<{'a' * 240}@mail.example>"
NAME = "Gr\u00f6\u00dfenwahnsinniger"

PEOPLE = ("", "Kim Lee", "Dr. Kim O'Lee, HR", "J\u00fcrgen M\u00fcller", f"Zo\u00eb Ann {NAME} M\u00fcller Zo\u00eb")


@pytest.mark.parametrize(
    "subject",
    [
        "Reply to Kim at Acme by 17:00",
        *("x" * length + " and more" for length in (60, 69, 70, 77, 78, 200)),
        "r\u00e9sum\u00e9 17:00 y Gr\u00f6\u00dfenwahnsinniger \u0141\u00f3d\u017a die at today, 17:00",
        "\u00fc" * 70 + " and more",
        f"Re: Einladung zum Vorstellungsgespr\u00e4ch f\u00fcr {NAME}, {NAME}, {NAME} und {NAME} (m/w/d) bei {NAME}",
    ],
)
def test_each_field_says_what_was_meant_and_no_more(subject: str) -> None:
    mail = EmailMessage(policy=WIRE)
    people = [Address(shown, addr_spec=f"{n}@acme.example") for n, shown in enumerate(PEOPLE)]
    mail["To"] = people
    mail["Subject"] = subject
    mail["Message-ID"] = LONG_ID
    mail["References"] = " ".join([LONG_ID] * 20)
    mail.set_content(f"{subject} " * 20, cte="quoted-printable")
    raw = bytes(mail)
    field = raw.partition(b"Subject:")[2]
    assert re.match(rb" [^ \r\n]", field), "a program that only joins the lines sees no blank before it"
    to = next(value for name, value in split(raw)[0] if name == "to")
    read = message_from_bytes(raw, policy=default)
    assert read["Subject"] == subject
    assert [one.name for one in addresses(to)] == [*PEOPLE]
    assert (read["Message-ID"], read["References"].split()) == (LONG_ID, [LONG_ID] * 20)
    head, _, body = raw.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998  # RFC 5322, 2.1.1
    assert all(len(word) <= 75 for word in re.findall(rb"=\?\S+\?=", head)), "RFC 2047, 2"
    assert max(map(len, body.split(b"\r\n"))) <= 78

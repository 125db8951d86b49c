"""The newest words are found under any mail program's way of quoting, and no line is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.mail.html_text import to_text
from courtesy.reading.newest import split
from courtesy.reading.quotation import Forward

OLD = "Dear Ada,\n\nwould Monday suit you?\n\nDana"
PREFIXED = "\n".join("> " + line for line in OLD.split("\n"))
HEADER = "From: Dana Wells <Dana@firm.example>\nSent: Monday, 2 March 2026 08:00\nTo: Ada\nSubject: Interview\n"

INTRODUCTIONS = [
    "On Mon, 2 Mar 2026 at 08:00, Dana Wells <dana@firm.example> wrote:",
    "On Mon, Mar 2, 2026 at 8:00 AM Dana Wells\n<dana@firm.example> wrote:",
    "On 2 Mar 2026, at 08:00, Dana Wells <dana@firm.example> wrote:",
    "On Monday, March 2, 2026, 8:00 AM, Dana Wells <dana@firm.example> wrote:",
    "On Mon, 2 Mar, 2026, 8:00 am Dana, <dana@firm.example> wrote:",
    "---- On Mon, 02 Mar 2026 08:00:00 +0000 Dana <dana@firm.example> wrote ----",
    "Dana Wells <dana@firm.example> wrote:",
    "Am 02.03.2026 um 08:00 schrieb Dana Wells <dana@firm.example>:",
    "Am Mo., 2. März 2026 um 08:00 Uhr schrieb Dana Wells <dana@firm.example>:",
    "Dana Wells <dana@firm.example> schrieb am Mo., 2. März 2026, 08:00:",
    "Dana Wells <dana@firm.example> hat am 02.03.2026 08:00 geschrieben:",
    "Le lun. 2 mars 2026 à 08:00, Dana Wells <dana@firm.example> a écrit :",
    "Le 02/03/2026 à 08:00, Dana Wells a écrit\u00a0:".replace("\u00a0", " "),
    "El lun, 2 mar 2026 a las 8:00, Dana Wells (<dana@firm.example>) escribió:",
    "Il giorno lun 2 mar 2026 alle ore 08:00 Dana Wells <dana@firm.example> ha scritto:",
    "Op ma 2 mrt 2026 om 08:00 schreef Dana Wells <dana@firm.example>:",
    "Em seg., 2 de mar. de 2026 às 08:00, Dana Wells <dana@firm.example> escreveu:",
    "Dana Wells <dana@firm.example> escreveu (segunda, 2/03/2026 à(s) 08:00):",
    "-----Original Message-----\n" + HEADER,
    "________________________________\n" + HEADER,
    "-------- Original message --------\nFrom: Dana Wells <dana@firm.example>\nDate: 02/03/2026 08:00 (GMT+00:00)\n"
    "To: Ada\nSubject: Interview\n",
    HEADER,
    "*From:* Dana Wells <dana@firm.example>\n*Sent:* Monday, 2 March 2026 08:00\n*To:* Ada\n*Subject:* Interview\n",
    "-----Ursprüngliche Nachricht-----\nVon: Dana\nGesendet: Montag, 2. März 2026 08:00\nAn: Ada\nBetreff: Termin",
    "De : Dana Wells\nEnvoyé : lundi 2 mars 2026 08:00\nÀ : Ada\nObjet : Entretien\n",
    "De: Dana Wells\nEnviado el: lunes, 2 de marzo de 2026 8:00\nPara: Ada\nAsunto: Entrevista\n",
    "Da: Dana Wells\nInviato: lunedì 2 marzo 2026 08:00\nA: Ada\nOggetto: Colloquio\n",
    "Van: Dana Wells\nVerzonden: maandag 2 maart 2026 08:00\nAan: Ada\nOnderwerp: Gesprek\n",
    "De: Dana Wells\nEnviada em: segunda-feira, 2 de março de 2026 08:00\nPara: Ada\nAssunto: Entrevista\n",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
@pytest.mark.parametrize("old", [OLD, PREFIXED], ids=["bare", "prefixed"])
def test_a_reply_on_top(introduction: str, old: str) -> None:
    parts = split(f"Tuesday at ten is better.\n\nAda\n\n{introduction}\n\n{old}", subject="Re: Interview")
    assert parts.newest == "Tuesday at ten is better.\n\nAda"
    assert "would Monday suit you?" in parts.quoted
    assert parts.forward is None


def test_a_reply_below_and_between_the_quoted_lines() -> None:
    text = f"{INTRODUCTIONS[0]}\n> would Monday suit you?\n\nSorry, no.\n\n> Video or phone?\n\nPhone.\n\n-- \nAda"
    parts = split(text)
    assert parts.newest == "Sorry, no.\n\n\nPhone."
    assert parts.signature == "-- \nAda"


def test_the_tail_of_a_broken_quoted_line_is_quoted() -> None:
    text = "> we could offer you either Monday the second or Tuesday the third at ten\nor eleven\n> Dana\nTuesday!"
    assert split(text).newest == "Tuesday!"


@pytest.mark.parametrize(
    "introduction",
    [
        "---------- Forwarded message ---------\nFrom: Dana Wells <dana@firm.example>\nDate: Mon, 2 Mar 2026 at 08:00\n"
        "Subject: Interview\nTo: <ada@uni.example>\n",
        "Begin forwarded message:\n\nFrom: Dana Wells <dana@firm.example>\nSubject: Interview\n"
        "Date: Mon, 2 Mar 2026 at 08:00\nTo: ada@uni.example\n",
        "-------- Weitergeleitete Nachricht --------\nBetreff: Interview\nDatum: Mon, 2 Mar 2026 at 08:00\n"
        "Von: Dana Wells <dana@firm.example>\nAn: ada@uni.example\n",
        "---------- Message transféré ---------\nDe : Dana Wells <dana@firm.example>\nDate : Mon, 2 Mar 2026 at 08:00\n"
        "Objet : Interview\nÀ : ada@uni.example\n",
    ],
)
@pytest.mark.parametrize("old", [OLD, PREFIXED], ids=["bare", "prefixed"])
def test_a_forward_is_read_and_says_whose_it_is(introduction: str, old: str) -> None:
    deeper = f"{old}\n\nOn 1 Mar 2026 at 10:00, Ada <ada@uni.example> wrote:\n> Please find my CV attached."
    parts = split(f"See below!\n\n{introduction}\n{deeper}")
    assert parts.newest.startswith("See below!")
    assert "would Monday suit you?" in parts.newest
    assert "my CV" not in parts.newest
    assert parts.cover == "See below!"
    assert parts.forward == Forward(name="Dana Wells", email="dana@firm.example", subject="Interview")


def test_outlook_says_only_in_the_subject_that_it_forwards() -> None:
    text = f"Ada, see below.\n\n{HEADER}\n{OLD}"
    assert split(text, subject="Re: Interview").forward is None
    assert split(text, subject="RE: FW: Interview").forward is None
    forwarded = split(text, subject="FW: Interview")
    assert forwarded.forward is not None
    assert "would Monday suit you?" in forwarded.newest
    assert split(f"\n{HEADER}\n{OLD}").forward is not None  # no words above it


def test_forwards_of_forwards_are_followed_to_the_first_mail() -> None:
    mark = "---------- Forwarded message ---------\n"
    inner = f"{mark}From: Dana <d@firm.example>\nSubject: Interview\n\nMonday at ten?"
    parts = split(f"{mark}From: Bo <b@agency.example>\nSubject: Fwd: Interview\n\nLook!\n\n{inner}")
    assert parts.newest.split() == "Look! Monday at ten?".split()
    assert parts.forward is not None
    assert parts.forward.email == "d@firm.example"


@pytest.mark.parametrize(
    "foot",
    [
        "-- \nDana Wells\nFirm Ltd, Leeds",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé depuis mon téléphone",
        "Get Outlook for iOS",
        "This e-mail and any attachments are confidential.\nIf you are not the intended recipient, delete it.",
        "CONFIDENTIALITY NOTICE: the contents are meant for nobody else.",
        "You are receiving this email because you applied.\nUnsubscribe | Preferences",
        "Diese E-Mail enthält vertrauliche Informationen.",
    ],
)
def test_the_foot_is_kept_apart_and_kept(foot: str) -> None:
    parts = split(f"Could you come on Monday?\n\nDana\n\n{foot}")
    assert parts.newest == "Could you come on Monday?\n\nDana"
    assert parts.signature == foot


@pytest.mark.parametrize(
    "text",
    [
        "A few things the panel wrote, because I'd want them if I were you:\n- calm\n- clear",
        "Interview details\n\nDate: Tuesday 3 March\nTime: 10:00\nTo: Room 5\nSubject: none",
        "Shift\n\nFrom: 10:00\nTo: 14:00\nDate: 3 March\nSubject: trial",
        "Hi Ada,\n\n--\n\n" + "\n".join(f"Step {n}: read this" for n in range(40)),
        "Please bring:\n-----\n1. passport\n-----\n2. a pen",
        "On Monday at 10:00 we meet the panel:\nDana\nBo",
        "This email is to confirm your interview on Monday.",
        "Este correo es para confirmar tu entrevista del lunes.",
        "Ce message est pour vous confirmer l'entretien de lundi.",
        "Diese Nachricht enthält Ihren Termin: Montag, 10 Uhr.",
        "Microsoft Teams\n________________________________\nJoin the meeting now\nMeeting ID: 123",
    ],
)
def test_what_only_looks_like_a_quote_is_read(text: str) -> None:
    assert split(text).newest == text


def test_a_disclaimer_takes_no_news_with_it() -> None:
    text = "You are receiving this email because you applied for the post of Analyst.\nYour interview is on Monday."
    assert split(text).newest == "Your interview is on Monday."
    text = "This message is confidential.\nYour interview is on Monday."
    assert split(text).newest == "Your interview is on Monday."


HTML = {
    "gmail": '<div dir="ltr">Tuesday.</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 2, 2026 '
    'Dana &lt;<a href="mailto:d@f.example">d@f.example</a>&gt; wrote:<br></div>'
    '<blockquote class="gmail_quote">Old</blockquote></div>',
    "outlook": "<p class=MsoNormal>Tuesday.<o:p></o:p></p><div style='border-top:solid 1pt'><p><b>From:</b> Dana<br>"
    "<b>Sent:</b> Monday, March 2, 2026 8:00 AM<br><b>To:</b> Ada<br><b>Subject:</b> Interview</p></div><p>Old</p>",
    "apple": "Tuesday.<div><blockquote type=cite><div>On 2 Mar 2026, at 08:00, Dana wrote:</div>Old</blockquote></div>",
}


@pytest.mark.parametrize("html", HTML.values(), ids=HTML)
def test_replies_written_in_html(html: str) -> None:
    parts = split(to_text(html), subject="Re: Interview")
    assert parts.newest == "Tuesday."
    assert "Old" in parts.quoted


LINES = st.sampled_from(
    [
        *"\n".join(INTRODUCTIONS).split("\n"),
        *OLD.split("\n"),
        "> x",
        ">> y",
        "-- ",
        "--",
        "Begin forwarded message:",
        "____________",
    ]
)


@given(st.lists(LINES, max_size=40), st.sampled_from(["", "Re: x", "Fwd: x"]))
@settings(max_examples=400, deadline=None)
def test_every_line_stands_somewhere(lines: list[str], subject: str) -> None:
    parts = split("\n".join(lines), subject=subject)
    kept = {line.strip("> ") for part in (parts.newest, parts.quoted, parts.signature) for line in part.split("\n")}
    assert {line.strip("> ") for line in lines} - {""} <= kept


@given(st.text(max_size=500), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_parted(text: str, subject: str) -> None:
    split(text, subject=subject)


@pytest.mark.parametrize("piece", ["On ", "On \n", "From: x\n", ">\n", "\n", " ", "--\n", "wrote:\n", "On 2026 @ x\n"])
def test_long_texts_are_cut_to_size(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    parts = split(text)
    assert len(parts.newest) <= 65_536
    assert len(parts.newest) + len(parts.quoted) + len(parts.signature) <= len(text) + 2

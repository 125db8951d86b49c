"""What stands in an alert by e-mail, as plain text and as HTML: the same words and the same choices in both.

The HTML is what Gmail and Outlook both show: one column of tables, styles on the elements, no picture, no script, and
nothing that a dark screen makes unreadable. A choice is a link that begins a mail from the owner to himself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from html import escape
from urllib.parse import quote

from courtesy.cases.actions import Alert, AlertKind
from courtesy.cases.choices import Offer, offers
from courtesy.effects import words
from courtesy.effects.links import Link
from courtesy.mail.plain import one_line

_FOOT = "Sent by Courtesy, on your own computer. It writes to nobody but you."
_MEANS = {  # a choice, as the first line of an answer
    "notes": ("notes: ...", "how it went"),
    "done": ("done", "it is settled"),
    "snooze tomorrow": ("snooze 2d", "tell me again in two days (or 3h, 1w, tomorrow, evening)"),
    "yes": ("yes", "it is"),
    "no": ("no", "it is not"),
    "wrong": ("wrong", "the mail was misread and has nothing to do with an application"),
}
_DUE = ("reply_needed", "reply_overdue", "thank_you_due")  # what is told by when it is owed; all else is told at once
_LATE = timedelta(hours=1)  # what was due longer ago is told so
_NO_SCAM = {"wrong": ("wrong", "it is no scam, and is treated as what it says")}
_WRAP = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'
_FONT = "font-family:Arial,Helvetica,sans-serif"


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """An alert in words, all of them plain."""

    text: str
    why: str
    more: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]  # name and value
    links: tuple[Link, ...]
    offers: tuple[Offer, ...]  # none where nobody would hear the answer
    answers: tuple[tuple[str, str], ...]  # words to answer with, and what they do
    answer_to: str
    mark: str


def content(
    alert: Alert, *, zone: tzinfo, now: datetime, links: tuple[Link, ...] = (), mark: str = "", answer_to: str = ""
) -> Content:
    """What is said of `alert`; `mark` is that of store/mailed.py, and answers go to the address `answer_to`."""
    by = alert.by or (alert.due if alert.kind in _DUE else None)
    facts = (
        ("Company", one_line(alert.company or "", 120)),
        (_by(alert.kind, late=by is not None and now - by >= _LATE), words.moment(by, zone) if by else ""),
        ("The mail", one_line(alert.about, 200)),
    )
    offered = offers(alert, now, zone) if mark else ()
    means = _MEANS | _NO_SCAM if alert.kind == "scam_warning" else _MEANS
    said = (means[offer.words] for offer in offered if offer.words in means)
    return Content(
        text=one_line(alert.text, 2000),
        why=words.quote(alert),
        more=tuple(one_line(line, 300) for line in alert.more),
        facts=tuple((name, said) for name, said in facts if said),
        links=links,
        offers=offered,
        answers=_of_list(alert) if alert.kind == "digest" and mark else tuple(said),
        answer_to=answer_to,
        mark=mark,
    )


def _by(kind: AlertKind, *, late: bool) -> str:
    """What the moment of such an alert is."""
    return "Was due" if late else "Begins" if kind in words.BEGINS else "By"


def _of_list(digest: Alert) -> tuple[tuple[str, str], ...]:
    """By the name of the first that it lists; the names of the others stand there too."""
    name = one_line(digest.more[0].partition(" ")[0], 12) if digest.more else ""
    return ((f"done {name}", "that is settled"), (f"snooze {name} 2d", "tell me of that again in two days"))


def plain(said: Content) -> str:
    """The plain part."""
    paragraphs = [
        f"\u201c{said.why}\u201d" if said.why else "",
        "\n".join(f"  {line}" for line in said.more),
        "\n".join(f"{name}: {value}" for name, value in said.facts),
        "\n".join(f"{link.label}: {link.url}" for link in said.links),
        _answers(said),
        _signed(said.mark),
        f"-- \n{_FOOT}\n",
    ]
    return "\n\n".join([said.text, *filter(None, paragraphs)])


def _answers(said: Content) -> str:
    if not said.answers:
        return ""
    lines = (f"  {word:<18}{means}" for word, means in said.answers)
    return "\n".join(["Answer this mail with one of these as its first line:", *lines])


def _signed(mark: str) -> str:
    """By this an answer is known that only quotes the alert; above the signature, which many programs leave out."""
    return f"This alert is courtesy.{mark}" if mark else ""


def html(said: Content) -> str:
    """The HTML part."""
    rows = [
        _row(escape(said.text), "font-size:18px;line-height:26px;font-weight:bold;padding:0 0 12px 0"),
        _quotation(said.why),
        _row("<br>".join(map(escape, said.more)), "padding:0 0 12px 0"),
        _row(_facts(said.facts), "padding:0 0 12px 0"),
        _row(_buttons(said), "padding:4px 0 12px 0"),
        _row(_keys(said), "padding:0 0 12px 0;font-size:13px;line-height:20px"),
        _row(f"{escape(_FOOT)}<br>{_signed(said.mark)}", "font-size:12px;line-height:18px;color:#767676"),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(said.text)}</title></head>\n"
        f'<body style="margin:0;padding:0"><table {_WRAP} width="100%"><tr><td style="padding:16px">\n'
        f'<table {_WRAP} width="600" style="width:100%;max-width:600px;{_FONT};font-size:15px;line-height:22px">\n'
        f"{''.join(rows)}</table>\n</td></tr></table></body></html>\n"
    )


def _row(inner: str, style: str) -> str:
    return f'<tr><td style="{_FONT};{style}">{inner}</td></tr>\n' if inner else ""


def _quotation(why: str) -> str:
    style = f"{_FONT};border-left:3px solid #8a8a8a;padding:2px 0 2px 12px"
    cell = f'<table {_WRAP}><tr><td style="{style}">\u201c{escape(why)}\u201d</td></tr></table>'
    return _row(cell, "padding:0 0 12px 0") if why else ""


def _facts(facts: tuple[tuple[str, str], ...]) -> str:
    cells = "".join(
        f'<tr><td style="{_FONT};font-size:15px;padding:2px 12px 2px 0;color:#767676" valign="top">{escape(name)}</td>'
        f'<td style="{_FONT};font-size:15px;padding:2px 0">{escape(value)}</td></tr>'
        for name, value in facts
    )
    return f"<table {_WRAP}>{cells}</table>" if cells else ""


def _buttons(said: Content) -> str:
    """Opening the mail, and the choices. Only links to the web: mail programs take others away."""
    web = [(link.label, link.url, "#1f5fbf") for link in said.links if link.url.startswith("https://")]
    choices = [(offer.label, _letter(offer.words, said), "#5f6368") for offer in said.offers]
    cells = "".join(
        f'<table {_WRAP} align="left" style="margin:0 8px 8px 0"><tr><td bgcolor="{colour}" '
        f'style="background:{colour};border-radius:4px;padding:8px 14px"><a href="{escape(url)}" '
        f'style="{_FONT};font-size:14px;line-height:20px;color:#ffffff;text-decoration:none">{escape(label)}</a>'
        "</td></tr></table>"
        for label, url, colour in (*web, *choices)
    )
    other = "".join(
        f"{escape(link.label)}: {escape(link.url)}<br>" for link in said.links if not link.url.startswith("https://")
    )
    below = f'<tr><td style="{_FONT};font-size:12px;line-height:18px;color:#767676">{other}</td></tr>' if other else ""
    return f"<table {_WRAP}><tr><td>{cells}</td></tr>{below}</table>" if cells or below else ""


def _letter(said: str, to: Content) -> str:
    """A link that begins a mail to the owner himself, ready to be sent (RFC 6068)."""
    body = "notes: " if said == "notes" else said
    subject = f"{said} [courtesy.{to.mark}]"
    return f"mailto:{quote(to.answer_to, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def _keys(said: Content) -> str:
    if not said.answers:
        return ""
    lines = "<br>".join(f"<b>{escape(word)}</b> &ndash; {escape(means)}" for word, means in said.answers)
    return f"Or answer this mail with one of these as its first line:<br>{lines}"

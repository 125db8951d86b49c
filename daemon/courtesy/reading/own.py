"""What a mail from the owner's own hand does: thank, ask for news, withdraw, or only say that he is away."""

from courtesy.mail.message import Message
from courtesy.reading.packs import Packs
from courtesy.reading.patterns import late
from courtesy.reading.reading import OwnMail
from courtesy.reading.sentences import flow

_TITLE = late(r"\b(Mr|Mrs|Ms|Mx|Dr|Prof|St)\.")  # its stop ends no sentence
_REPLY = late(r"(?i)^\s*(?:re|aw|antw|sv|r|ref|res|rép|fwd?|wg|tr|rv|enc)\s?:")


def own_mail(message: Message, newest: str, packs: Packs) -> OwnMail:
    """Judge a mail in Sent by its own words, `newest`, and by its subject where the owner wrote that himself.

    The rules are those of the family "own" in the packs: one hit of thanks, chases or withdraws decides.
    """
    if _automatic(message):
        return OwnMail(automatic=True)
    texts = {"newest": _TITLE.sub(r"\1", flow(newest))}
    if not _REPLY.match(message.subject):
        texts["subject"] = flow(message.subject)
    said = {hit.rule.says.partition(".")[2] for hit in packs.hits(texts, family="own")}
    thanks = "thanks" in said or {"gratitude", "past"} <= said
    return OwnMail(
        thanks=thanks,
        chases="chases" in said or ("asks" in said and not thanks),
        withdraws="withdraws" in said,
    )


def _automatic(message: Message) -> bool:
    """An out-of-office reply. An answer to a calendar invitation is made by a program, but on the owner's word."""
    return message.auto_reply or (message.automatic and not message.calendars)

"""Which folder holds the owner's own mail: by its special use (RFC 6154), else by its name in the owner's language."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A folder as LIST tells it, its name decoded from modified UTF-7."""

    name: str
    delimiter: str = ""  # "" when the server has no hierarchy
    flags: frozenset[str] = frozenset()  # lower case, with their backslash


_NAMES = """
sent|sent items|sent mail|sent messages|sent-mail|sent e-mail
gesendet|gesendete elemente|gesendete objekte|gesendete nachrichten|gesendete e-mails|gesendete mails
éléments envoyés|envoyés|messages envoyés|objets envoyés|courrier envoyé|envoyes|elements envoyes
enviados|elementos enviados|mensajes enviados|correo enviado|correos enviados|enviats|elements enviats
enviadas|itens enviados|mensagens enviadas|e-mails enviados|correio enviado|e-mail enviado
posta inviata|inviati|inviata|messaggi inviati|elementi inviati
verzonden|verzonden items|verzonden berichten|verzonden e-mail|verzonden mail
skickat|skickade|skickade objekt|skickade meddelanden|skickad e-post
sendt|sendte elementer|sendt post|sendte meddelelser|sendt e-post|sendte e-mails
lähetetyt|lähetetyt kohteet|lähetetyt viestit
wysłane|elementy wysłane|wiadomości wysłane|wyslane
odeslané|odeslaná pošta|odeslané zprávy|odeslané položky|odoslané|odoslaná pošta|odoslané položky
elküldött|elküldött elemek|elküldött üzenetek|elküldött levelek
trimise|elemente trimise|mesaje trimise
gönderilmiş öğeler|gönderilenler|gönderilmiş postalar|gönderilmiş
poslano|poslana pošta|poslane stavke|изпратени|изпратена поща|послато
отправленные|отправленные элементы|надіслані|відправлені|надіслані елементи
απεσταλμένα|σταλμένα
送信済み|送信済みアイテム|送信済みメール|送信済みトレイ
已发送|已发送邮件|已发邮件|寄件备份|寄件備份|已傳送|已傳送的郵件|已傳送郵件
보낸편지함|보낸 편지함|보낸 메일함|보낸메일함|전송됨
المرسل|البريد المرسل|פריטים שנשלחו|נשלח|đã gửi|thư đã gửi|terkirim|ส่งแล้ว
"""


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()


def ranked(names: str) -> dict[str, int]:
    """The names of such a folder, parted by "|" or lines, each with its rank: the first are preferred."""
    return {_plain(name): rank for rank, name in enumerate(names.replace("\n", "|").strip("|").split("|"))}


_RANK = ranked(_NAMES)


def find_sent(folders: Iterable[Listed]) -> str | None:
    """The name of the folder of sent mail, or None when no folder looks like it."""
    return find_by_use(folders, "\\sent", _RANK)


def find_by_use(folders: Iterable[Listed], use: str, names: Mapping[str, int]) -> str | None:
    """The name of the folder with the special use `use`, in lower case, or else with one of the `ranked` `names`."""
    usable = [folder for folder in folders if not folder.flags & {"\\noselect", "\\nonexistent"}]
    marked = [folder.name for folder in usable if use in folder.flags]
    if marked:
        return min(marked, key=len)
    named = [(_depth(folder), names[leaf], folder.name) for folder in usable if (leaf := _leaf(folder)) in names]
    return min(named)[2] if named else None


def _leaf(folder: Listed) -> str:
    return _plain(folder.name.rpartition(folder.delimiter)[2] if folder.delimiter else folder.name)


def _depth(folder: Listed) -> int:
    return folder.name.count(folder.delimiter) if folder.delimiter else 0

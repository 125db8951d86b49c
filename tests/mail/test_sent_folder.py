"""Finding the folder of sent mail, in whatever language the mail program made it."""

import pytest

from courtesy.mail.sent_folder import Listed, find_sent


def listed(*names: str, delimiter: str = "/") -> list[Listed]:
    return [Listed(name=name, delimiter=delimiter) for name in names]


@pytest.mark.parametrize(
    ("folders", "sent"),
    [
        (listed("INBOX", "INBOX.Sent", "INBOX.Trash", delimiter="."), "INBOX.Sent"),
        (listed("INBOX", "[Gmail]/Gesendet", "[Gmail]/Papierkorb"), "[Gmail]/Gesendet"),
        (listed("INBOX", "Gesendete Elemente", "Entwürfe"), "Gesendete Elemente"),
        (listed("INBOX", "Éléments envoyés"), "Éléments envoyés"),
        (listed("INBOX", "E\u0301le\u0301ments envoye\u0301s"), "E\u0301le\u0301ments envoye\u0301s"),
        (listed("INBOX", "Отправленные", "Спам"), "Отправленные"),
        (listed("INBOX", "送信済みアイテム"), "送信済みアイテム"),
        (listed("INBOX", "SENT ITEMS"), "SENT ITEMS"),
        (listed("INBOX", "Archive/2020/Sent", "Sent Messages"), "Sent Messages"),
        (listed("INBOX", "Sent", "Gesendet"), "Sent"),
        (listed("Sent.Mail", delimiter=""), None),
        (listed("INBOX", "Presents", "Consent/forms", "Sent to printer"), None),
        ([], None),
    ],
)
def test_by_name(folders: list[Listed], sent: str | None) -> None:
    assert find_sent(folders) == sent


def test_a_mark_says_more_than_a_name() -> None:
    marked = Listed(name="Ablage", delimiter="/", flags=frozenset({"\\hasnochildren", "\\sent"}))
    closed = Listed(name="Sent", delimiter="/", flags=frozenset({"\\noselect"}))
    assert find_sent([*listed("Sent"), marked]) == "Ablage"
    assert find_sent([closed]) is None

"""An answer that does nothing but agree is known as such, in any of the languages; what says more is not."""

import pytest

from courtesy.reading.assent import agrees
from courtesy.reading.words import Words
from courtesy.shipped import shipped

WORDS = {
    code: Words.unread(shipped(f"rules/{code}/words.toml").read_text("utf-8"))
    for code in "en de fr es it nl pt".split()
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thank you so much, confirmed."),
        ("en", "Booked. He'll call you on your mobile."),
        ("en", "\N{THUMBS UP SIGN}"),
        ("en", "brilliant x"),
        ("en", "\N{OK HAND SIGN} will send a link"),
        ("en", "Hello Ada,\n\nPerfect, thanks.\n\nKind regards,\nJo Kay"),
        ("en", "Great \N{THUMBS UP SIGN} thanks Ada"),
        ("en", "You got it. 45 minutes, with Bo and our head of sales."),
        ("de", "Alles klar, danke!"),
        ("de", "Super, bis Donnerstag!"),
        ("de", "Prima, der Termin ist notiert. Viele Grüße, Jan Wolf"),
        ("fr", "C'est noté, vous aurez l'invitation du client.\nBonne soirée"),
        ("es", "Vale, gracias"),
        ("it", "Perfetto, grazie mille"),
        ("nl", "Super, staat genoteerd. Succes!"),
        ("pt", "Combinado!"),
    ],
)
def test_assent(language: str, text: str) -> None:
    assert agrees(text, (WORDS[language], WORDS["en"]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hi Ada",
        "I'll send you a link.",
        "Thanks, I'll let you know.",
        "Great, let me check with Tom.",
        "Sorry, that one is gone.",
        "Is that confirmed?",
        "Not confirmed yet, sorry.",
        "Booked? Not yet.",
        "Confirmed for 11:30",
        "Thanks for your application",
        "Great chatting with you",
        "Tom says no",
        "ok " * 200,
    ],
)
def test_what_says_more_or_less(text: str) -> None:
    assert not agrees(text, (WORDS["en"],))

"""Only the rules of the languages that a mail is in are asked, and those of languages long unmet are given up."""

import pytest
from tests.job_hunts import packs

from courtesy.reading.packs import Packs
from courtesy.shipped import shipped

RULE = "[[rule]]\nname = 'hello'\nsays = 'invite'\nany = ['hello']\n"
LANGUAGES = ("de", "en", "es", "fr", "it")


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("See you on Tuesday at ten then. Passt das? Liebe Grüße", {"en", "de"}),
        ("Can we talk about the role? " * 20 + "Je suis désolée, nous ne pouvons pas vous rencontrer.", {"en", "fr"}),
        ("Vorstellungsgespräch", set()),
        ("Is er al nieuws over mijn functie daar?", {"nl"}),
        ("42 #!", set()),
    ],
)
def test_the_languages_of_a_text_are_at_least_those_that_stand_in_it(text: str, languages: set[str]) -> None:
    found = packs().languages.within(text)
    assert found >= languages
    assert bool(found) == bool(languages)


def test_only_rules_of_the_languages_of_a_mail_speak_or_all_where_nothing_tells_it() -> None:
    told = [
        (name, shipped(f"rules/{name}").read_text("utf-8")) for name in (f"{one}/language.toml" for one in LANGUAGES)
    ]
    packs = Packs.load([*told, *((f"{one}/invite.toml", RULE) for one in LANGUAGES), ("mine.toml", RULE)])

    def speaking(text: str) -> list[str]:
        return [hit.rule.name.removesuffix("invite.hello") for hit in packs.hits({"newest": text})]

    assert speaking("hello, would you please call me about the job?") == ["en/", "mine.hello"]
    assert speaking("hello, können Sie mich bitte heute noch anrufen?") == ["de/", "en/", "mine.hello"]
    everyone = [f"{one}/" for one in LANGUAGES] + ["mine.hello"]
    assert speaking("hello") == everyone
    assert speaking("hello") == everyone  # those that were given up meanwhile are compiled again

"""Rule packs: every shipped rule matches its examples, faults are located, hostile text and patterns stay cheap."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtesy.errors import ConfigError
from courtesy.reading.evidence import weighed_as
from courtesy.reading.packs import Packs
from courtesy.reading.rules import Rule
from courtesy.reading.sentences import QUOTED, Sentences, clip, flow, in_whole_words

RULES = Path(__file__).parents[2] / "rules"
TEXTS = [(str(path.relative_to(RULES)), path.read_text("utf-8")) for path in sorted(RULES.rglob("*.toml"))]
PACKS = Packs.load(TEXTS)
THANKS = """
[[rule]]
name = "thanks"
says = "own.thanks"
where = ["subject", "newest"]
any = ['\\bthank you for your time\\b']
unless = ['in advance']
"""


def matches(packs: Packs, rule: Rule, text: str) -> bool:
    texts = {where: flow(text) for where in rule.where}
    return any(hit.rule.name == rule.name for hit in packs.hits(texts, family=rule.family))


@pytest.mark.parametrize("rule", PACKS.rules.values(), ids=lambda rule: rule.name)
def test_every_shipped_rule_matches_its_examples_and_not_its_counters(rule: Rule) -> None:
    assert [text for text in rule.example if not matches(PACKS, rule, text)] == []
    assert [text for text in rule.counter if matches(PACKS, rule, text)] == []


def test_a_hit_quotes_its_sentence_and_unless_silences_only_its_own_sentence() -> None:
    packs = Packs.load([("en/own.toml", THANKS)])
    text = "Thank you for your time in advance. As Dr. Ode said: thank you for your time yesterday. Bye."
    (hit,) = packs.hits({"newest": flow(text)}, family="own")
    assert hit.quote == "As Dr. Ode said: thank you for your time yesterday."
    assert packs.hits({"newest": "Thank you for your time in advance."}, family="own") == ()


@pytest.mark.parametrize("above", [0, 1, 7, 40])
def test_rules_match_wherever_in_a_long_text_their_words_stand_and_across_its_lines(above: int) -> None:
    rule = "[[rule]]\nname = '{}'\nsays = 'own.thanks'\nany = ['{}']\n".format
    packs = Packs.load([("en/own.toml", rule("within", r"\bpear\b.*plum") + rule("across", r"pear\s+(?:fig)$"))])
    text = "A line about an apple and a fig.\n" * above + "a pear, a plum\npears\na pear\nfig"
    hits = {hit.rule.name: hit.quote for hit in packs.hits({"newest": text}, family="own")}
    assert hits == {"en/own.within": "a pear, a plum", "en/own.across": "a pear"}


def test_lines_broken_by_a_mail_program_still_hold_one_sentence() -> None:
    text = "I write because of the letter that you sent us, and to say thank you for\nyour time last week."
    assert Packs.load([("en/own.toml", THANKS)]).hits({"newest": flow(text)}, family="own")
    sentences = Sentences("Né. Zwei!\nDr. Drei".encode())
    assert [sentences.quote(at) for at in (0, 6, 12, 16)] == ["Né.", "Zwei!", "Dr. Drei", "Dr. Drei"]


def test_the_number_of_a_day_ends_no_sentence() -> None:
    text = "Wir treffen uns am 25. August. Oder am 3. um 11 Uhr? See you at 10. Please bring a pen."
    sentences = Sentences(text.encode())
    assert [sentences.quote(text.index(word)) for word in ("August", "um 11", "See", "Please")] == [
        "Wir treffen uns am 25. August.",
        "Oder am 3. um 11 Uhr?",
        "See you at 10.",
        "Please bring a pen.",
    ]


def test_what_was_forgotten_is_compiled_again() -> None:
    packs = Packs.load([("en/own.toml", THANKS)])
    before = packs.hits({"newest": "Thank you for your time."}, family="own")
    packs.forget()
    assert before
    assert packs.hits({"newest": "Thank you for your time."}, family="own") == before


def test_a_rule_of_a_thousand_words_fits_as_one_of_two_does() -> None:
    words = "|".join(f"number{number * 7919}" for number in range(1000))
    mine = f"[[rule]]\nname = 'big'\nsays = 'scam'\nany = ['{words}']\nunless = ['not (?:{words})']"
    packs = Packs.load([("mine.toml", mine)])
    assert packs.hits({"newest": "It is number7919000 no longer, but number7911081."})
    assert not packs.hits({"newest": "It is not number7911081."})


def test_a_rule_that_takes_more_memory_than_there_is_for_it_is_told_before_any_mail_comes() -> None:
    with pytest.raises(ConfigError, match=r"mine.toml:5: rule 'big' has a pattern that does not work.*too large"):
        Packs.load([("mine.toml", "\n[[rule]]\nname = 'big'\nsays = 'scam'\nany = ['\\p{L}{1000}']")])


def test_later_packs_override_rules_by_name_and_add_their_own() -> None:
    mine = """
[[rule]]
name = "en/own.thanks"
says = "own.thanks"
any = ["danke"]
[[rule]]
name = "new"
says = "scam"
any = ["x"]
"""
    packs = Packs.load([("en/own.toml", THANKS), ("mine.toml", mine)])
    assert sorted(packs.rules) == ["en/own.thanks", "mine.new"]
    assert packs.rules["en/own.thanks"].any == ("danke",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[[rule]]\nname = "a"\nsays = "invite"\nany = [\n  "ok",\n  "(open",\n]', 6, "'(open'"),
        ('[[rule]]\nname = "a"\nsays = "invite"\nany = ["x(?=y)"]', 4, "lookaround"),
        (
            '[[rule]]\nname = "a"\nsays = "invite"\nany = ["x"]\n[[rule]]\nname = "b"\nsay = "x"\nany = ["x"]',
            7,
            "'says'",
        ),
        ('[[rule]]\nname = "a"\nsays = "invite"\nwhere = "subjct"\nany = ["x"]', 4, "'subject'"),
        ('[[rule]]\nname = "a"\nsays = "invite"\nany = "x"', 4, "a list"),
        ('[[rule]]\nname = "a"\nsays = "invite"\nany = ["{wekday}"]\n[shorthand]\nweekday = "mon"', 4, "'weekday'"),
        ("[[rule]\n", 1, "line 1"),
        ('[language]\nsmall = ["og", "ikke"]', 1, "parted by blanks"),
    ],
)
def test_faults_name_file_line_and_remedy(text: str, line: int, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Packs.load([("mine.toml", text)])
    assert any(problem.startswith("mine.toml") and said in problem for problem in caught.value.problems)
    if line > 1:
        assert any(problem.startswith(f"mine.toml:{line}:") for problem in caught.value.problems)


def test_an_exponential_pattern_and_a_hostile_text_end_at_once() -> None:
    evil = Packs.load([("mine.toml", "[[rule]]\nname = 'a'\nsays = 'scam'\nany = ['(a+)+$', '(.*,){9}b']\n")])
    assert evil.hits({"newest": "a" * 60_000 + "!"}) == ()
    assert len(PACKS.hits({"newest": flow("would tuesday at 10 or " * 4000)})) < 80


def test_known_senders_are_found_by_any_subdomain() -> None:
    found = PACKS.sender("us.greenhouse-mail.io")
    assert found
    assert found.does == "tracks"
    assert PACKS.sender("greenhouse-mail.io.evil.example") is None


def test_every_shipped_rule_that_is_weighed_has_a_row_of_weights() -> None:
    own = [rule.name for rule in PACKS.rules.values() if not rule.family and rule.weight is None]
    weighed = {weighed_as(name, PACKS) for name in own}
    assert weighed - set(PACKS.weights.table) == set()


def test_what_is_read_when_its_language_is_met_is_what_is_read_at_once() -> None:
    later = Packs.load(TEXTS, proven=True)
    assert later.rules == PACKS.rules
    assert later.headers == PACKS.headers
    for language in ("en", "de", "pt"):
        assert later.things.speaking(language) == PACKS.things.speaking(language)
        assert dict(later.words[language].table) == dict(PACKS.words[language].table)


@given(st.text(max_size=500), st.integers(0, 500), st.integers(0, 60))
def test_a_quote_is_bounded_and_cuts_no_word(text: str, start: int, more: int) -> None:
    start = min(start, len(text))
    end = min(start + more, len(text))
    cut = in_whole_words(text, max(0, start - 50), start, end, end + 60)
    assert text[start:end] in cut
    assert len(cut) <= end - start + 112
    assert len(clip(cut)) <= QUOTED


def test_what_is_left_out_of_a_quote_shows() -> None:
    text = (
        "who leads the analytics team. It will take 45 minutes on Zoom, says everybody who was ever there before you."
    )
    at = text.index("45")
    shown = in_whole_words(text, at - 36, at, at + 10, at + 24)
    assert shown == "…the analytics team. It will take 45 minutes on Zoom, says…"
    assert in_whole_words(text, 0, at, at + 10, len(text)) == text
    sentence = f"{'and so on ' * 30}we met {'and so forth ' * 30}"
    shown = Sentences(sentence.encode()).quote(sentence.index("we met"))
    assert "we met" in shown
    assert len(shown) <= QUOTED
    assert {word.strip("…") for word in shown.split()} <= {"and", "so", "on", "we", "met", "forth"}

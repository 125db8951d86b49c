"""Which language a mail is written in, told by the small words that every sentence needs."""

from collections.abc import Mapping
from functools import lru_cache

from courtesy.errors import ConfigError

_ENGLISH = "en"
_LOOKED_AT = 3000  # characters
_SURE = 1.5
_HANDFUL = 8  # different words
_SENTENCE = 4  # telling words
_SHARE = 0.3
_AROUND = ".,;:!?()[]<>*|\"'\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb\u00bf\u00a1-\u2013\u2014"
_TABLES = ("small", "more")


class Languages:
    """The languages we read, each known by its words, as rules/<language>/language.toml has them."""

    def __init__(self, tables: Mapping[str, Mapping[str, str]]) -> None:
        """From the `[language]` table of each language, by its ISO 639-1 code."""
        small = {language: table.get("small", "").split() for language, table in tables.items()}
        more = {language: table.get("more", "").split() for language, table in tables.items()}
        self._codes = tuple(small)
        self._speak: dict[str, tuple[str, ...]] = {}  # by small word: the languages that have it
        for language, words in small.items():
            for word in words:
                self._speak[word] = (*self._speak.get(word, ()), language)
        english = frozenset(small.get("en", ()))
        self._telling = {
            language: frozenset([*words, *more[language]]) - (frozenset() if language == "en" else english)
            for language, words in small.items()
        }
        self._alone = {  # what no other language has
            language: telling.difference(*(other for name, other in self._telling.items() if name != language))
            for language, telling in self._telling.items()
        }
        self.of = lru_cache(maxsize=1)(self._of)  # a mail is asked for more than once, in a row

    def _of(self, text: str) -> str:
        """The ISO 639-1 code of the language of `text`; that of English when it does not say.

        Short mail and tables say little: one small word makes no language other than that.
        """
        counts = dict.fromkeys((_ENGLISH, *self._codes), 0.0)
        for piece in text[:_LOOKED_AT].split():
            word = piece.strip(_AROUND)
            if len(word) == 2 and word.isupper():
                continue  # "AM", "PT", "DE": no small words
            languages = self._speak.get(word.lower(), ())
            for language in languages:
                counts[language] += 1 / len(languages)  # a word of three languages says little of each
        best = max(counts, key=lambda language: (counts[language], language == _ENGLISH))
        return best if counts[best] >= _SURE and counts[best] > counts[_ENGLISH] else _ENGLISH

    def of_few(self, text: str) -> str:
        """`of`, but where that does not tell, the one of which more words stand in `text` than of English."""
        found = self.of(text)
        if found != _ENGLISH:
            return found
        words = _words(text[:_LOOKED_AT])
        counts = {_ENGLISH: 0} | {language: len(words & alone) for language, alone in self._alone.items()}
        best = max(counts, key=lambda language: counts[language])
        return best if counts[best] > counts[_ENGLISH] else _ENGLISH

    def within(self, text: str) -> set[str]:
        """The languages of which anything stands in `text`, if only a sentence.

        None where nothing is told of any, as of a handful of words.
        """
        words = _words(text)
        if len(words) < _HANDFUL or not self._telling:
            return set()
        counts = {language: len(words & telling) for language, telling in self._telling.items()}
        enough = max(1.0, _SHARE * max(counts.values()))
        alone = {language for language, its in self._alone.items() if len(words & its) >= _SENTENCE}
        return alone | {language for language, count in counts.items() if count >= enough}


def _words(text: str) -> set[str]:
    """The different words of `text`, in lower case; "l'entretien" is two."""
    text = text.lower().replace("\u2019", " ").replace("'", " ")
    return {piece.strip(_AROUND) for piece in set(text.split())}


def checked(file: str, table: object) -> Mapping[str, str]:
    """The `[language]` table of `file`. Raises ConfigError where it is none, or holds anything but words."""
    if isinstance(table, dict) and all(key in _TABLES and isinstance(table[key], str) for key in table):
        return table
    raise ConfigError([f"{file}: [language] has words, parted by blanks, in `small` and `more`, and nothing else"])

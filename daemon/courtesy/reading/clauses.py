"""The people named in a clause, one after the other, without their titles."""

from courtesy.reading.names import ends_sentence, is_trade, looks_personal, plain
from courtesy.reading.things import Things

MOST = 12
LONGEST_SHORT = 5  # characters of a title that is cut short: "Asst."
# what stands between words and is none of them
APART = {ord(mark): f" {mark} " for mark in ',()[]:;/&|–—"“”?!*•·<>=+'}


def names_in(clause: str, things: Things, *, through: bool = False) -> tuple[list[str], bool]:
    """People named at the start of a clause ("Miss Voyce and our partner Mr Gerald Amory on Friday"), and whether
    the writer counts himself in ("and me"); reading stops at the first word that leads to other things, or goes
    `through` the whole clause."""
    reader = _Names(things)
    for token in clause.translate(APART).split()[:60]:
        if not reader.take(token) and not through:
            break
    reader.close()
    return reader.names[:MOST], reader.me


class _Names:
    """Collects runs of capitalised words that are names and no titles."""

    def __init__(self, things: Things) -> None:
        self.things = things
        self.names: list[str] = []
        self.me = False
        self._run: list[str] = []
        self._title = ""  # "word" right after a title word, "joint" after "of" in a title, "apposed" after a name
        self._named = False  # a name and a comma stand right before
        self._depth = 0

    def close(self) -> None:
        """End the run of words at hand, and keep it when it is a name."""
        while self._run and self._run[-1].islower():
            self._run.pop()  # "Karim Bensaid van de polikliniek"
        name = " ".join(self._run)
        whose = name.removesuffix("'s").removesuffix("’s")
        name = whose if self.things.has("given", plain(whose)) else name
        if name and looks_personal(name, self.things):
            self.names.append(name)
        self._run, self._title = [], ""

    def take(self, token: str) -> bool:
        """One more token; False when it leads away from names."""
        word = plain(token)
        named, self._named = self._named, False
        if token in "([":
            self.close()
            self._depth += 1
        elif token in ")]":
            self._depth = max(0, self._depth - 1)
        elif self._depth:
            return True
        elif self.things.has("me", word) and token != "I.":
            self.close()
            self.me = True
            return not token.endswith(".")  # "... and me. Please ..."
        elif self._titled(token, word, named=named) or self._apposed(token, word):
            return not (token.endswith(".") and len(token) > LONGEST_SHORT)  # "Ops Manager. Okay?"
        elif not word or self.things.has("honorific", word) or (self._joins(word) and not self._is_particle(word)):
            self._named = token == "," and bool(self._run)
            self.close()
            return not (token in ".?!" and len(token) == 1)
        elif self._is_name(token, word):
            self._run.append(token.rstrip(".") if len(token) > 2 else token)
            if ends_sentence(token, self.things):
                self.close()
                return False
        else:
            self.close()
            return False
        return True

    def _titled(self, token: str, word: str, *, named: bool) -> bool:
        things = self.things
        trade = self._trade(token) or (named and things.has("trade", word))
        if trade or things.has("title", word) or things.has("team", word) or things.ends("rank", word):
            self._run, self._title = [], "apposed" if named and "of_office" in things.words else "word"
            return True
        if self._title and not self._run and things.has("title_joint", word):
            self._title = "joint"
            return True
        named = things.has("honorific", word) or things.has("given", word)
        return self._title == "joint" and token[0].isupper() and not named

    def _apposed(self, token: str, word: str) -> bool:
        """Whether a word belongs to what somebody is, after his name: "Jo Falk, Leiterin Technik, und ..."."""
        if self._title == "apposed" and word and not self._joins(word) and not self._human(word):
            return token[0].isupper()
        if self._run and self.things.has("of_office", word) and not self.things.has("particle", word):
            self.close()
            self._title = "apposed"
            return True  # "Jo Falk aus der Technik"
        return self._title == "apposed" and self.things.has("title_joint", word) and not self.things.has("and", word)

    def _human(self, word: str) -> bool:
        return self.things.has("honorific", word) or self.things.has("given", word)

    def _trade(self, token: str) -> bool:
        return not self._run and is_trade(token, self.things)

    def _is_particle(self, word: str) -> bool:
        return bool(self._run) and self.things.has("particle", word)  # "Marleen de Graaf"

    def _joins(self, word: str) -> bool:
        return self.things.has("and", word) or self.things.has("before_name", word)

    def _is_name(self, token: str, word: str) -> bool:
        if token.endswith(("'m", "'ll", "'d", "'ve", "'re", "n't", "’m", "’ll", "’d", "’ve", "’re", "n’t")):
            return False
        if self.things.has("particle", word) and (self._run or token[0].isupper()):
            return True
        return token[0].isupper() and not self.things.has("not_person", word)

"""On which line of a TOML text each key stands, which tomllib does not tell."""

import re
import tomllib

Place = tuple[str | int, ...]
"""Where a value lies in the parsed document: ("mailbox", 0, "port")."""

Fault = tuple[Place, str]
"""Where something is wrong, and what would be right there."""

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}'  # strings over several lines
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''  # strings on one line
    r"|\#[^\n]*|\n|[\[\]{}=,.]|[^\s\[\]{}=,.\#\"']+",
    re.DOTALL,
)


def lines(text: str) -> dict[Place, int]:
    """The line (from 1) of every table, key and list element of `text`, which tomllib must already have accepted."""
    walk = _Walk(text)
    walk.document()
    return walk.found


class _Walk:
    """One pass over the tokens; knows just enough TOML to tell keys from values."""

    def __init__(self, text: str) -> None:
        self.found: dict[Place, int] = {}
        self._tokens = list(_tokens(text))
        self._at = 0
        self._lengths: dict[Place, int] = {}  # of the [[tables]] so far

    def document(self) -> None:
        table: Place = ()
        while self._skip("\n"):
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Place:
        line = self._line()
        self._take()
        many = self._peek() == "["
        if many:
            self._take()
        keys = self._key()
        table: Place = (*self._inside((), keys[:-1]), keys[-1])
        self._note((), table, line)
        if many:
            self._lengths[table] = self._lengths.get(table, 0) + 1
            self._take()
        table = self._latest(table)
        self._note((), table, line)
        self._take()
        return table

    def _pair(self, table: Place) -> None:
        line = self._line()
        keys = self._key()
        place = (*self._inside(table, keys[:-1]), keys[-1])
        self._note(table, place, line)
        self._take()  # =
        self._value(place)

    def _value(self, place: Place) -> None:
        opening = self._peek()
        if opening == "[":
            self._list(place)
        elif opening == "{":
            self._inline_table(place)
        else:
            while self._peek() not in ("\n", ",", "]", "}", ""):
                self._take()

    def _list(self, place: Place) -> None:
        self._take()
        count = 0
        while self._skip("\n,") and self._peek() != "]":
            self._note(place, (*place, count), self._line())
            self._value((*place, count))
            count += 1
        self._take()

    def _inline_table(self, place: Place) -> None:
        self._take()
        while self._skip("\n,") and self._peek() != "}":
            self._pair(place)
        self._take()

    def _key(self) -> list[str]:
        keys = [_plain(self._take())]
        while self._peek() == ".":
            self._take()
            keys.append(_plain(self._take()))
        return keys

    def _inside(self, table: Place, keys: list[str]) -> Place:
        for key in keys:
            table = self._latest((*table, key))
        return table

    def _latest(self, table: Place) -> Place:
        length = self._lengths.get(table)
        return table if length is None else (*table, length - 1)

    def _note(self, table: Place, place: Place, line: int) -> None:
        """`place` and what lies between it and `table` begin on this line, unless met before."""
        for size in range(len(table) + 1, len(place) + 1):
            self.found.setdefault(place[:size], line)

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _line(self) -> int:
        return self._tokens[self._at][1]

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _skip(self, these: str) -> bool:
        """Step over `these` tokens; say whether any token is left."""
        while self._peek() and self._peek() in these:
            self._at += 1
        return bool(self._peek())


def _tokens(text: str) -> list[tuple[str, int]]:
    text = text.replace("\r\n", "\n")
    found, line, last = [], 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        if not match[0].startswith("#"):
            found.append((match[0], line))
    return found


def _plain(key: str) -> str:
    """The key without its quotes."""
    return str(tomllib.loads(f"key = {key}")["key"]) if key[:1] in "\"'" else key

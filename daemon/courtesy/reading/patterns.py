"""The patterns that stand in the code: compiled when the first text comes, and forgotten with all they have learnt."""

from typing import Any

import re2


class _Late:
    """Stands for a compiled pattern: any of its methods, once asked for, is that pattern's own."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._compiled: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = re2.compile(self._text)
        found = getattr(self._compiled, name)
        vars(self)[name] = found  # so that this is called once
        return found

    def forget(self) -> None:
        text = self._text
        vars(self).clear()
        self._text, self._compiled = text, None


_ALL: list[_Late] = []


def late(pattern: str) -> Any:
    """What `re2.compile(pattern)` gives, but the work is done at the first use, and done again after `forget`."""
    _ALL.append(_Late(pattern))
    return _ALL[-1]


def forget() -> None:
    """Give back what all patterns of `late` were compiled to and have learnt since, several MB after much mail."""
    for pattern in _ALL:
        pattern.forget()

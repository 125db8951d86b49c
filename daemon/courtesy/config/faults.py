"""Everything that is wrong with a configuration, found in one pass and said with the nearest right key."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from msgspec import inspect

from courtesy.config.lines import Fault, Place

_INSTEAD = {
    "password": "passwords are never kept in this file; use password_command or password_file",
}
_PLAIN = {
    inspect.StrType: (str, "text in quotes"),
    inspect.BoolType: (bool, "true or false"),
    inspect.DictType: (dict, "a table"),
}


def faults(value: Any, wanted: inspect.Type, place: Place = ()) -> Iterator[Fault]:
    """Compare a parsed TOML `value` with the type `wanted` (of msgspec.inspect) and yield every difference."""
    check = None
    if isinstance(wanted, inspect.Metadata):
        check = (wanted.extra or {}).get("check")
        wanted = wanted.type
    found = list(_differences(value, wanted, place))
    yield from found
    if check and not found and (complaint := check(value)):
        yield place, f"{_name(place)}: {complaint}"


def _differences(value: Any, wanted: inspect.Type, place: Place) -> Iterator[Fault]:
    match wanted:
        case inspect.StructType():
            yield from _table(value, [wanted], place)
        case inspect.UnionType():
            yield from _table(value, [one for one in wanted.types if isinstance(one, inspect.StructType)], place)
        case inspect.VarTupleType():
            yield from _list(value, wanted.item_type, place)
        case inspect.LiteralType():
            yield from _choice(value, [str(one) for one in wanted.values], place)
        case inspect.IntType():
            yield from _number(value, wanted, place)
        case _:
            kind, words = _PLAIN[type(wanted)]
            if not isinstance(value, kind):
                yield place, f"{_name(place)} must be {words}, not {_shown(value)}"


def _table(value: Any, kinds: list[inspect.StructType], place: Place) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield place, f"{_name(place)} must be a table, not {_shown(value)}"
        return
    kind = kinds[0]
    if kind.tag_field:
        names = {str(one.tag): one for one in kinds}
        named = value.get(kind.tag_field, kind.tag if len(kinds) == 1 else None)
        yield from _kind_fault(named, list(names), (*place, kind.tag_field))
        near = get_close_matches(str(named), names, 1)
        if not near:
            return
        kind = names[near[0]]
    yield from _keys(value, kind, place)


def _keys(value: dict[str, Any], kind: inspect.StructType, place: Place) -> Iterator[Fault]:
    fields = {field.encode_name: field.type for field in kind.fields}
    for key, inner in value.items():
        if key in fields:
            yield from faults(inner, fields[key], (*place, key))
        elif key != kind.tag_field:
            yield (*place, key), _unknown(key, list(fields), place)
    agreement = getattr(kind.cls, "agreement", None)  # what a struct says about its keys taken together
    for inside, text in agreement(value) if agreement else ():
        at = (*place, *inside)
        yield at, f"{_name(at)}: {text}"


def _kind_fault(named: object, names: list[str], at: Place) -> Iterator[Fault]:
    if named is None:
        yield at, f"{_name(at)} is missing; it may be {_listed(names)}"
    else:
        yield from _choice(named, names, at)


def _list(value: Any, wanted: inspect.Type, place: Place) -> Iterator[Fault]:
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from faults(element, wanted, (*place, index))
    elif isinstance(value, dict):
        yield place, f"write [[{place[-1]}]] with two brackets: there may be several"
    else:
        yield place, f"{_name(place)} must be a list in brackets, not {_shown(value)}"


def _choice(value: Any, choices: list[str], place: Place) -> Iterator[Fault]:
    if value not in choices:
        yield place, f"{_name(place)} cannot be {_shown(value)}; {nearest(str(value), choices)}"


def _number(value: Any, wanted: inspect.IntType, place: Place) -> Iterator[Fault]:
    low, high = wanted.ge, wanted.le
    if isinstance(value, bool) or not isinstance(value, int):
        bare = f"; write {place[-1]} = {value} without quotes" if isinstance(value, str) and value.isdecimal() else ""
        yield place, f"{_name(place)} must be a whole number, not {_shown(value)}{bare}"
    elif (low is not None and value < low) or (high is not None and value > high):
        yield place, f"{_name(place)} must lie between {low} and {high}, not {value}"


def _unknown(key: str, known: list[str], table: Place) -> str:
    if key in _INSTEAD:
        return f"unknown key {key!r} in {_where(table)}; {_INSTEAD[key]}"
    what = f"unknown key {key!r} in {_where(table)}" if table else f"unknown table or key {key!r}"
    return f"{what}; {nearest(key, known)}"


def nearest(word: str, known: Sequence[str]) -> str:
    """The end of a complaint about `word`: which of the `known` ones was meant, or which there are."""
    near = get_close_matches(word, known, 1)
    return f"did you mean {near[0]}?" if near else f"it may be {_listed(known)}"


def _listed(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _where(place: Place) -> str:
    """The table as the owner wrote it: [me], [[mailbox]]."""
    names = ".".join(part for part in place if isinstance(part, str))
    if not names:
        return "the file"
    return f"[[{names}]]" if isinstance(place[-1], int) else f"[{names}]"


def _name(place: Place) -> str:
    """A key for a sentence: "port in [[mailbox]]"; an element of a list goes by the list's name."""
    keys = place[:-1] if len(place) > 2 and isinstance(place[-1], int) else place
    if len(keys) < 2:
        return _where(keys)
    return f"{keys[-1]} in {_where(keys[:-1])}" if isinstance(keys[-1], str) else _where(keys)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."

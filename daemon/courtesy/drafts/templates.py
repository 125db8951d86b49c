"""The words of drafts, from the files that come with the program and the owner's own."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from courtesy.cases.draft_letter import Writer
from courtesy.cases.draft_words import LISTS, SEVERAL, TEXTS, Template, Unfit, Words, template
from courtesy.config.faults import nearest
from courtesy.config.lines import Fault, lines
from courtesy.config.tables import Config
from courtesy.errors import ConfigError, CourtesyError
from courtesy.files import load_file
from courtesy.reading.names import person_shown
from courtesy.reading.packs import Packs
from courtesy.shipped import shipped

_Tables = dict[str, dict[str, Any]]


def writer_of(config: Config, packs: Packs) -> Writer | None:
    """In whose name drafts are written, and how; None where none are wanted. Raises ConfigError as `load` does."""
    if not config.drafts.write:
        return None
    own = config.drafts.templates
    return Writer(
        name=config.me.name,
        addresses=config.me.addresses,
        kinds=frozenset(config.drafts.kinds),
        words=load(Path(own).expanduser() if own else None),
        person=lambda shown, language: person_shown(shown, packs.things.speaking(language)),
    )


def load(own: Path | None = None) -> Mapping[str, Words]:
    """The words of drafts by language (ISO 639-1); what the file `own` has goes over what comes with the program.

    Raises ConfigError with a line for each fault: the file, its line, and what would be right there.
    """
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in shipped("drafts").glob("*.toml")}
    for language, table in (_own(own, tables) if own else {}).items():
        theirs = tables[language]
        for text in table:
            theirs.pop(f"{text}{SEVERAL}", None)  # his own words go to several people as well, unless he has others
        theirs.update(table)
    return {language: _words(table) for language, table in sorted(tables.items())}


def _own(path: Path, known: _Tables) -> _Tables:
    """The tables of the owner's file, checked."""
    try:
        text = load_file(path).decode("utf-8-sig")
    except (CourtesyError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error
        raise ConfigError([f"{path}, which templates of [drafts] names, is of no use: {why}"]) from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path.name}: this is not TOML: {error}"]) from None
    where, found = lines(text), list(_faults(document, known))
    if found:
        raise ConfigError([f"{path.name} line {where.get(place, 1)}: {said}" for place, said in found])
    return document


def _faults(document: dict[str, Any], known: _Tables) -> Iterator[Fault]:
    for language, table in document.items():
        if language not in known:
            yield (language,), f"[{language}] is no language that mail is read in; {nearest(language, sorted(known))}"
        elif not isinstance(table, dict):
            yield (language,), f"{language} must be a table; write [{language}] above its texts"
        else:
            for key, value in table.items():
                for complaint in _complaints(key, value):
                    yield (language, key), f"{key} in [{language}]: {complaint}"


def _complaints(key: str, value: Any) -> Iterator[str]:
    """What is wrong with a text, or a list of names."""
    if key in LISTS:
        if not (isinstance(value, list) and len(value) == LISTS[key] and all(isinstance(one, str) for one in value)):
            yield f"must be a list of {LISTS[key]} names"
    elif key.removesuffix(SEVERAL) not in TEXTS:
        yield f"there is no such text; {nearest(key, [*TEXTS, *LISTS])}"
    elif not isinstance(value, str):
        yield "must be text in quotes"
    else:
        try:
            template(key, value)
        except Unfit as error:
            yield str(error)


def _words(table: dict[str, Any]) -> Words:
    some = (f"{text}{SEVERAL}" for text in TEXTS)
    names = (*TEXTS, *(name for name in some if name in table))
    texts: dict[str, Template] = {name: template(name, table[name]) for name in names}
    return Words(texts=texts, lists={name: tuple(table[name]) for name in LISTS})

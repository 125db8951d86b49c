"""The configuration: defaults that serve, every fault at once, and an example that is complete."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from courtesy.config.checks import system_zone, zone
from courtesy.config.file import default_path, load, need_mailbox, parse
from courtesy.config.lines import lines
from courtesy.config.tables import Config, Imap
from courtesy.errors import ConfigError
from courtesy.shipped import shipped


def told(text: str) -> list[str]:
    """The faults of a configuration, none lost."""
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value.problems


EVERYTHING_WRONG = """\
[me]
time_zon = "Europe/London"
time_zone = "europe/londn"
addresses = ["Ada <ada@x.example>", 5]
[timing]
reply_within_hours = "24"
phone_minutes = 0
[[mailbox]]
kind = "imap"
port = "993"
password = "hunter2"
security = "none"
host = "mail.example"
[[mailbox]]
kind = "imapp"
[[mailbox]]
kind = "carrier-pigeon"
[calendar]
kind = "vdir"
path = "calendars"
[alert]
kind = "desktop"
[quiet]
from = "25:00"
weekend = "no"
[statee]
"""


def test_every_fault_is_told_at_once_with_its_line_and_the_nearest_right_key() -> None:
    """Fifteen faults in one file, in the order of the file."""
    assert told(EVERYTHING_WRONG) == [
        "config.toml line 2: unknown key 'time_zon' in [me]; did you mean time_zone?",
        'config.toml line 3: time_zone in [me]: "europe/londn" is not a time zone; did you mean Europe/London?',
        'config.toml line 4: addresses in [me]: "Ada <ada@x.example>" is not an e-mail address; '
        'write it bare, as in "you@example.com"',
        "config.toml line 4: addresses in [me] must be text in quotes, not 5",
        'config.toml line 6: reply_within_hours in [timing] must be a whole number, not "24"; '
        "write reply_within_hours = 24 without quotes",
        "config.toml line 7: phone_minutes in [timing] must lie between 1 and 1440, not 0",
        'config.toml line 10: port in [[mailbox]] must be a whole number, not "993"; write port = 993 without quotes',
        "config.toml line 11: unknown key 'password' in [[mailbox]]; "
        "passwords are never kept in this file; use password_command or password_file",
        'config.toml line 12: security in [[mailbox]]: "none" would show mail and password to the network; '
        "it is for localhost only",
        "config.toml line 14: host in [[mailbox]]: it is missing; give the name of the server",
        'config.toml line 15: kind in [[mailbox]] cannot be "imapp"; did you mean imap?',
        'config.toml line 17: kind in [[mailbox]] cannot be "carrier-pigeon"; it may be imap, maildir or gmail',
        'config.toml line 20: path in [calendar]: "calendars" depends on where the program is started; '
        "begin it with / or ~/",
        "config.toml line 21: write [[alert]] with two brackets: there may be several",
        'config.toml line 24: from in [quiet]: "25:00" is not a time of day; write it as in "22:00"',
        "config.toml line 24: from in [quiet]: quiet hours need both from and to",
        'config.toml line 25: weekend in [quiet] must be true or false, not "no"',
        "config.toml line 26: unknown table or key 'statee'; did you mean state?",
    ]


def test_the_users_of_mailboxes_are_addresses_of_the_owner_unless_he_gives_others() -> None:
    """And a mailbox without a user is that of his first address; one of the two must be there."""
    mailbox = '[[mailbox]]\nkind = "imap"\nhost = "imap.example"\n'
    assert told(mailbox) == ["config.toml line 1: user in [[mailbox]]: give it, or addresses in [me]"]
    assert parse(mailbox + 'user = "Ada@x.example"').me.addresses == ("Ada@x.example",)
    assert parse(mailbox + 'user = "ada"').me.addresses == ()
    assert parse(mailbox + '[me]\naddresses = ["ada@x.example"]').me.addresses == ("ada@x.example",)


def test_alerts_go_to_nobody_but_the_owner() -> None:
    """A recipient that is not one of the owner's addresses is refused before anything is sent."""
    alert = '[[alert]]\nkind = "email"\nhost = "smtp.example"\n'
    mine = '[me]\naddresses = ["Ada@x.example"]\n'
    assert "add addresses to [me]" in told(alert)[0]
    assert told(mine + alert + 'to = "bob@x.example"')[0].startswith("config.toml line 6: to in [[alert]]")
    assert parse(mine + alert + 'to = "ada@x.example"').alert


@pytest.mark.parametrize(
    ("text", "line"),
    [("[me\n", "line 1"), ("\n\nname = 'x\n", "line 3"), ("[me]\nname = what\n", "line 2")],
)
def test_what_is_not_toml_is_told_with_its_line(text: str, line: str) -> None:
    """The syntax itself."""
    assert told(text)[0].startswith(f"config.toml {line}: this is not TOML: ")


def test_nothing_at_all_is_a_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file at the usual place and an empty one serve alike; a file that was asked for must be there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_path() == tmp_path / "courtesy/config.toml"
    (tmp_path / "empty.toml").write_bytes(b"\xef\xbb\xbf")
    assert load() == load(tmp_path / "empty.toml") == Config()
    assert Config().me.zone.key == system_zone()
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        load(tmp_path / "typo.toml")
    with pytest.raises(ConfigError, match=r"(?s)\[\[mailbox\]\].*password_command") as caught:
        need_mailbox(Config())
    remedy = caught.value.problems[0].partition("\n")[2]  # to be copied as it stands
    assert isinstance(parse(remedy).mailbox[0], Imap)


def test_the_zone_of_the_computer_comes_from_where_the_computer_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """TZ goes first; a TZ that is no name of a zone is passed over."""
    monkeypatch.setenv("TZ", ":Europe/Lisbon")
    assert system_zone() == "Europe/Lisbon"
    monkeypatch.setenv("TZ", "EST5EDT,M3.2.0,M11.1.0")
    assert zone(system_zone()) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "Europe", "/etc/localtime", "x\0y", "Bonn"])
def test_only_names_of_zones_are_zones(name: str) -> None:
    """Neither paths nor folders nor towns without a zone of their own."""
    assert "is not a time zone" in (zone(name) or "")


# The example


def uncommented() -> str:
    """The example with every commented table switched on, except the inline rule, which has no keys of its own.

    Of the calendars, of which a real file has one, it has all.
    """
    text = shipped("config.example.toml").read_text(encoding="utf-8").replace("#[calendar]", "#[[calendar]]")
    return "\n".join(line.removeprefix("#") if line[:2].strip("# ") else line for line in text.splitlines())


def test_the_example_says_the_defaults() -> None:
    """As shipped it changes nothing, and switched on it gives every key its default."""
    assert parse(shipped("config.example.toml").read_text(encoding="utf-8")) == Config()
    document: dict[str, Any] = tomllib.loads(uncommented())
    for table in [*document["mailbox"], *document["calendar"], *document["alert"]]:
        struct = next(one for one in tables() if one.__struct_config__.tag == table["kind"])
        assert msgspec.convert(table, struct) == struct()


def test_the_example_names_every_key_there_is() -> None:
    """Complete both ways: what it names exists, and what exists it names."""
    document: dict[str, Any] = tomllib.loads(uncommented())
    shown = {
        (name, one.get("kind", ""), key)
        for name, table in document.items()
        for one in (table if isinstance(table, list) else [table])
        for key in one
        if key != "kind"
    }
    assert shown == set(schema())


def tables() -> list[type[msgspec.Struct]]:
    """Every table with a kind."""
    fields = msgspec.inspect.type_info(Config).fields  # type: ignore[attr-defined]
    found = []
    for field in fields:
        inner = getattr(field.type, "item_type", field.type)
        found += [one.cls for one in getattr(inner, "types", [inner]) if getattr(one, "tag", None)]
    return found


def schema() -> list[tuple[str, str, str]]:
    """Table, kind and key of everything that can be configured."""
    found = []
    for field in msgspec.inspect.type_info(Config).fields:  # type: ignore[attr-defined]
        inner = getattr(field.type, "item_type", field.type)
        for one in getattr(inner, "types", [inner]):
            for key in getattr(one, "fields", ()):
                found.append((field.encode_name, one.tag or "", key.encode_name))
    return found


# Lines

TRICKY = '''\
"quoted.key" = 1
a.b."c d" = 2  # a = 3
text = """
[not.a.table]
x = 1"""
raw = \'\'\'
[[no]]\'\'\'
list = [
  1, # one
  [2, "]"],
  { deep = { er = 1 } },
]
when = 1979-05-27 07:32:00
[t."u.v"]
k = "a # b"
[[many]]
x = 1.5
[[many]]
x = 2
[many.sub]
y = {a = 1, 'b b' = 2}
[[many.in]]
z = 1
'''


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_lines_of_all_that_toml_can_write(ends: str) -> None:
    """Quoted and dotted keys, strings and lists over several lines, inline tables, tables in tables."""
    found = lines(TRICKY.replace("\n", ends))
    assert found == {
        ("quoted.key",): 1,
        ("a",): 2,
        ("a", "b"): 2,
        ("a", "b", "c d"): 2,
        ("text",): 3,
        ("raw",): 6,
        ("list",): 8,
        ("list", 0): 9,
        ("list", 1): 10,
        ("list", 1, 0): 10,
        ("list", 1, 1): 10,
        ("list", 2): 11,
        ("list", 2, "deep"): 11,
        ("list", 2, "deep", "er"): 11,
        ("when",): 13,
        ("t",): 14,
        ("t", "u.v"): 14,
        ("t", "u.v", "k"): 15,
        ("many",): 16,
        ("many", 0): 16,
        ("many", 0, "x"): 17,
        ("many", 1): 18,
        ("many", 1, "x"): 19,
        ("many", 1, "sub"): 20,
        ("many", 1, "sub", "y"): 21,
        ("many", 1, "sub", "y", "a"): 21,
        ("many", 1, "sub", "y", "b b"): 21,
        ("many", 1, "in"): 22,
        ("many", 1, "in", 0): 22,
        ("many", 1, "in", 0, "z"): 23,
    }
    assert tomllib.loads(TRICKY)


def places(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where everything in a document lies."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield (*place, key)
        yield from places(inner, (*place, key))


NAMES = some.lists(some.sampled_from(["a", "b", '"c d"', "'e.f'", "1"]), min_size=1, max_size=3).map(".".join)
SCALARS = some.sampled_from(["1.5", '"x # ]"', "true", "1979-05-27 07:32:00", "''", '"""\n[a]\n"""', "'''\n}'''"])


def written_list(elements: list[str]) -> str:
    """Over several lines, with remarks."""
    return "[" + ", # one\n".join(elements) + "\n]"


def written_table(pairs: dict[str, str]) -> str:
    """On one line, as TOML 1.0 has it."""
    return "{" + ", ".join(f"{key} = {value}" for key, value in pairs.items()) + "}"


VALUES = some.recursive(
    SCALARS,
    lambda inner: (
        some.lists(inner, max_size=3).map(written_list)
        | some.dictionaries(some.sampled_from("abc"), SCALARS, max_size=2).map(written_table)
    ),
    max_leaves=6,
)
STATEMENTS = NAMES.map("[{}]".format) | NAMES.map("[[{}]]".format) | some.tuples(NAMES, VALUES).map(" = ".join)


@given(some.lists(STATEMENTS, max_size=6).map("\n".join))
def test_everything_in_a_document_has_a_line(text: str) -> None:
    """And nothing that is not in it: the walk over the tokens and tomllib see the same document."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines(text)) == set(places(document))


WRONG = ["1", '"x"', "true", "[]", "[[1]]", "{}", "{a=1}", "1979-05-27", "1.5", '["a",1]', "-1", '""']
KEYS = sorted({key for _, _, key in schema()} | {"kind", "odd"})
HEADERS = ["[me]", "[timing]", "[[mailbox]]", "[calendar]", "[[alert]]", "[alert]", "[quiet]", "[rule]"]
PAIRS = some.tuples(some.sampled_from(KEYS), some.sampled_from(WRONG)).map(" = ".join)


@given(some.lists(some.sampled_from(HEADERS) | PAIRS, max_size=8))
def test_any_value_anywhere_is_accepted_or_told(parts: list[str]) -> None:
    """No value of any type makes anything but a Config, or a ConfigError with a line for each fault."""
    try:
        parse("\n".join(parts))
    except ConfigError as error:
        problems = error.problems
        assert problems, "a fault must be told"
        assert all(one.startswith("config.toml line ") for one in problems)

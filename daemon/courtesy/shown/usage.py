"""Every command and its options as data, for the manual page and for the completion of shells."""

import argparse
from dataclasses import dataclass

from courtesy.cli import whole_parser


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """An option, or an argument that stands by its place: that has no `names`."""

    names: tuple[str, ...]
    takes: str  # what its value is called; "" where it takes none
    choices: tuple[str, ...]  # the values there are; () where any may be given
    help: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """A command."""

    name: str  # "" is the program itself
    summary: str
    synopsis: str  # on one line
    options: tuple[Option, ...]
    more: str  # examples and remarks, as `--help` has them


def usages() -> list[Usage]:
    """The program itself, and after it each command."""
    parser = whole_parser()
    (commands,) = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return [_usage("", parser), *(_usage(name, one) for name, one in commands.choices.items())]


def _usage(name: str, parser: argparse.ArgumentParser) -> Usage:
    actions = [one for one in parser._actions if not isinstance(one, argparse._SubParsersAction)]
    places = [_place(one) for one in actions if not one.option_strings]
    synopsis = " ".join(["courtesy", name or "COMMAND", "[options]", *places])
    options = tuple(_option(one) for one in actions if one.help != argparse.SUPPRESS)
    summary, more = parser.description or "", parser.epilog or ""
    return Usage(name=name, summary=summary, synopsis=synopsis, options=options, more=more)


def _place(action: argparse.Action) -> str:
    metavar = _option(action).takes
    return {"*": f"[{metavar} ...]", "+": f"{metavar} ...", "?": f"[{metavar}]"}.get(str(action.nargs), metavar)


def _option(action: argparse.Action) -> Option:
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    choices = tuple(map(str, action.choices or ()))
    takes = "" if action.nargs == 0 else (metavar if action.metavar or not choices else "|".join(choices))
    return Option(names=tuple(action.option_strings), takes=takes, choices=choices, help=action.help or "")

"""Writes the manual page out of the help of the commands (man(7)): `make man`.

usage: python docs/man/make.py
"""

import re
from collections.abc import Iterator
from pathlib import Path

from courtesy import __version__
from courtesy.shown.usage import Option, Usage, usages
from courtesy.terminal.help_text import example

PAGE = Path(__file__).with_name("courtesy.1")
_WIDTH = 68  # letters of an example
_END = """\
.SH FILES
.TP
.I ~/.config/courtesy/config.toml
The configuration, or what
.B \\-\\-config
names; every key is described in docs/configuration.md.
.TP
.I ~/.local/state/courtesy
What was seen, decided and told.
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Failed; standard error says why, in one line.
.TP
.B 2
Wrong usage, or a configuration to be mended.
.SH ENVIRONMENT
.TP
.B XDG_CONFIG_HOME, XDG_STATE_HOME
Where configuration and state lie, instead of ~/.config and ~/.local/state.
.TP
.B NO_COLOR
Without colours.
.TP
.B COURTESY_DEBUG
Show where in the program a fault arose.
"""


def page() -> str:
    """The whole page."""
    program, *commands = usages()
    lines = [f'.TH COURTESY 1 "" "courtesy {__version__}" "User Commands"', ".nh", ".ad l"]
    lines += [".SH NAME", "courtesy \\- watch a job seeker's mailbox, and tell what is owed"]
    lines += [".SH SYNOPSIS", _plain(program.synopsis)]
    lines += [".SH DESCRIPTION", _plain(program.summary), *_more(program.more), ".SH COMMANDS"]
    for command in commands:
        lines += _command(command)
    return "\n".join(lines) + "\n" + _END


def _command(usage: Usage) -> Iterator[str]:
    yield f".SS courtesy {usage.name}"
    yield _plain(f"{usage.summary[0].upper()}{usage.summary[1:]}.")
    yield ".PP"
    yield _plain(usage.synopsis)
    for option in usage.options:
        if option.names != ("-h", "--help"):
            yield from (".TP", _head(option), _plain(option.help))
    yield from _more(usage.more)


def _head(option: Option) -> str:
    names = ", ".join(f"\\fB{_plain(name)}\\fR" for name in option.names)
    return f"{names} \\fI{_plain(option.takes)}\\fR" if option.takes else names


def _more(text: str) -> Iterator[str]:
    """Examples keep their lines, prose is filled."""
    for block in filter(None, text.strip("\n").split("\n\n")):
        yield ".PP"
        lines = block.split("\n")
        if any(line.startswith(" ") for line in lines):
            kept = [part for line in lines for part in example(line, _WIDTH).split("\n")]
            yield from (".EX", *map(_plain, kept), ".EE")
        else:
            yield _plain(" ".join(lines))


def _plain(text: str) -> str:
    """Letters that are none of roff's: backslashes, hyphens to be copied, and a point or quote that begins a line."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha")
    text = text.replace("`", "\\(ga")
    return re.sub(r"^([.'])", r"\\&\1", text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")

"""Help as it stands on a terminal of any width: prose is filled, examples keep their lines and their columns."""

import argparse
import re
import textwrap

_COLUMNS = re.compile(r"(\s+\S.*?\s{2,})(\S.*)")
_DEEP = 6  # blanks before what is said of an example, where there is no room for it beside


class Help(argparse.RawDescriptionHelpFormatter):
    """What argparse formats `--help` by."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n\n".join(_filled(block, width) for block in text.strip("\n").split("\n\n"))


def _filled(block: str, width: int) -> str:
    lines = block.split("\n")
    if any(line.startswith(" ") for line in lines):
        return "\n".join(example(line, width) for line in lines)
    return textwrap.fill(" ".join(lines), width, break_long_words=False, break_on_hyphens=False)


def example(line: str, width: int) -> str:
    """A command and in the next column what it does, on lines of at most `width` letters where that can be."""
    columns = _COLUMNS.fullmatch(line)
    if len(line) <= width or not columns:
        return line
    command, said = columns.groups()
    if width - len(command) < width // 3:
        return f"{command.rstrip()}\n{textwrap.indent(textwrap.fill(said, width - _DEEP), ' ' * _DEEP)}"
    return textwrap.fill(said, width, initial_indent=command, subsequent_indent=" " * len(command))

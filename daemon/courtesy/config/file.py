"""The owner's configuration, read from its file and checked."""

import os
import tomllib
from pathlib import Path

import msgspec
from msgspec.structs import replace

from courtesy.config import checks
from courtesy.config.faults import faults
from courtesy.config.lines import Fault, Place, lines
from courtesy.config.tables import Config
from courtesy.errors import ConfigError


def default_path() -> Path:
    """Where the configuration lies when nobody says otherwise."""
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(f"{home}/courtesy/config.toml").expanduser()


def load(path: Path | None = None) -> Config:
    """Read and check the configuration at `path`, or at its usual place, where it may be missing.

    Raises ConfigError with one line for every fault: the file, the line, the key and the nearest right one.
    """
    if path is None and not default_path().exists():
        return Config()
    path = path or default_path()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}"]) from None
    return parse(text, path.name)


def parse(text: str, name: str = "config.toml") -> Config:
    """Check a configuration given as TOML; `name` is what its faults call it. Raises ConfigError as `load` does."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(name, text, str(error))]) from None
    found = list(faults(document, msgspec.inspect.type_info(Config)))
    if found:
        raise ConfigError(_told(name, found, lines(text)))
    config = msgspec.convert(document, Config)
    return replace(config, me=replace(config.me, addresses=tuple(checks.own_addresses(document).values())))


def need_mailbox(config: Config, path: Path | None = None) -> None:
    """Raise ConfigError with the lines to add, if no mailbox is configured."""
    if not config.mailbox:
        remedy = '[[mailbox]]\nkind = "imap"\nhost = "imap.example.com"\nuser = "you@example.com"'
        remedy += '\npassword_command = "secret-tool lookup courtesy imap"'
        where = path or default_path()
        raise ConfigError(
            [f"no mailbox to watch; `courtesy init` asks for one, or add these lines to {where}:\n{remedy}"]
        )


def _syntax(name: str, text: str, error: str) -> str:
    words, _, place = error.rpartition(" (at ")
    number = place.removeprefix("line ").split(",")[0]
    line = int(number) if number.isdecimal() else text.rstrip("\n").count("\n") + 1  # "end of document"
    return f"{name} line {line}: this is not TOML: {words or error}"


def _told(name: str, found: list[Fault], where: dict[Place, int]) -> list[str]:
    """The faults in the order of the file, each on a line with its line number."""
    numbered = [(_line(place, where), text) for place, text in found]
    return [f"{name} line {line}: {text}" for line, text in sorted(dict.fromkeys(numbered), key=lambda one: one[0])]


def _line(place: Place, where: dict[Place, int]) -> int:
    while place and place not in where:
        place = place[:-1]
    return where.get(place, 1)

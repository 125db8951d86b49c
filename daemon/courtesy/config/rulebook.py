"""The rule packs that the configuration asks for, from disk."""

from collections.abc import Iterable, Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

from courtesy.config.file import default_path
from courtesy.config.tables import Config
from courtesy.errors import ConfigError
from courtesy.reading.packs import Packs
from courtesy.shipped import shipped

OWN = "my-rules.toml"  # beside the configuration: what `courtesy wrong` learns, and what the owner adds


def load(config: Config, path: Path | None = None) -> Packs:
    """The shipped packs that `config` names (all, if it names none), then the owner's.

    `path` is where the configuration was read from. Raises ConfigError with every fault found.
    """
    own = [own_file(file) for file in own_files(config, path)]
    if config.rule:
        own.append(own_file(path or default_path()))
    return packs_of([*shipped_texts(config), *own], proven=not own)


def packs_of(texts: Iterable[tuple[str, str]], *, proven: bool = False) -> Packs:
    """Packs from pairs of name and text, with the statistics that come with the program. Raises ConfigError.

    `proven`: all texts come with the program.
    """
    model = shipped("rules") / "words.model"
    return Packs.load(texts, model=_mapped(model) if model.exists() else None, proven=proven)


def _mapped(file: Path) -> memoryview:
    """The octets of `file`; those that are never looked at take no memory."""
    with file.open("rb") as opened:
        return memoryview(mmap(opened.fileno(), 0, access=ACCESS_READ))


def shipped_texts(config: Config) -> list[tuple[str, str]]:
    """Name and text of the files of the packs that `config` wants."""
    files = dict(_files(shipped("rules")))
    return [(name, file.read_text(encoding="utf-8")) for name, file in _wanted(files, config.rules.packs)]


def own_files(config: Config, path: Path | None = None) -> list[Path]:
    """The owner's rule files, the later over the earlier: those that `config` names, and my-rules.toml beside it."""
    files = [Path(name).expanduser() for name in config.rules.files]
    own = own_path(path)
    return [*files, *([own] if own.exists() and own not in files else [])]


def own_path(path: Path | None = None) -> Path:
    """Where the owner's own rules lie: beside the configuration that is at `path`."""
    return (path or default_path()).absolute().parent / OWN


def _files(folder: Path, prefix: str = "") -> Iterator[tuple[str, Path]]:
    """Every file below `folder` with its path from there, in order of name."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry


def _wanted(files: dict[str, Path], packs: tuple[str, ...]) -> list[tuple[str, Path]]:
    """The TOML files of `packs`; those outside any pack (senders, weights) serve all, and so do English times."""
    there = {name.split("/")[0] for name in files if "/" in name}
    unknown = [pack for pack in packs if pack not in there]
    if unknown:
        raise ConfigError(
            [f'rules.packs: there is no pack "{pack}"; there are {", ".join(sorted(there))}' for pack in unknown]
        )
    return [
        (name, file)
        for name, file in files.items()
        if name.endswith(".toml")
        and (not packs or "/" not in name or name.split("/")[0] in packs or name == "en/words.toml")
    ]


def own_file(path: Path) -> tuple[str, str]:
    """Name and text of a file of the owner's. Raises ConfigError."""
    try:
        return path.name, path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            [f"rules: {path} cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}"]
        ) from error

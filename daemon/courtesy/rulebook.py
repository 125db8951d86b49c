"""The rule packs that the configuration asks for, from disk."""

from collections.abc import Iterator
from pathlib import Path

from courtesy.config import Config, default_path
from courtesy.errors import ConfigError
from courtesy.reading.packs import Packs
from courtesy.shipped import shipped


def load(config: Config, path: Path | None = None) -> Packs:
    """The shipped packs that `config` names (all, if it names none), then its files, then its own [[rule]] tables.

    `path` is where the configuration was read from. Raises ConfigError with every fault found.
    """
    shipped_files = dict(_files(shipped("rules")))
    texts = [(name, file.read_text(encoding="utf-8")) for name, file in _wanted(shipped_files, config.rules.packs)]
    texts += [_own_file(Path(name).expanduser()) for name in config.rules.files]
    if config.rule:
        texts.append(_own_file(path or default_path()))
    model = next((file for name, file in shipped_files.items() if name.endswith(".model")), None)
    return Packs.load(texts, model=model.read_bytes() if model else None)


def _files(folder: Path, prefix: str = "") -> Iterator[tuple[str, Path]]:
    """Every file below `folder` with its path from there, in order of name."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry


def _wanted(files: dict[str, Path], packs: tuple[str, ...]) -> list[tuple[str, Path]]:
    """The TOML files of `packs`; those outside any pack (senders, weights) serve all."""
    there = {name.split("/")[0] for name in files if "/" in name}
    unknown = [pack for pack in packs if pack not in there]
    if unknown:
        raise ConfigError(
            [f'rules.packs: there is no pack "{pack}"; there are {", ".join(sorted(there))}' for pack in unknown]
        )
    return [
        (name, file)
        for name, file in files.items()
        if name.endswith(".toml") and (not packs or "/" not in name or name.split("/")[0] in packs)
    ]


def _own_file(path: Path) -> tuple[str, str]:
    try:
        return path.name, path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            [f"rules: {path} cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}"]
        ) from error

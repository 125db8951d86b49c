"""Files that come with the program: rule packs, unit files, the example configuration, migrations."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped(name: str) -> Traversable:
    """The file or folder `name` ("rules", "systemd/courtesy.service"), from the installed package or the checkout.

    Raises FileNotFoundError when neither has it.
    """
    inside = files("courtesy").joinpath(name)
    if inside.is_file() or inside.is_dir():
        return inside
    beside = Path(__file__).parents[2] / name
    if beside.exists():
        return beside
    raise FileNotFoundError(f"{name} is missing from this installation of courtesy; install it again")

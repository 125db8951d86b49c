"""Files that come with the program: rule packs, unit files, the example configuration, migrations."""

from pathlib import Path


def shipped(name: str) -> Path:
    """The file or folder `name` ("rules", "systemd/courtesy.service"), from the installed package or the checkout.

    Raises FileNotFoundError when neither has it.
    """
    inside = Path(__file__).parent / name  # an installation is always unpacked; importlib.resources would cost 1 MB
    if inside.exists():
        return inside
    beside = Path(__file__).parents[2] / name
    if beside.exists():
        return beside
    raise FileNotFoundError(f"{name} is missing from this installation of courtesy; install it again")

"""One module a command: `arguments` says what it accepts, `run` does it and returns the exit status."""

from argparse import ArgumentParser
from pathlib import Path


def add_config(parser: ArgumentParser) -> None:
    """Accept --config FILE."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration (default: ~/.config/courtesy/config.toml)"
    )

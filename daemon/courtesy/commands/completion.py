"""`courtesy completion`: what lets a shell complete commands and options."""

import sys
from argparse import ArgumentParser, Namespace

_EXAMPLES = """\
examples:
  courtesy completion bash >~/.local/share/bash-completion/completions/courtesy
  courtesy completion zsh >~/.zfunc/_courtesy          with ~/.zfunc in your fpath
  courtesy completion fish >~/.config/fish/completions/courtesy.fish

Make the folder first where there is none. After an update of Courtesy do it again.
"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy completion` accepts."""
    parser.epilog = _EXAMPLES
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish")


def run(options: Namespace) -> int:
    """Write it to standard output."""
    from courtesy.shown.shells import SHELLS  # these know every command, of which the command line loads but one
    from courtesy.shown.usage import usages

    sys.stdout.write(SHELLS[options.shell](usages()))
    return 0

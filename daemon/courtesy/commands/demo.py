"""`courtesy demo`: a made-up job hunt of three weeks, played through the real pipeline; no account is needed."""

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from courtesy.errors import ConfigError
from courtesy.terminal.lines import Paint, say

_EXAMPLES = """\
examples:
  courtesy demo                        watch it; what it makes stays in a temporary folder
  courtesy demo --folder ~/demo        the same, kept where you say

Three companies, one scam and some everyday mail, from 2 to 20 March 2026. Each mail is put into a real mailbox on
this computer, fetched, read and filed as the service does it; interview times become .ics files, alerts are shown.
"""
INTRO = """\
Ada Fielding is looking for a job. Her mail of three weeks comes in below as it did then: what Courtesy understands
of it, what it puts into her calendar, and the few times it speaks up.
"""
PAUSE = 0.12  # seconds between two mails, so that eyes can follow


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy demo` accepts."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--folder", type=Path, metavar="DIR", help="a new or empty folder for what the demo makes")


def run(options: Namespace) -> int:
    """Play the story, then show the board, the agenda and where the files lie."""
    from courtesy.demo.ending import agenda, board
    from courtesy.demo.letters import letters
    from courtesy.demo.mailbox import mailbox
    from courtesy.demo.play import Play

    folder = _folder(options.folder)
    paint = Paint()
    say(INTRO)
    with mailbox(folder) as box:
        play = Play(folder, box, paint, pause=PAUSE if sys.stdout.isatty() else 0.0)
        play.run(letters())
        what = box.what
    board(play.timeline(), play.store, paint)
    agenda(play.calendar, paint)
    play.store.close()
    say(f"\nThe mail came from {what}.")
    say(f"The calendar files lie in {play.calendar}; any calendar program can open them.")
    say(f"What was remembered is in {folder / 'state.sqlite3'}; nothing else was written, nothing was sent.")
    if options.folder is None:
        say(f"Delete {folder} when you have seen enough; with --folder DIR it all goes where you say.")
    return 0


def _folder(wanted: Path | None) -> Path:
    if wanted is None:
        return Path(tempfile.mkdtemp(prefix="courtesy-demo-"))
    folder = wanted.expanduser()
    if folder.exists() and any(folder.iterdir()):
        raise ConfigError([f"--folder: {folder} is not empty; name a new or empty folder"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder

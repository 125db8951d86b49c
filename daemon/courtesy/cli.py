"""The command line: which commands there are, and how failures are told."""

import argparse
import os
import sys
from collections.abc import Collection, Sequence
from importlib import import_module

from courtesy import __version__
from courtesy.errors import ConfigError, CourtesyError
from courtesy.terminal.help_text import Help
from courtesy.terminal.lines import complain

# name -> what it does; its module is courtesy.commands.NAME, loaded only when the command is the one asked for
COMMANDS = {
    "demo": "play a made-up job hunt through the real pipeline; no account needed",
    "init": "set it up: a few questions, each answer tried at once",
    "login": "sign in at Google, for its calendar or for Gmail without an app password",
    "doctor": "check everything that must work, and say what mends what does not",
    "service": "have the system start it and keep it running: install, uninstall, status, logs",
    "run": "watch the mailbox, keep the calendar and raise alerts (the service)",
    "read": "say what is understood of e-mail files, and why",
    "replay": "show what would have been done over past mail; nothing is sent or written",
    "status": "show where each application stands and what is owed",
    "case": "show one application, mail by mail",
    "done": "say that something owed is done, so that it is not asked for again",
    "snooze": "hear of something that is owed later",
    "note": "write down how an interview went, and when they said you would hear",
    "withdraw": "say that you have withdrawn, where no mail tells of it",
    "wrong": "say what a misread mail is, so that its case follows and mail like it is read right",
    "export": "write applications, interviews and notes as JSON, CSV, ICS or Markdown",
    "forget": "remove an application, all old ones, or everything, from all that is stored",
    "rules": "list the rules that the mail is read by, or try them on their examples",
    "completion": "what lets your shell complete commands and options",
}

_ABOUT = (
    "Courtesy watches a job seeker's mailbox, keeps interview times in the calendar, and says what is owed to whom."
)
_EXAMPLES = """\
to look around, no account needed:
  courtesy demo                 a made-up job hunt, and what Courtesy does about it
  courtesy read letter.eml      what is understood of one e-mail, and why
to try it on your mail:
  courtesy replay --since 90d   what it would have told you in the last 90 days; nothing is sent or written
to use it:
  courtesy init                 a few questions, and all is set up
  courtesy doctor               does everything work? and what mends it if not
  courtesy run                  watch and tell, until stopped
  courtesy status               who waits for what, and by when
  courtesy note                 how an interview went, and when they said you would hear
  courtesy wrong                a mail was misread: say what it is

The configuration is read from ~/.config/courtesy/config.toml. `courtesy COMMAND --help` says more about a command.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (sys.argv without the program) and return the exit status.

    0: done; 1: failed, said in one line on standard error; 2: wrong usage or configuration.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter is no reason to stop
    if given and given[0] not in COMMANDS and (meant := _almost(given[0])):
        complain(f'there is no command "{given[0]}"; did you mean `courtesy {meant}`?')
        return 2
    try:
        parser = _parser([next((word for word in given if word in COMMANDS), "")])
        options, unknown = parser.parse_known_args(given or ["--help"])
        if unknown:
            options.refuse(f"unrecognized arguments: {' '.join(unknown)}")
        return int(options.do(options))
    except ConfigError as error:
        for problem in error.problems:
            complain(problem)
        return 2
    except CourtesyError as error:
        complain(str(error))
        return 1
    except BrokenPipeError:  # `courtesy ... | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("COURTESY_DEBUG"):
            raise
        complain(f"a fault of the program: {type(error).__name__}: {error}; COURTESY_DEBUG=1 shows where")
        return 1


def _almost(word: str) -> str:
    """The command that is called almost so; "" where none is."""
    from difflib import get_close_matches  # a command that is right needs no such thing

    return "" if word.startswith("-") else next(iter(get_close_matches(word[:40], COMMANDS, 1, 0.7)), "")


def whole_parser() -> argparse.ArgumentParser:
    """The parser with all that every command accepts."""
    return _parser(COMMANDS)


def _parser(loaded: Collection[str]) -> argparse.ArgumentParser:
    """The parser; of the commands only some are `loaded`, so that --help and short commands start at once."""
    parser = argparse.ArgumentParser(prog="courtesy", description=_ABOUT, epilog=_EXAMPLES, formatter_class=Help)
    parser.add_argument("--version", action="version", version=f"courtesy {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary, formatter_class=Help)
        if name in loaded:
            module = import_module(f"courtesy.commands.{name}")
            module.arguments(command)
            command.set_defaults(do=module.run, refuse=command.error)  # with its own usage, not that of all
    return parser

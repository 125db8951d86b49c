"""`courtesy init`: from nothing to a configuration that works, by a conversation or by options."""

import signal
import sys
from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.accounts import keychain
from courtesy.checkup import Finding
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import default_path, load
from courtesy.errors import ConfigError, CourtesyError
from courtesy.service import command_for
from courtesy.service.here import service_here
from courtesy.setup import Draft, given, kept, trial
from courtesy.setup.harvest import harvest
from courtesy.setup.network import Network
from courtesy.setup.search import look
from courtesy.shown import doctor_words
from courtesy.terminal.lines import complain, say, say_filled

if TYPE_CHECKING:  # rich, which only a conversation needs
    from courtesy.terminal.voice import Voice

_EXAMPLES = """\
examples:
  courtesy init                          a few questions; each answer is tried at once
  courtesy init --non-interactive --name "Ada Example" \\
      --address ada@fastmail.com --password-file ~/.mail \\
      --calendar caldav --alert email --alert desktop --service

It writes ~/.config/courtesy/config.toml, with every other key in it as a remark; a password that you type goes into
the keyring, where there is one, or into a file beside it that only you can read. Nothing that is there is lost: an
older configuration is kept. The servers of many providers are known by your address; those of other domains are looked
for by DNS and in the domain's file for mail programs, and shown to you, before any password is asked for.
"""
_INTRODUCTION = (
    "Courtesy watches your mailbox while you look for a job. A few questions now: Enter takes what stands in brackets, "
    "Ctrl-C stops. Nothing is written before the end.\n"
)
NETWORK = Network()  # whom the search for a server asks
_INTO_KEYRING = "\nKeep what you typed in this computer's keyring? (Else in a file that only you can read)"


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy init` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("--non-interactive", action="store_true", help="ask nothing; the options are the answers")
    parser.add_argument("--replace", action="store_true", help="put a new configuration in the place of an older one")
    parser.add_argument("--untested", action="store_true", help="write it even where something does not work")
    parser.add_argument("--service", action="store_true", help="install and start the service too")
    given.accept(parser)


def run(options: Namespace) -> int:
    """Write it; 1 if something does not work, and then nothing is written."""
    at = (options.config or default_path()).expanduser().absolute()
    if options.non_interactive:
        return _from_options(options, at)
    network = None if options.no_search else NETWORK
    if not sys.stdin.isatty():
        raise ConfigError(["init: there is nobody to ask; start it in a terminal, or see --non-interactive"])
    return _from_answers(at, network)


def _from_options(options: Namespace, at: Path) -> int:
    if at.exists() and not options.replace:
        raise ConfigError([f"{at} is there already; with --replace a new one is written, and the old one is kept"])
    old = kept.what_was_there(at)
    if not options.no_search and (found := given.search(options, partial(look, NETWORK))):
        say(found)
    answers = given.draft(options) | {key: old[key] for key in given.left_out(options) if key in old}
    draft = kept.unasked(old, kept.carried_over(old) | answers)
    trial.config_of(draft)  # raises ConfigError for what a draft cannot be
    findings = [*trial.try_mailbox(draft), *trial.try_calendar(draft), *trial.try_alerts(draft)]
    doctor_words.show(findings)
    if not trial.is_right(findings) and not options.untested:
        complain("nothing was written; mend what is wrong, or say --untested")
        return 1
    with kept.Secrets() as secrets:
        _tell_written(kept.write(draft, at, secrets))
    if options.service:
        service = service_here()
        if obstacle := service.obstacle():
            raise CourtesyError(f"no service was installed: {obstacle}")
        service.install(command_for(at))
        say(f"It runs, and starts by itself: {service.path}")
    _show_harvest(at, findings)
    return 0


def _from_answers(at: Path, network: Network | None) -> int:
    from courtesy.setup.conversation import Conversation
    from courtesy.terminal.voice import Voice

    voice = Voice()
    voice.say(_INTRODUCTION)
    old = kept.what_was_there(at)
    if at.exists():
        voice.say(f"There is a configuration at {at} already.")
        if not old:
            voice.say("It has a fault, so nothing of it can be proposed; `courtesy doctor` says which.", "yellow")
        choices = ["leave it as it is", "answer anew; the old one is kept beside it"]
        if voice.choose("What now?", choices) == 1:
            voice.say("`courtesy doctor` says whether all works.")
            return 0
    for number in (signal.SIGHUP, signal.SIGTERM):  # a closed terminal must leave no password behind
        signal.signal(number, lambda *_: sys.exit(1))
    with kept.Secrets() as secrets:
        try:
            answers = Conversation(voice, secrets, old, network).draft()
            draft: Draft = kept.unasked(old, kept.carried_over(old) | answers)
            if secrets.holds_any() and keychain.works():
                secrets.in_keyring = voice.is_yes(_INTO_KEYRING)
        except KeyboardInterrupt:
            voice.say()
            raise CourtesyError("stopped; nothing was written") from None
        _tell_written(kept.write(draft, at, secrets))
        for account in dict.fromkeys(secrets.accounts):
            voice.say(f"         the password of {account}, into the keyring")
    _offer_service(at, voice)
    _show_harvest(at, [])
    return 0


def _offer_service(at: Path, voice: "Voice") -> None:
    service = service_here()
    obstacle = service.obstacle()
    if obstacle:
        voice.say(f"\nTo have it watch: {obstacle}.")
    elif voice.is_yes("\nStart it now, and whenever you log in?"):
        service.install(command_for(at))
        voice.say("It runs. `courtesy status` says where things stand, `courtesy service status` how it fares.")
    else:
        voice.say("`courtesy service install` does so later; `courtesy run` watches until you stop it.")


def _tell_written(paths: list[Path]) -> None:
    at, *others = paths
    say(f"\nWritten: {at}")
    for path in others:
        what = "the configuration that was there" if path.name.startswith(f"{at.name}.old") else "the password"
        say(f"         {path} ({what})")


def _show_harvest(at: Path, findings: list[Finding]) -> None:
    """What the mail of the last weeks adds up to; no more than a remark where it cannot be read."""
    if not trial.is_right(findings):
        return
    say("\nYour mail of the last weeks is looked through ...")
    try:
        lines = harvest(load(at), at, SystemClock().now())
    except CourtesyError as error:
        complain(str(error))
        return
    for line in lines:
        say_filled(line)

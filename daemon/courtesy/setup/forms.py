"""Questions whose answers must have a form: each is asked until it has."""

from courtesy.config.checks import address as not_an_address
from courtesy.config.checks import url as not_a_url
from courtesy.config.checks import zone as not_a_zone
from courtesy.terminal.voice import Voice


def address(voice: Voice, question: str, default: str) -> str:
    """An e-mail address."""
    while True:
        given = voice.ask(question, default)
        if given and not not_an_address(given):
            return given
        voice.say('  That is no e-mail address; write it as in "you@example.com".', "yellow")


def addresses(voice: Voice, question: str, proposed: list[str]) -> list[str]:
    """Any number of e-mail addresses."""
    while True:
        words = voice.ask(question, " ".join(proposed)).replace(",", " ").split()
        wrong = [one for one in words if not_an_address(one)]
        if not wrong:
            return words
        voice.say(f"  That is no e-mail address: {', '.join(wrong)}. Once more, please.", "yellow")
        proposed = [one for one in words if one not in wrong]


def zone(voice: Voice, question: str, default: str) -> str:
    """The name of a time zone."""
    while True:
        given = voice.ask(question, default)
        complaint = not_a_zone(given)
        if not complaint:
            return given
        voice.say(f"  {complaint}", "yellow")


def port(voice: Voice, usual: int, named: str = "") -> int:
    """A port; `named` is what was said of it already."""
    while True:
        given = named or voice.ask("Port", str(usual))
        if given.isascii() and given.isdecimal() and 0 < int(given) < 65536:
            return int(given)
        voice.say(f'  "{given}" is no port; it is a number, as a rule {usual}.', "yellow")
        named = ""


def url(voice: Voice, question: str, default: str) -> str:
    """The address of a server on the web."""
    while True:
        given = voice.ask(question, default)
        complaint = not_a_url(given) if given else 'There must be one; it is written as in "https://dav.example.com/".'
        if not complaint:
            return given
        voice.say(f"  {complaint}", "yellow")

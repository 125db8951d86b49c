"""Alerts by ntfy, Telegram, Matrix, Slack and the like, through the apprise package.

At least once: few of these services have a memory that could be asked, so a crash between sending and recording that
it was sent sends it again.
"""

import logging
from collections.abc import Callable

from courtesy.cases.actions import Action, Alert
from courtesy.effects import words
from courtesy.effects.links import Links, no_links
from courtesy.errors import GiveUp, TryLater
from courtesy.mail.plain import one_line

_LONGEST = 1500  # characters; some services take no more than 2000
# What some services make a link of, or a name to be called, though we send plain text.
_TAMED = str.maketrans({"<": "\u2039", ">": "\u203a", "[": "(", "]": ")"})


class Push:
    """An effect that hands alerts to the service behind an address of apprise; holds are none of its business.

    `address` is asked for at each sending and never kept: it is as good as a password.
    """

    def __init__(self, address: Callable[[], str], *, name: str, links: Links = no_links) -> None:
        self.name = name
        self._address = address
        self._links = links

    def perform(self, action: Action) -> None:
        """Send an alert. Raises GiveUp when the address is none, TryLater when the service does not take it."""
        if not isinstance(action, Alert):
            return
        import apprise  # takes half a second, and 36 MB

        logging.getLogger("apprise").disabled = True  # it quotes addresses
        service = apprise.Apprise.instantiate(self._address())
        if service is None:
            raise GiveUp(f"{self.name}: its address is none that apprise knows; correct what url_command prints")
        sender = apprise.Apprise()
        sender.add(service)
        title, body = one_line(_tamed(action.text), 200), self._body(action)
        if not sender.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT):
            raise TryLater(f"{self.name}: the service does not take it; check its address, and the network")

    def close(self) -> None:
        """No connection outlives a sending."""

    def _body(self, alert: Alert) -> str:
        why = words.quote(alert)
        said = [f"\u201c{why}\u201d" if why else "", *alert.more, alert.about]
        text = "\n".join(one_line(_tamed(line), 300) for line in said if line)
        web = [link.url for link in self._links(alert.message_id) if link.url.startswith("https://")]
        link = "".join(web[:1])  # half of it would lead nowhere
        return "\n".join(filter(None, (text[: _LONGEST - len(link)], link))) or words.title(alert)


def _tamed(text: str) -> str:
    return text.replace("@everyone", "everyone").replace("@here", "here").translate(_TAMED)

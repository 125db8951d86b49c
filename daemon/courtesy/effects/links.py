"""How the owner opens a mail: addresses that we make of its Message-ID, never one that stands in it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Where a click leads, and the words it stands on."""

    url: str
    label: str


Links = Callable[[str | None], tuple[Link, ...]]
"""The ways to open the mail with a Message-ID ("<1@ridge.example>"), likeliest first; () for None."""


def no_links(message_id: str | None) -> tuple[Link, ...]:
    """For who does not know where the owner reads his mail."""
    return ()


def links_to(*, gmail: tuple[str, ...], others: bool, mac: bool) -> Links:
    """Links for an owner with these addresses at Gmail, and `others` read with a mail program, on a Mac or not."""

    def links(message_id: str | None) -> tuple[Link, ...]:
        name = (message_id or "").strip().removeprefix("<").removesuffix(">")
        if not name:
            return ()
        found = [Link(url=_gmail(name, user), label="Open in Gmail") for user in gmail]
        if others:
            found.append(Link(url=_mac(name) if mac else _mid(name), label="Open the mail"))
        return tuple(found)

    return links


def _gmail(name: str, user: str) -> str:
    """A search for one mail, in the mailbox of `user` if he is signed in to several."""
    return f"https://mail.google.com/mail/?authuser={quote(user, safe='')}#search/rfc822msgid%3A{_quoted(name)}"


def _mac(name: str) -> str:
    return f"message:%3C{_quoted(name)}%3E"


def _mid(name: str) -> str:
    """RFC 2392; Thunderbird and KMail open it."""
    return f"mid:{_quoted(name)}"


def _quoted(name: str) -> str:
    return quote(name[:998].encode("utf-8", "replace"), safe="")

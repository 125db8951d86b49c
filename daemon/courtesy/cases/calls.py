"""Which links lead to a call and nowhere else, so that they may stand where the owner clicks without looking."""

from urllib.parse import urlsplit

# Hosts of calls, and how the paths of a call begin there: whoever made the link, no page of a swindler's can lie at its
# end. A link to anywhere else is left in the mail.
_CALLS = {
    "zoom.us": ("/j/", "/my/", "/s/", "/w/", "/wc/"),
    "teams.microsoft.com": ("/l/meetup-join/", "/meet/"),
    "teams.live.com": ("/meet/",),
    "meet.google.com": ("/",),
    "webex.com": ("/",),
    "whereby.com": ("/",),
    "meet.jit.si": ("/",),
}
_LONGEST_LINK = 290  # characters; what shows an alert cuts a line at 300


def is_call(link: str | None) -> bool:
    """Whether the link leads to a call and nowhere else, so that it may be followed from a notification."""
    if not link or len(link) > _LONGEST_LINK or not link.isascii() or not link.isprintable() or " " in link:
        return False
    try:
        pieces = urlsplit(link)
        host, plain = pieces.hostname or "", pieces.port is None and pieces.username is None and "\\" not in link
    except ValueError:
        return False
    starts = next((paths for one, paths in _CALLS.items() if host == one or host.endswith(f".{one}")), ())
    return pieces.scheme == "https" and plain and pieces.path.startswith(starts)


def has_link(words: str) -> bool:
    """Whether a place holds what a program may make a link of."""
    return "://" in words or "www." in words.lower() or "@" in words

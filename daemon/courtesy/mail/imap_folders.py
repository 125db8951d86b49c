"""The folders an IMAP server has, their names decoded and their special uses told."""

import imaplib
from contextlib import suppress
from typing import Any

from courtesy.mail.imap_library import decode_utf7, parse_response
from courtesy.mail.imap_session import has_control
from courtesy.mail.imap_wire import Client
from courtesy.mail.sent_folder import Listed


def list_folders(client: Client) -> list[Listed]:
    """The folders of the mailbox, with their special uses. A list that cannot be read is an empty one."""
    client.folder_encode = False  # names that are not modified UTF-7 exist; one of them must not hide the others
    try:
        listed = _listed(client.list_folders())
        if any("\\sent" in folder.flags for folder in listed):
            return listed
        return _listed_with_uses(client) or listed
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, ValueError, TypeError, LookupError, AssertionError, RecursionError):
        return []
    finally:
        client.folder_encode = True


def _listed_with_uses(client: Client) -> list[Listed]:
    """The folders once more, from servers that tell special uses only when asked (RFC 6154) or by XLIST."""
    if client.has_capability("XLIST"):
        return _listed(client.xlist_folders())
    if client.has_capability("SPECIAL-USE") and client.has_capability("LIST-EXTENDED"):
        atoms = parse_response(client.wire.list('""', '"*" RETURN (SPECIAL-USE)')[1])
        return _listed(zip(atoms[::3], atoms[1::3], atoms[2::3], strict=False))
    return []


def _listed(answer: Any) -> list[Listed]:
    found = []
    for flags, delimiter, raw in answer:
        with suppress(ValueError, AttributeError):
            name = decode_utf7(raw) if isinstance(raw, bytes) else str(raw)
            if not has_control(name):
                said = frozenset(flag.decode("ascii", "replace").lower() for flag in flags)
                found.append(Listed(name=name, delimiter=(delimiter or b"").decode("ascii", "replace"), flags=said))
    return found

"""Drafts: whether their words can be used, and whether there is a folder for them; none is written for that."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from courtesy.checkup import Finding, failed, ok
from courtesy.config.tables import Config
from courtesy.drafts.templates import load
from courtesy.effects.imap_drafts import ImapDrafts
from courtesy.effects.maildir_drafts import MaildirDrafts
from courtesy.errors import CourtesyError
from courtesy.outside import effects_of


def look_into(config: Config) -> Iterator[Finding]:
    """The checks of what drafts need, where they are wanted; at Gmail that is the sign-in, which is looked at apart."""
    if config.draft_mailbox is None:
        return
    own = config.drafts.templates
    try:
        load(Path(own).expanduser() if own else None)
        yield ok("drafts", "templates", own or "those that come with the program")
    except CourtesyError as error:
        yield failed("drafts", "templates", error, f"correct {own}, as docs/drafts.md shows")
    try:
        effects = effects_of(structs.replace(config, calendar=None, alert=()))
        for name, effect in effects.by_name.items():
            if isinstance(effect, ImapDrafts | MaildirDrafts):
                yield ok(name, "folder", effect.find())
    except CourtesyError as error:
        yield failed("drafts", "folder", error)

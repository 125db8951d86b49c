"""A calendar in a folder, one .ics file a hold, as khal and vdirsyncer keep it.

At least once, and once in effect: the file's name derives from the hold's uid, so a repeat finds its own
file and leaves it, byte for byte, as it is.

The folder is the owner's as much as ours:
- A file the owner has deleted is not made again until the time or the status of the hold changes. For this
  a hidden file, `.courtesy.json`, remembers what was last written under each name; it outlives our state.
- What the owner has changed in an entry stays: words, alarms, whatever a calendar program has added. The rest
  is kept up to date, and when the time or the status changes these are set in any case.
- A file that cannot be read as an entry is left alone, and told.
- A release takes the file away, edited or not: that interview will not take place.
"""

import errno
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.cases.actions import Action, Hold, Release
from courtesy.cases.busy import Busy
from courtesy.clock import now
from courtesy.effects.links import Links, no_links
from courtesy.effects.lookup import Lookup
from courtesy.effects.vdir_busy import entries
from courtesy.effects.written import Written, entry_name, facts_of
from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.files import write_whole

if TYPE_CHECKING:  # icalendar takes 4 MB, which the service need not hold until there is an interview
    from icalendar import Calendar

_LARGEST = 8 * 1024 * 1024  # bytes of an entry: ours have a thousand, the owner may have attached a picture
_AT_WORK = 60.0  # seconds in which a temporary file may be that of the service, beside which `courtesy doctor` writes


class Vdir:
    """An effect that keeps holds as files in `folder`; alerts are none of its business.

    `reminders` are times before the start of a confirmed hold. The folder is made when its parent exists or
    when it lies in the owner's home. `busy` are folders of his other calendars, and `lookup` is how they are read;
    `links` lead to his mail.
    """

    def __init__(
        self,
        folder: Path,
        *,
        reminders: tuple[timedelta, ...] = (timedelta(minutes=60),),
        busy: Sequence[Path] = (),
        lookup: Lookup | None = None,
        links: Links = no_links,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.name = f"calendar {folder}"
        self._folder = folder
        self._written = Written(folder / ".courtesy.json")
        self._reminders = reminders
        self._clock = clock
        self._busy = busy
        self._lookup = lookup or Lookup(UTC)
        self._links = links

    def perform(self, action: Action) -> None:
        """Write or remove the file of a hold. Raises TryLater for a full or failing disk, else GiveUp."""
        if not isinstance(action, Hold | Release):
            return
        try:
            self._prepare()
            if isinstance(action, Hold):
                self._hold(action)
            else:
                self._release(action)
        except OSError as error:
            raise _told(error, self._folder) from error

    def busy(self, start: datetime, end: datetime) -> list[Busy] | None:
        """The owner's own appointments that overlap [start, end), also those beside our holds; see Diary.

        Raises TryLater when a folder cannot be read.
        """
        try:
            found = entries([*([self._folder] if self._folder.is_dir() else []), *self._busy])
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise TryLater(f"{self.name}: {error.filename} cannot be read: {why}; correct calendar.busy") from error
        return self._lookup.find(found, start, end) if found or self._busy else None

    def close(self) -> None:
        """Nothing is kept open."""

    def _prepare(self) -> None:
        parents = Path.home() in self._folder.parents
        self._folder.mkdir(mode=0o700, parents=parents, exist_ok=True)
        for left_over in self._folder.glob(".courtesy*.tmp"):  # from a write that was killed
            with suppress(FileNotFoundError):
                if self._clock().timestamp() - left_over.stat().st_mtime > _AT_WORK:
                    left_over.unlink()

    def _hold(self, hold: Hold) -> None:
        path = self._path(hold.uid)
        is_known = self._written.get(path.name) == facts_of(hold)
        if is_known and not path.exists():
            return  # the owner has deleted it
        wanted = self._wanted(_parsed(path), hold, has_changed=not is_known)
        if wanted is not None:
            write_whole(path, wanted.to_ical(sorted=False))
        self._written.put(path.name, facts_of(hold))

    def _wanted(self, found: "Calendar | None", hold: Hold, *, has_changed: bool) -> "Calendar | None":
        """What the file should hold now; None when it is right as it is."""
        from courtesy.effects.entry import corrected, entry

        now = self._clock()
        if found is None:
            return entry(hold, reminders=self._reminders, now=now, links=self._links)
        return corrected(found, hold, reminders=self._reminders, now=now, has_changed=has_changed, links=self._links)

    def _release(self, release: Release) -> None:
        path = self._path(release.uid)
        path.unlink(missing_ok=True)
        self._written.drop(path.name)

    def _path(self, uid: str) -> Path:
        return self._folder / entry_name(uid)


def _parsed(path: Path) -> "Calendar | None":
    """The entry in a file, None when it is missing or empty. Raises GiveUp when it is the owner's to look at."""
    from icalendar import Calendar

    from courtesy.effects.entry import event_of

    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    if not raw.strip():
        return None
    if len(raw) > _LARGEST:
        raise GiveUp(f"{path} has more than {_LARGEST >> 20} MB and is left as it is; take out its attachment")
    try:
        calendar = Calendar.from_ical(raw)
        event_of(calendar)
    except ValueError:
        raise GiveUp(f"{path} cannot be read as a calendar entry and is left as it is; mend or delete it") from None
    return calendar


def _told(error: OSError, folder: Path) -> CourtesyError:
    """The same fault in one line for the owner, with the remedy."""
    start = f"calendar folder {folder}:"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return TryLater(f"{start} no space left; free some space on that disk")
        case errno.ENOENT:
            return GiveUp(f"{start} {folder.parent} does not exist; create it, or correct calendar.path")
        case errno.ENOTDIR | errno.EEXIST:
            return GiveUp(f"{start} this is not a folder; correct calendar.path")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return GiveUp(f"{start} may not be written; give this user the right to write there")
        case _:
            return TryLater(f"{start} {error.strerror or type(error).__name__}; check the disk")

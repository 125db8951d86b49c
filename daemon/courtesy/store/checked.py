"""What the owner's calendars held across the times of a mail: kept with it, so that it is judged once."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from courtesy.cases.busy import Checked
from courtesy.store.keeping import Keeping, as_text


class CheckedTimes(Keeping):
    """What was found, in a database. Every method raises CourtesyError when that fails."""

    def note_checked(self, found: Mapping[str, Checked], now: datetime) -> None:
        """Keep what lay across the times of these mails, by their identity, beside what is known of them.

        Nothing is kept of a mail that was forgotten meanwhile.
        """
        with self._db.transaction():
            known = self.checked()
            for identity, checked in found.items():
                both = known[identity].and_then(checked) if identity in known else checked
                sql = (
                    "INSERT OR REPLACE INTO checked SELECT ?1, ?2, ?3"
                    " WHERE ?1 IN (SELECT identity FROM event UNION ALL SELECT identity FROM correction)"
                )
                self._db.rows(sql, (identity, as_text(now), msgspec.json.encode(both)))

    def checked(self) -> dict[str, Checked]:
        """What lay across the times of each mail that the calendars were asked about, by its identity."""
        as_checked = msgspec.json.Decoder(Checked).decode
        return {identity: as_checked(body) for identity, body in self._db.rows("SELECT identity, body FROM checked")}

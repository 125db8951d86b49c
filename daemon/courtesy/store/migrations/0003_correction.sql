-- What the owner says of a mail counts for more than what was read of it.

CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- of several for one mail the latest counts; the number never falls
    identity TEXT NOT NULL,                -- of the mail
    at TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('event', 'nothing', 'taken back')),
    body BLOB                              -- event: JSON of the event that the mail is
);
CREATE INDEX correction_identity ON correction (identity, id);

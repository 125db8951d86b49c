-- What the owner's calendars held across the times of a mail, asked once.

CREATE TABLE checked (
    identity TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    body BLOB NOT NULL
);

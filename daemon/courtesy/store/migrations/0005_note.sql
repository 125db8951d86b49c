-- What the owner says of an application, which no mail tells; and when he had something forgotten.

CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    of_case TEXT NOT NULL,    -- how the identity of a mail of the case begins
    at TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('note', 'withdrawn', 'taken back')),
    body BLOB                 -- JSON of the note; null: taken back
);
CREATE INDEX note_case ON note (of_case, id);

CREATE TABLE forgotten (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL          -- that something was forgotten then, and nothing of what it was
);

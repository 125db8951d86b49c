-- What the owner can answer by mail, what he answered, and what waits for the digest.

CREATE TABLE mailed (          -- alerts that went out by mail
    id TEXT PRIMARY KEY,       -- names the alert in the mail, with the token beside it
    token TEXT NOT NULL,       -- a secret that nobody knows but who can read the alert
    key TEXT NOT NULL UNIQUE,  -- of the alert
    at TEXT NOT NULL,
    body BLOB NOT NULL         -- JSON of the alert
);

CREATE TABLE answer (          -- what the owner said to alerts, by mail or by a button
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,         -- of the alert
    said TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('mail', 'desktop')),
    at TEXT NOT NULL
);
CREATE UNIQUE INDEX answer_once ON answer (key, said) WHERE way = 'mail';

CREATE TABLE kept (            -- alerts beyond the limit of a day: they are told by the digest
    key TEXT PRIMARY KEY,
    at TEXT NOT NULL
);

-- The schema that all migrations together make.

CREATE TABLE life (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    begun TEXT NOT NULL
);

CREATE TABLE mailbox (
    source TEXT PRIMARY KEY,
    cursor TEXT,
    looked TEXT,
    lost TEXT,
    problem TEXT
);

CREATE TABLE seen (
    identity TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    body BLOB NOT NULL
, aside INTEGER NOT NULL DEFAULT 0);
CREATE INDEX event_at ON event (at, id);

CREATE TABLE quarantine (
    source TEXT NOT NULL,
    place TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (source, place)
);

CREATE TABLE attempt (
    source TEXT PRIMARY KEY,
    deaths INTEGER NOT NULL,
    place TEXT
);

CREATE TABLE told (
    key TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    body BLOB NOT NULL
);

CREATE TABLE hold (
    effect TEXT NOT NULL,
    uid TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    body BLOB NOT NULL,
    released INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (effect, uid)
);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    effect TEXT NOT NULL,
    uid TEXT,
    what TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try TEXT NOT NULL,
    last_error TEXT,
    put TEXT NOT NULL,
    UNIQUE (key, effect)
);
CREATE INDEX outbox_waiting ON outbox (next_try) WHERE state != 'done';

CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    identity TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('event', 'nothing', 'taken back')),
    body BLOB
);
CREATE INDEX correction_identity ON correction (identity, id);

CREATE TABLE settled (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('done', 'later', 'taken back')),
    until TEXT
);
CREATE INDEX settled_key ON settled (key, id);

CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    of_case TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('note', 'withdrawn', 'taken back')),
    body BLOB
);
CREATE INDEX note_case ON note (of_case, id);

CREATE TABLE forgotten (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL
);

CREATE TABLE mailed (
    id TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    body BLOB NOT NULL
);

CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    said TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('mail', 'desktop')),
    at TEXT NOT NULL
);
CREATE UNIQUE INDEX answer_once ON answer (key, said) WHERE way = 'mail';

CREATE TABLE kept (
    key TEXT PRIMARY KEY,
    at TEXT NOT NULL
);

CREATE TABLE draft (
    key TEXT PRIMARY KEY,
    message_id TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE TABLE checked (
    identity TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    body BLOB NOT NULL
);

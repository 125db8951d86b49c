-- What the program remembers. Times are ISO 8601 in UTC, to the second. Cases are not stored: they follow from events.

CREATE TABLE life (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    begun TEXT NOT NULL        -- when the program first ran: what was owed before is told only if it still helps
);

CREATE TABLE mailbox (
    source TEXT PRIMARY KEY,  -- the source's name
    cursor TEXT,              -- the source's own bookmark: everything up to it is filed
    looked TEXT,              -- when it was last seen to hold nothing more
    lost TEXT,                -- since when it is out of reach; null: it is not
    problem TEXT              -- what it said then
);

CREATE TABLE seen (
    identity TEXT PRIMARY KEY  -- of every mail that was ever filed, whatever it said
) WITHOUT ROWID;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,          -- when the program could first see the mail
    body BLOB NOT NULL         -- JSON
);
CREATE INDEX event_at ON event (at, id);

CREATE TABLE quarantine (
    source TEXT NOT NULL,
    place TEXT NOT NULL,       -- where in the source the mail lies
    reason TEXT NOT NULL,      -- why it could not be read
    at TEXT NOT NULL,
    PRIMARY KEY (source, place)
);

CREATE TABLE attempt (         -- sources whose mail is being read; what is left at a start tells of a sudden end
    source TEXT PRIMARY KEY,
    deaths INTEGER NOT NULL,   -- how often that has begun since mail was last filed
    place TEXT                 -- the mail that is being read, once they are read one by one
);

CREATE TABLE told (
    key TEXT PRIMARY KEY,      -- an alert is decided once, whatever becomes of it
    at TEXT NOT NULL,
    body BLOB NOT NULL         -- JSON
);

CREATE TABLE hold (            -- what each calendar was, or will be, told last about a hold
    effect TEXT NOT NULL,
    uid TEXT NOT NULL,
    sequence INTEGER NOT NULL, -- RFC 5545, 3.8.7.4
    body BLOB NOT NULL,        -- JSON of the hold, with sequence 0
    released INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (effect, uid)
);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    effect TEXT NOT NULL,      -- the name of the effect that must perform it
    uid TEXT,                  -- the hold it is about; null for alerts
    what TEXT NOT NULL,        -- hold, release or alert
    body BLOB NOT NULL,        -- JSON of the action
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try TEXT NOT NULL,
    last_error TEXT,
    put TEXT NOT NULL,
    UNIQUE (key, effect)
);
CREATE INDEX outbox_waiting ON outbox (next_try) WHERE state = 'waiting';

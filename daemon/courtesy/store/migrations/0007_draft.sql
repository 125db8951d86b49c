-- Answers that were drafted for the owner: each once, whether he sends, changes or deletes it.

CREATE TABLE draft (
    key TEXT PRIMARY KEY,
    message_id TEXT NOT NULL,  -- of the draft: a mail that bears it is the draft, unless it was sent
    at TEXT NOT NULL
);

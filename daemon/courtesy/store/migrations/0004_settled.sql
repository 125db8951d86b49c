-- What the owner says of an alert: it is settled, or he wants to hear of it later.

CREATE TABLE settled (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- of several for one alert the latest counts
    key TEXT NOT NULL,                     -- of the alert
    at TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('done', 'later', 'taken back')),
    until TEXT                             -- later: when it is told again
);
CREATE INDEX settled_key ON settled (key, id);

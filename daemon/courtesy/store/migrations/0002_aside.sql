-- Mail over which the cases stumble, and the outbox of years.

ALTER TABLE event ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;  -- 1: the cases stumble over it, see quarantine

DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (next_try) WHERE state != 'done';

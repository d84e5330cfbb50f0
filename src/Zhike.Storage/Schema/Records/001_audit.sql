-- One row an entry of the audit trail; never changed, never deleted. Each hash covers the entry and the hash before it.
CREATE TABLE IF NOT EXISTS audit_entries
(
    sequence BIGINT NOT NULL PRIMARY KEY,   -- 1, 2, 3 … without a gap
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS audit_entries_by_actor ON audit_entries (actor, sequence);

CREATE INDEX IF NOT EXISTS audit_entries_by_subject ON audit_entries (subject, sequence);

-- The last link. Whoever appends changes this row first, and so waits for its turn; a trail cut at its end shows here.
CREATE TABLE IF NOT EXISTS audit_head
(
    id INTEGER NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL
);

INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '');

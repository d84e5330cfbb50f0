-- Who may send events and ask for decisions. The write key itself is not kept: only its hash, and its last characters for people.
CREATE TABLE IF NOT EXISTS sources
(
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    key_end TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    revoked_at BIGINT,
    revision BIGINT NOT NULL
);

CREATE UNIQUE INDEX IF NOT EXISTS sources_key ON sources (key_hash);

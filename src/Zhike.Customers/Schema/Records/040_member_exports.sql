-- Members of a segment as a file: who asked for which and why, who decided, and what became of it. The file itself is no record.
CREATE TABLE IF NOT EXISTS member_exports
(
    id TEXT NOT NULL PRIMARY KEY,
    mark TEXT NOT NULL,
    segment TEXT NOT NULL,
    segment_version BIGINT NOT NULL,
    as_of TEXT NOT NULL,
    columns TEXT NOT NULL,
    unmasked BOOLEAN NOT NULL,
    format TEXT NOT NULL,
    language TEXT NOT NULL,
    purpose TEXT NOT NULL,
    org_path TEXT NOT NULL,
    manager TEXT NOT NULL,
    role TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    members BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT,
    note TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    message TEXT NOT NULL,
    rows_written BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    ended_at BIGINT,
    expires_at BIGINT NOT NULL,
    downloads INTEGER NOT NULL,
    revision BIGINT NOT NULL
);

CREATE UNIQUE INDEX IF NOT EXISTS member_exports_mark ON member_exports (mark);

CREATE INDEX IF NOT EXISTS member_exports_state ON member_exports (state, expires_at);

CREATE INDEX IF NOT EXISTS member_exports_asked ON member_exports (requested_by, requested_at);

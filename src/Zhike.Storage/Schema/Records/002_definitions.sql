-- One row a version of a definition (tag, segment, journey, template …). A live version's document never changes.
CREATE TABLE IF NOT EXISTS definitions
(
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    document TEXT NOT NULL,                 -- canonical JSON
    author TEXT NOT NULL,
    approver TEXT,
    note TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (kind, key, version)
);

-- One version in force a key, and one open draft.
CREATE UNIQUE INDEX IF NOT EXISTS definitions_one_live ON definitions (kind, key) WHERE status = 'Live';

CREATE UNIQUE INDEX IF NOT EXISTS definitions_one_open ON definitions (kind, key) WHERE status IN ('Draft', 'Submitted');

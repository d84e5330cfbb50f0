-- Why an import ran, through which mapping, and how far its incremental key went.
ALTER TABLE import_runs ADD COLUMN mapping_file TEXT NOT NULL DEFAULT '';
ALTER TABLE import_runs ADD COLUMN cause TEXT NOT NULL DEFAULT 'Person';
ALTER TABLE import_runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE import_runs ADD COLUMN key_from TEXT NOT NULL DEFAULT '';
ALTER TABLE import_runs ADD COLUMN key_to TEXT NOT NULL DEFAULT '';

CREATE INDEX IF NOT EXISTS import_runs_mapping ON import_runs (mapping_file, started_at);

-- How far a source with an incremental key has been read, for each target. Written only once the rows up to there are durable.
CREATE TABLE IF NOT EXISTS source_marks
(
    mapping TEXT NOT NULL,
    target TEXT NOT NULL,
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    run_id TEXT NOT NULL,
    marked_at BIGINT NOT NULL,
    PRIMARY KEY (mapping, target)
);

-- When a source runs by itself; one without a line has never been switched on.
CREATE TABLE IF NOT EXISTS source_schedules
(
    mapping_file TEXT NOT NULL PRIMARY KEY,
    cron TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    next_at BIGINT,
    last_at BIGINT,
    last_outcome TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

-- Files that came through a watched folder: the same file is taken once.
CREATE TABLE IF NOT EXISTS source_files
(
    id TEXT NOT NULL PRIMARY KEY,
    mapping_file TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    checksum TEXT NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    run_ids TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE UNIQUE INDEX IF NOT EXISTS source_files_content ON source_files (mapping_file, name, bytes, checksum);
CREATE INDEX IF NOT EXISTS source_files_taken ON source_files (mapping_file, taken_at);

-- What imports did, for people to read afterwards.
CREATE TABLE IF NOT EXISTS import_runs
(
    id TEXT NOT NULL PRIMARY KEY,
    mapping TEXT NOT NULL,
    target TEXT NOT NULL,
    file TEXT NOT NULL,
    dry_run BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seconds_elapsed TEXT NOT NULL,
    rows BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    conflicts BIGINT NOT NULL,
    message TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS import_runs_started ON import_runs (started_at);

-- The first refused rows and conflicts of a run, with their reasons; never a personal value.
CREATE TABLE IF NOT EXISTS import_refusals
(
    run_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    row BIGINT NOT NULL,
    column_name TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (run_id, number)
);

-- One row a replay: a journey over stored history, on another clock.
CREATE TABLE IF NOT EXISTS replay_runs
(
    name TEXT NOT NULL PRIMARY KEY,
    journey TEXT NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    done_to TEXT NULL,
    state TEXT NOT NULL,
    message TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS replay_runs_by_journey ON replay_runs (journey);

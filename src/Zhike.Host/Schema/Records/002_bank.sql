-- What the program must remember about the bank itself: business date, clock offset, demo loaded.
CREATE TABLE IF NOT EXISTS bank_state
(
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row a job: a long piece of work that somebody asked for.
CREATE TABLE IF NOT EXISTS job_runs
(
    id TEXT NOT NULL PRIMARY KEY,
    verb TEXT NOT NULL,
    arguments TEXT NOT NULL,                -- JSON
    requested_by TEXT NOT NULL,
    state TEXT NOT NULL,                    -- Queued, Running, Done, Failed, Cancelled, Interrupted
    step TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    message TEXT NOT NULL,                  -- the summary, or why it failed
    details TEXT NOT NULL,                  -- JSON of the outcome; '' for none
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE INDEX IF NOT EXISTS job_runs_by_time ON job_runs (created_at);

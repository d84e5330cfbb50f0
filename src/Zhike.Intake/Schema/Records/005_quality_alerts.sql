-- One row a day, source, event and measure that went beyond the plan's limits.
CREATE TABLE IF NOT EXISTS quality_alerts
(
    id TEXT NOT NULL PRIMARY KEY,
    day TEXT NOT NULL,
    source TEXT NOT NULL,
    event TEXT NOT NULL,
    measure TEXT NOT NULL,
    value TEXT NOT NULL,
    limit_at TEXT NOT NULL,
    expected TEXT,
    events BIGINT NOT NULL,
    state TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    note TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS quality_alerts_by_state ON quality_alerts (state, opened_at);

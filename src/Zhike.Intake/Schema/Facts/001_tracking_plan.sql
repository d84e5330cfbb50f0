-- The tracking plan: an event that it keeps apart waits in a table of its own.

-- One row an event that was kept apart. Properties and context are as they would stand among the events: without personal data.
CREATE TABLE quarantined_events
(
    event_id UUID,
    ts DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    name LowCardinality(String),
    type LowCardinality(String),
    user_id String,
    anonymous_id String,
    session_id String,
    channel LowCardinality(String),
    source LowCardinality(String),
    properties String,                                  -- JSON
    context String,                                     -- JSON
    violations Array(LowCardinality(String))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (received_at, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000;

-- One row a decision about an event that was kept apart, the latest counts.
CREATE TABLE quarantine_decisions
(
    event_id UUID,
    decision LowCardinality(String),                    -- released (taken in as it is), requeued (the plan takes it now), discarded
    reason String,
    decided_by String,
    decided_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(decided_at)
ORDER BY event_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

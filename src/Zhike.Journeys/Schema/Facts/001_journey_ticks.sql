-- One row a tick that did something: how far a journey has come on a run's clock. Losing rows costs time, not truth: the
-- steps themselves say what was done, this only says from where to look.
CREATE TABLE journey_ticks
(
    run LowCardinality(String),
    journey_id LowCardinality(String),
    ticked_at DateTime64(3, 'UTC'),                     -- bank time: every step due up to here has been followed
    business_date Date,
    facts_seen String,                                  -- changes whenever an entry or a goal may come out differently
    enrolled UInt64,
    steps UInt64,
    contacts UInt64
)
ENGINE = MergeTree
PARTITION BY run
ORDER BY (journey_id, ticked_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

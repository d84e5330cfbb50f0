-- Values of real-time tags since the newest nightly run, laid over that run's values.

-- One row a customer and time of computing; the newest of an epoch counts. One column a tag, as in tag_values. All of it can be computed
-- again from the facts, so nothing waits for the disk.
CREATE TABLE tag_values_live
(
    epoch UInt64,
    as_of Date,
    customer_id UInt64,
    org_path LowCardinality(String),
    manager_id LowCardinality(String),
    computed_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(computed_at)
PARTITION BY epoch
ORDER BY customer_id;

-- One row a beginning: after a nightly run, when the day turns, and when a definition changes. Written when its rows are all there.
CREATE TABLE tag_live_epochs
(
    epoch UInt64,                                       -- larger is newer
    as_of Date,                                         -- the open day
    base_as_of Date,                                    -- the nightly run that its rows are laid over
    base_finished_at DateTime64(3, 'UTC'),
    tags Array(String)
)
ENGINE = MergeTree
ORDER BY epoch;

-- When a change was recorded, and by whom. A day's live rows stay when its nightly run comes.
ALTER TABLE tag_changes
    ADD COLUMN changed_at DateTime64(3, 'UTC') DEFAULT toDateTime64(0, 3, 'UTC'),
    ADD COLUMN source Enum8('nightly' = 0, 'live' = 1) DEFAULT 'nightly';

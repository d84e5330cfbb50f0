-- One row a customer whom another system wants in a journey. A journey with the entry "api" lets them in as its rules say.
CREATE TABLE IF NOT EXISTS journey_requests
(
    journey_id LowCardinality(String),
    customer_id UInt64,
    cause String,                                       -- of the system that asks: the same cause again is not taken twice
    requested_at DateTime64(3, 'UTC'),
    requested_by LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (journey_id, requested_at, customer_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

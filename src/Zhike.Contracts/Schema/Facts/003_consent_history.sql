-- Every answer about consent is kept, not the latest alone: what was allowed on a day long past must be told from the answers of
-- that day, in a rehearsal and when somebody asks why a customer was contacted. One statement, so that it may be repeated.
CREATE OR REPLACE TABLE consents
(
    customer_id UInt64,
    channel LowCardinality(String),                     -- sms, email, push, in_app, call, work_order, wecom; all
    granted Bool,
    decided_at DateTime64(3, 'UTC'),
    source LowCardinality(String),
    run_id String DEFAULT ''
)
ENGINE = ReplacingMergeTree
ORDER BY (customer_id, channel, decided_at, granted)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
AS SELECT customer_id, channel, granted, decided_at, source, run_id FROM consents;

-- One row a score that a model gave a customer as of a date. Written by whoever runs the model; the newest (as_of, version) counts.
CREATE TABLE scores
(
    model LowCardinality(String),                       -- key of the model
    version UInt32,                                     -- of the model
    as_of Date,                                         -- what it knew: facts up to this date
    customer_id UInt64,
    score Float64,
    computed_at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(as_of)
ORDER BY (model, customer_id, as_of, version)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- One row a score that a model gave a customer as of a business date. A run again appends; the newest computation counts.
CREATE TABLE scores
(
    as_of Date,
    model LowCardinality(String),
    customer_id UInt64,
    score Float64,                                      -- a probability, or another number the model's documentation explains
    model_version UInt32 DEFAULT 1,
    computed_at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(as_of)
ORDER BY (model, as_of, customer_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

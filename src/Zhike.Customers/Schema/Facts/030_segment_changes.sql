-- Who came into a segment that is kept in real time, and who left it. One row a customer and version.
CREATE TABLE segment_changes
(
    segment_id LowCardinality(String),
    version UInt64,
    as_of Date,
    changed_at DateTime64(3, 'UTC'),
    customer_id UInt64,
    change Enum8('left' = 0, 'entered' = 1)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(changed_at)
ORDER BY (segment_id, changed_at, customer_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- What an upload of a list held beside the customers it matched.
ALTER TABLE customer_lists
    ADD COLUMN file_rows UInt64 DEFAULT 0,
    ADD COLUMN duplicates UInt64 DEFAULT 0,
    ADD COLUMN bad_rows UInt64 DEFAULT 0;

-- One row a row of an upload that is being read; empty but while one runs.
CREATE TABLE list_upload_rows (upload UInt64, line UInt32, customer_no String)
ENGINE = MergeTree
PARTITION BY upload
ORDER BY customer_no;

-- One row a row of an upload that brought no customer: the first thousand of a version.
CREATE TABLE list_problems
(
    list_key LowCardinality(String),
    version UInt64,
    line UInt32,
    problem LowCardinality(String),                     -- 'unmatched', 'duplicate', or what is wrong with the row
    customer_no String
)
ENGINE = MergeTree
ORDER BY (list_key, version, line)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

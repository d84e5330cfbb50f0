-- What the tag runs and the uploaded lists of customers keep beside the standard model.

-- One row a finished tag run: what it had seen, so that the next day's run can tell what is new.
CREATE TABLE tag_runs
(
    as_of Date,
    finished_at DateTime64(3, 'UTC'),
    mode LowCardinality(String),                        -- 'full' or 'changes'
    definitions String,                                 -- hash of the definitions and of the columns they fill
    customers UInt64,                                   -- rows written
    recomputed UInt64,                                  -- of them from the facts; the rest was carried over
    seconds Float64,
    seen_runs Array(String),                            -- import runs whose transactions had arrived
    customer_version UInt64,                            -- newest version of a customer that had arrived
    holding_version UInt64,
    events_until DateTime64(3, 'UTC')                   -- newest event that had arrived
)
ENGINE = MergeTree
ORDER BY (as_of, finished_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- One row an upload of a list of customers (白名单): the newest version of a key counts.
CREATE TABLE customer_lists
(
    list_key LowCardinality(String),
    version UInt64,
    name_zh String,
    name_en String,
    uploaded_at DateTime64(3, 'UTC'),
    uploaded_by String,
    members AggregateFunction(groupBitmap, UInt64),
    unknown UInt64                                      -- customer numbers in the upload that no customer has
)
ENGINE = MergeTree
ORDER BY (list_key, version)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

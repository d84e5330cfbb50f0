-- Values of tags that are handed in and not computed.

-- One row an upload of a list with a value a customer. Written last: an upload without its row does not exist.
CREATE TABLE tag_uploads
(
    tag LowCardinality(String),
    upload UInt64,                                      -- larger is newer
    valid_from Date,                                    -- the first business date for which it counts
    uploaded_at DateTime64(3, 'UTC'),
    uploaded_by String,
    matched UInt64,                                     -- rows with a customer
    unmatched UInt64,                                   -- customer numbers that no customer has
    bad UInt64                                          -- rows that could not be read
)
ENGINE = MergeTree
ORDER BY (tag, upload)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE tag_upload_values
(
    tag LowCardinality(String),
    upload UInt64,
    customer_id UInt64,
    value String                                        -- as the engine writes the tag's type; 1 and 0 for a flag
)
ENGINE = MergeTree
ORDER BY (tag, upload, customer_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- One row an entry of supplementary information by staff (信息补录). Never edited: a correction is a newer entry.
CREATE TABLE supplements
(
    tag LowCardinality(String),
    customer_id UInt64,
    entered_on Date,                                    -- the business date of the entry
    entered_at DateTime64(3, 'UTC'),
    entry_id UUID,
    value String,                                       -- as above; '' takes the value back
    note String,
    staff String
)
ENGINE = MergeTree
ORDER BY (tag, customer_id, entered_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- How many customers of an outlet had which band or code of a tag at a business date. Each run replaces its whole date; kept for ever.
CREATE TABLE tag_statistics
(
    as_of Date,
    tag LowCardinality(String),
    org_path LowCardinality(String),
    band LowCardinality(String),                        -- English name of a band, a code, 'true' or 'false', '*' any value, '' none, '…' a code without a name
    customers UInt64
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (tag, org_path, band)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

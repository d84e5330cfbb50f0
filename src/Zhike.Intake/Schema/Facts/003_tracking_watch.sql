-- What arrives, counted as it arrives: the watch looks at the rows received since its last look, so its cost follows new rows.

-- Whatever asks for the newest arrivals skips the parts that hold older ones.
ALTER TABLE events ADD INDEX by_received received_at TYPE minmax GRANULARITY 1;

-- One row a step of a look: begun before the counts are written, done after. A look that was killed is repeated as it was begun,
-- and the counts it had written already are dropped by their token.
CREATE TABLE tracking_looks
(
    since DateTime64(3, 'UTC'),                         -- included
    until DateTime64(3, 'UTC'),                         -- excluded
    state LowCardinality(String)                        -- begun, done
)
ENGINE = MergeTree
ORDER BY until
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- Arrivals of an hour, by when they were received. Those kept apart count among the events too.
CREATE TABLE event_counts
(
    hour DateTime('UTC'),
    source LowCardinality(String),
    name LowCardinality(String),
    type LowCardinality(String),
    events SimpleAggregateFunction(sum, UInt64),
    violating SimpleAggregateFunction(sum, UInt64),
    late SimpleAggregateFunction(sum, UInt64),          -- received more than an hour after they happened
    skewed SimpleAggregateFunction(sum, UInt64),        -- their sender's clock was not believable
    unplanned SimpleAggregateFunction(sum, UInt64),
    quarantined SimpleAggregateFunction(sum, UInt64),
    first_seen SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (hour, source, name, type)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE TABLE violation_counts
(
    hour DateTime('UTC'),
    source LowCardinality(String),
    name LowCardinality(String),
    violation LowCardinality(String),
    events SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
ORDER BY (hour, source, name, violation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE TABLE property_counts
(
    day Date,                                           -- of the receipt, in the bank's zone
    source LowCardinality(String),
    name LowCardinality(String),
    property String,                                    -- a path: loan.amount
    value_type LowCardinality(String),                  -- as the engine read it: Int64, Float64, String, Bool, Date, DateTime64(9), Array(…)
    events SimpleAggregateFunction(sum, UInt64),
    first_seen SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (source, name, property, value_type, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- A few values of every property, numbers of persons covered.
CREATE TABLE property_samples
(
    source LowCardinality(String),
    name LowCardinality(String),
    property String,
    samples Array(String),
    seen_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(seen_at)
ORDER BY (source, name, property)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- Examples of what violated the plan, and of what was left out of an event.
CREATE TABLE violation_samples
(
    source LowCardinality(String),
    name LowCardinality(String),
    violation LowCardinality(String),
    sample String,
    seen_at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (source, name, violation, seen_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW discovered_events AS
SELECT source, name, type, min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(events) AS events, sum(violating) AS violating
FROM event_counts
GROUP BY source, name, type;

CREATE VIEW discovered_properties AS
SELECT source, name, property, groupUniqArray(value_type) AS value_types, min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(events) AS events
FROM property_counts
GROUP BY source, name, property;

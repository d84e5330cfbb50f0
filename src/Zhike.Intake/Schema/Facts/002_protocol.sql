-- What the tracking protocol keeps beside the events.

-- One row a minute, source, reason and field: events that were not taken, or not taken as they came, with a sample. Samples show the form of
-- what came, not its content: letters are a, digits are 9.
CREATE TABLE event_refusals
(
    minute DateTime('UTC'),
    source LowCardinality(String),                      -- '' where the write key is nobody's
    reason LowCardinality(String),                      -- malformed, not_json, too_large, too_many, duplicate, rate, busy, unknown_key, origin, store
    field LowCardinality(String),
    sample String,
    events UInt64                                       -- calls, where the events in them were not counted
)
ENGINE = SummingMergeTree(events)
ORDER BY (minute, source, reason, field, sample)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- One row a browser or device: how it came first. The earliest is kept.
CREATE TABLE first_touches
(
    kind LowCardinality(String),                        -- anonymous_id, device
    value String,
    identity UInt64 MATERIALIZED sipHash64(kind, value),
    ts DateTime64(3, 'UTC'),
    channel LowCardinality(String),
    source LowCardinality(String),                      -- name of the write key
    campaign Map(LowCardinality(String), String),       -- source, medium, name, term, content (utm_*); channel_code (渠道码)
    newness UInt64                                      -- the larger, the earlier
)
ENGINE = ReplacingMergeTree(newness)
ORDER BY (kind, value)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- One row a customer: how the first of their browsers and devices came.
CREATE VIEW customer_first_touch AS
SELECT i.person AS customer_id, min(t.ts) AS first_at, argMin(t.channel, t.ts) AS channel, argMin(t.source, t.ts) AS source, argMin(t.campaign, t.ts) AS campaign
FROM first_touches AS t FINAL
INNER JOIN (SELECT identity, person FROM identity_versions FINAL WHERE person < 0x8000000000000000) AS i ON i.identity = t.identity
GROUP BY i.person;

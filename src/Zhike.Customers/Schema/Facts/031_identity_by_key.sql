-- What an identity run costs follows what is new, not how many identities the bank holds: whatever it asks for is found by a key.

-- Asked for by identity, by the person they are of (by_person: those who ever were, to be looked up by identity) and by what changed last.
-- Few of many are read: small granules leave the others alone.
CREATE OR REPLACE TABLE identity_versions_by_key
(
    identity UInt64,                                    -- sipHash64(kind, value)
    kind LowCardinality(String),
    value String,
    person UInt64,                                      -- a customer_id; from 2^63 on somebody who is no customer yet
    first_seen DateTime64(3, 'UTC'),
    shared_since Nullable(DateTime64(3, 'UTC')),        -- of a device: when a second person was first seen on it
    version UInt64,
    INDEX by_version version TYPE minmax GRANULARITY 1,
    PROJECTION by_person (SELECT person, identity ORDER BY person)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY identity
SETTINGS index_granularity = 256, deduplicate_merge_projection_mode = 'rebuild', fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;
INSERT INTO identity_versions_by_key SELECT identity, kind, value, person, first_seen, shared_since, version FROM identity_versions FINAL;
EXCHANGE TABLES identity_versions AND identity_versions_by_key;
DROP TABLE identity_versions_by_key;

-- Asked for by its second end, by its first (by_a: which pairs, to be looked up by the second) and by its arrival.
CREATE OR REPLACE TABLE identity_evidence_by_key
(
    a_kind LowCardinality(String),                      -- customer_no, user_id, phone_hash, device, …: catalog/identity names them
    a_value String,
    b_kind LowCardinality(String),
    b_value String,
    a UInt64 MATERIALIZED sipHash64(a_kind, a_value),
    b UInt64 MATERIALIZED sipHash64(b_kind, b_value),
    rule LowCardinality(String),                        -- signed_in, declared, claimed, alias, bank_file, same_number
    source LowCardinality(String),                      -- of the event (its write key) or of the file
    event_id UUID DEFAULT toUUID('00000000-0000-0000-0000-000000000000'),
    observed_at DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    run_id String DEFAULT '',                           -- the import run that brought it
    INDEX by_arrival received_at TYPE minmax GRANULARITY 1,
    PROJECTION by_a (SELECT a, b, a_kind, b_kind ORDER BY a)
)
ENGINE = MergeTree
ORDER BY (b, a, observed_at)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;
INSERT INTO identity_evidence_by_key (a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at, received_at, run_id)
SELECT a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at, received_at, run_id FROM identity_evidence;
EXCHANGE TABLES identity_evidence AND identity_evidence_by_key;
DROP TABLE identity_evidence_by_key;

-- Which customers came last.
ALTER TABLE customer_versions ADD INDEX IF NOT EXISTS by_version version TYPE minmax GRANULARITY 1;
ALTER TABLE customer_versions MATERIALIZE INDEX by_version;
ALTER TABLE customer_secret_versions ADD INDEX IF NOT EXISTS by_version version TYPE minmax GRANULARITY 1;
ALTER TABLE customer_secret_versions MATERIALIZE INDEX by_version;

-- One row an identity at an end of a run's links: whose it is by now. Asked from tier to tier instead of all identities.
CREATE TABLE IF NOT EXISTS identity_work_known (identity UInt64, person UInt64) ENGINE = MergeTree ORDER BY identity;
CREATE TABLE IF NOT EXISTS identity_work_known_next (identity UInt64, person UInt64) ENGINE = MergeTree ORDER BY identity;

-- One-ID: who is who. Evidence comes in with events and files, a run turns it into persons, and every step can be undone:
-- evidence is never edited, decisions of people stand beside it, and what follows from both is computed anew.

-- An event may reach its customer through an identity (a user id, a device). attributed_by names it, so that the event can be
-- taken back when that identity turns out to belong to somebody else; 0 where the event itself named the customer, or nobody.
-- A copy is an anonymous event given to the person who signed in later; the event as it came stays with customer 0.
ALTER TABLE events
    ADD COLUMN device_id String DEFAULT '' AFTER anonymous_id,
    ADD COLUMN attributed_by UInt64 DEFAULT 0,
    ADD COLUMN is_copy Bool DEFAULT false,
    ADD INDEX by_anonymous anonymous_id TYPE bloom_filter(0.01) GRANULARITY 1,
    ADD INDEX by_user user_id TYPE bloom_filter(0.01) GRANULARITY 1,
    ADD INDEX by_attribution attributed_by TYPE bloom_filter(0.01) GRANULARITY 1;

-- One row an observation that two identities belong together. An identity is a kind and a value; its number is their hash.
CREATE TABLE identity_evidence
(
    a_kind LowCardinality(String),                      -- customer_no, user_id, phone_hash, device, …: catalog/identity names them
    a_value String,
    b_kind LowCardinality(String),
    b_value String,
    a UInt64 MATERIALIZED sipHash64(a_kind, a_value),
    b UInt64 MATERIALIZED sipHash64(b_kind, b_value),
    rule LowCardinality(String),                        -- signed_in, declared, alias, bank_file
    source LowCardinality(String),                      -- of the event (its write key) or of the file
    event_id UUID DEFAULT toUUID('00000000-0000-0000-0000-000000000000'),
    observed_at DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    run_id String DEFAULT ''                            -- the import run that brought it
)
ENGINE = MergeTree
ORDER BY (b, a, observed_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- One row a version of an identity: whose it is.
CREATE TABLE identity_versions
(
    identity UInt64,                                    -- sipHash64(kind, value)
    kind LowCardinality(String),
    value String,
    person UInt64,                                      -- a customer_id; from 2^63 on somebody who is no customer yet
    first_seen DateTime64(3, 'UTC'),
    shared_since Nullable(DateTime64(3, 'UTC')),        -- of a device: when a second person was first seen on it
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY identity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW identities AS SELECT * FROM identity_versions FINAL;

-- One row a word of a person about two identities, the newest counts: they belong together, or apart.
CREATE TABLE identity_decisions
(
    a UInt64,                                           -- the smaller number
    b UInt64,
    decision LowCardinality(String),                    -- together, apart, none (taken back)
    reason String,
    decided_by String,
    decided_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(decided_at)
ORDER BY (a, b)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- One row a merge, a split, or a link that was not followed: what a person reads and may undo.
CREATE TABLE identity_changes
(
    change_id UInt64,
    what LowCardinality(String),                        -- merged, held, hinted, split
    person UInt64,                                      -- who remains
    other UInt64,                                       -- who was joined to them, was kept apart from them, or left them
    a_kind LowCardinality(String),
    a_value String,
    b_kind LowCardinality(String),
    b_value String,
    rule LowCardinality(String),
    source LowCardinality(String),
    event_id UUID,
    observed_at DateTime64(3, 'UTC'),
    limit_kind LowCardinality(String) DEFAULT '',       -- held: of which kind the person would have had too many
    changed_at DateTime64(3, 'UTC'),
    changed_by LowCardinality(String)                   -- a member of staff, or 'rules'
)
ENGINE = ReplacingMergeTree(changed_at)
ORDER BY change_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- One row a finished identity run: what it had seen.
CREATE TABLE identity_runs
(
    finished_at DateTime64(3, 'UTC'),
    seconds Float64,
    evidence_until DateTime64(3, 'UTC'),
    decisions_until DateTime64(3, 'UTC'),
    secrets_version UInt64,
    customers_version UInt64,
    declared_until DateTime64(3, 'UTC'),
    links UInt64,
    identities UInt64,
    merged UInt64,
    held UInt64,
    events_given UInt64,
    events_taken UInt64
)
ENGINE = MergeTree
ORDER BY finished_at
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Answers are about a purpose on a channel, and stand with their evidence. What was answered before purposes were told apart was
-- about marketing. One statement, so that it may be repeated.
CREATE OR REPLACE TABLE consents
(
    customer_id UInt64,
    channel LowCardinality(String),                     -- sms, email, push, in_app, call, work_order, wecom; all
    granted Bool,
    decided_at DateTime64(3, 'UTC'),
    source LowCardinality(String),                      -- an import, "staff:" and a number, app, work_order …
    run_id String DEFAULT '',
    purpose LowCardinality(String) DEFAULT 'marketing', -- marketing, credit_offers, service, profiling, third_party
    answer LowCardinality(String) DEFAULT if(granted, 'granted', 'denied'), -- granted, denied, withdrawn
    document String DEFAULT '',                         -- name and version of the text that was answered
    reference String DEFAULT '',                        -- where the evidence lies: a recording, a form, a screen
    recorded_at DateTime64(3, 'UTC') DEFAULT decided_at
)
ENGINE = ReplacingMergeTree
ORDER BY (customer_id, purpose, channel, decided_at, granted)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
AS SELECT
    customer_id, channel, granted, decided_at, source, run_id,
    'marketing' AS purpose, if(granted, 'granted', 'denied') AS answer, '' AS document, '' AS reference, decided_at AS recorded_at
FROM consents;

-- One row a version of an entry in a suppression list: who must not be contacted, where, for what, from when to when.
-- An entry that is ended gets a newer version with an earlier end: on the days before, it stood.
CREATE TABLE IF NOT EXISTS suppression_versions
(
    entry_id UInt64,
    customer_id UInt64,
    list LowCardinality(String),                        -- deceased, legal_hold, complaint, opt_out, credit_distress, rm_managed, erased
    channels Array(LowCardinality(String)),             -- empty: every channel
    purposes Array(LowCardinality(String)),             -- empty: every purpose
    lines Array(LowCardinality(String)),                -- product lines; empty: every one
    starts_at DateTime64(3, 'UTC'),                     -- included
    ends_at DateTime64(3, 'UTC') DEFAULT toDateTime64('2200-01-01 00:00:00', 3, 'UTC'), -- excluded
    reason String DEFAULT '',
    source LowCardinality(String) DEFAULT '',           -- staff, upload, request, system …
    reference String DEFAULT '',
    recorded_by LowCardinality(String) DEFAULT '',
    recorded_at DateTime64(3, 'UTC'),
    ended_by LowCardinality(String) DEFAULT '',         -- who took it off the list before its time
    ended_reason String DEFAULT '',
    is_demo Bool DEFAULT false,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (customer_id, entry_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS suppressions AS SELECT * FROM suppression_versions FINAL;

-- Why a contact was refused, more exactly than its decision: of no_consent never_asked, denied, withdrawn, refused_all; of suppressed the list.
ALTER TABLE contacts ADD COLUMN IF NOT EXISTS refusal LowCardinality(String) DEFAULT '';

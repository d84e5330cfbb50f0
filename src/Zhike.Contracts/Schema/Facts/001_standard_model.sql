-- The standard model: what every room may read. Grain and meaning of each column stand beside it.
-- fsync: an acknowledged insert survives kill -9. non_replicated_deduplication_window: the same block twice counts once.
-- Tables that end in _versions keep every version of a row; the view of the plain name shows the newest.

-- One row a version of a customer. Personal data is not here: see customer_secrets.
CREATE TABLE customer_versions
(
    customer_id UInt64,                                 -- Zhike's own dense number
    customer_no String,                                 -- the bank's customer number (客户号)
    opened_on Date,                                     -- first relationship with the bank
    birth_date Nullable(Date32),
    gender LowCardinality(String) DEFAULT '',           -- 'F', 'M' or ''
    outlet_id LowCardinality(String) DEFAULT '',
    org_path LowCardinality(String) DEFAULT '/',        -- of the outlet: "/hq/prague/d01/"
    manager_id LowCardinality(String) DEFAULT '',       -- staff number of the owning customer manager; '' for none
    attributes Map(LowCardinality(String), String),     -- what else the bank hands over, by name
    is_demo Bool DEFAULT false,                         -- some of it was invented
    version UInt64,                                     -- larger is newer
    run_id String DEFAULT ''                            -- the import run that brought it
)
ENGINE = ReplacingMergeTree(version)
ORDER BY customer_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW customers AS SELECT * FROM customer_versions FINAL;

-- Personal data: AES-256-GCM under a key that is not in the database; *_hash are keyed hashes for exact look-up.
CREATE TABLE customer_secret_versions
(
    customer_id UInt64,
    name_sealed String, phone_sealed String, email_sealed String, id_number_sealed String, address_sealed String,
    name_hash String, phone_hash String, email_hash String, id_number_hash String,
    key_id LowCardinality(String),
    version UInt64,
    run_id String DEFAULT ''
)
ENGINE = ReplacingMergeTree(version)
ORDER BY customer_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW customer_secrets AS SELECT * FROM customer_secret_versions FINAL;

-- One row a link between a customer and a number they are known by elsewhere.
CREATE TABLE customer_identities
(
    kind LowCardinality(String),                        -- 'customer_no', 'user_id', 'anonymous_id', 'phone_hash', …
    value String,
    customer_id UInt64,
    source LowCardinality(String),
    linked_at DateTime64(3, 'UTC'),
    run_id String DEFAULT ''
)
ENGINE = ReplacingMergeTree(linked_at)
ORDER BY (kind, value)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- One row a version of an account; the customer is its owner.
CREATE TABLE account_versions
(
    account_id UInt64,
    account_no String,
    customer_id UInt64,
    product_id LowCardinality(String),
    opened_on Date,
    closed_on Nullable(Date),
    outlet_id LowCardinality(String) DEFAULT '',
    attributes Map(LowCardinality(String), String),
    version UInt64,
    run_id String DEFAULT ''
)
ENGINE = ReplacingMergeTree(version)
ORDER BY account_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW accounts AS SELECT * FROM account_versions FINAL;

-- Who may act on an account: its owner and its authorised users.
CREATE TABLE account_party_versions
(
    account_id UInt64,
    customer_id UInt64,
    role LowCardinality(String),                        -- 'owner', 'authorised'
    party_no String DEFAULT '',                         -- the bank's number of this disposition
    version UInt64,
    run_id String DEFAULT ''
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (account_id, customer_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW account_parties AS SELECT * FROM account_party_versions FINAL;

-- One row a version of something the customer holds: a deposit, a card, a loan, a standing order.
CREATE TABLE holding_versions
(
    customer_id UInt64,
    holding_no String,                                  -- the bank's number, with its kind in front: "loan:5314"
    account_id UInt64,
    product_id LowCardinality(String),
    kind LowCardinality(String),                        -- 'deposit', 'card', 'loan', 'standing_order', 'fund', 'insurance'
    opened_on Nullable(Date),                           -- null: the source does not say
    closed_on Nullable(Date),
    matures_on Nullable(Date),
    amount Decimal(18, 2),
    attributes Map(LowCardinality(String), String),
    version UInt64,
    run_id String DEFAULT ''
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (customer_id, holding_no)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW holdings AS SELECT * FROM holding_versions FINAL;

-- One row a booked transaction. Never edited: a correction is a new transaction.
CREATE TABLE transactions
(
    customer_id UInt64 CODEC(Delta, LZ4),
    booked_on Date,                                     -- business date
    transaction_id UInt64,
    account_id UInt64,
    booked_at DateTime64(3, 'UTC'),                     -- midnight of booked_on where the source has no time
    direction Enum8('credit' = 1, 'debit' = 2),
    kind Enum8('other' = 0, 'cash_in' = 1, 'transfer_in' = 2, 'cash_out' = 3, 'card_cash_out' = 4, 'transfer_out' = 5, 'card_payment' = 6, 'interest' = 7, 'fee' = 8),
    purpose Enum8('none' = 0, 'household' = 1, 'insurance' = 2, 'statement_fee' = 3, 'interest' = 4, 'penalty_interest' = 5, 'pension' = 6, 'loan' = 7, 'leasing' = 8, 'salary' = 9, 'investment' = 10, 'shopping' = 11),
    channel Enum8('unknown' = 0, 'counter' = 1, 'atm' = 2, 'app' = 3, 'web' = 4, 'pos' = 5, 'batch' = 6),
    amount Decimal(18, 2),                              -- always positive; the direction says which way
    balance_after Nullable(Decimal(18, 2)),
    counterparty_bank LowCardinality(String) DEFAULT '',
    counterparty_account String DEFAULT '',
    run_id LowCardinality(String) DEFAULT ''
)
ENGINE = MergeTree
PARTITION BY toYear(booked_on)
ORDER BY (customer_id, booked_on, transaction_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE TABLE product_versions
(
    product_id String,
    name_zh String,
    name_en String,
    kind LowCardinality(String),
    risk_level LowCardinality(String) DEFAULT '',       -- 'R1' … 'R5'; '' where it has none
    attributes Map(LowCardinality(String), String),
    version UInt64,
    run_id String DEFAULT ''
)
ENGINE = ReplacingMergeTree(version)
ORDER BY product_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW products AS SELECT * FROM product_versions FINAL;

CREATE TABLE outlet_versions
(
    outlet_id String,
    name String,
    region String,
    org_path String,
    attributes Map(LowCardinality(String), String),     -- inhabitants, average salary, unemployment, …
    version UInt64,
    run_id String DEFAULT ''
)
ENGINE = ReplacingMergeTree(version)
ORDER BY outlet_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE VIEW outlets AS SELECT * FROM outlet_versions FINAL;

-- One row an event: what a customer did, and what was done about them (exposure, delivery, work_order_closed …).
CREATE TABLE events
(
    event_id UUID,
    ts DateTime64(3, 'UTC'),                            -- when it happened, clock skew corrected
    received_at DateTime64(3, 'UTC'),
    name LowCardinality(String),
    type LowCardinality(String) DEFAULT 'track',        -- identify, track, page, screen, group, alias, system
    customer_id UInt64 DEFAULT 0,                       -- 0: not known (yet)
    user_id String DEFAULT '',
    anonymous_id String DEFAULT '',
    session_id String DEFAULT '',
    channel LowCardinality(String) DEFAULT '',          -- app, mini_programme, web, h5, counter, call, system
    source LowCardinality(String) DEFAULT '',           -- name of the write key it came by
    properties JSON(max_dynamic_paths = 64),
    context JSON(max_dynamic_paths = 32)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(ts)
ORDER BY (customer_id, ts, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000;

-- Answer of a customer about a channel; the latest counts, none means no.
CREATE TABLE consents
(
    customer_id UInt64,
    channel LowCardinality(String),                     -- sms, email, push, in_app, call, work_order, wecom
    granted Bool,
    decided_at DateTime64(3, 'UTC'),
    source LowCardinality(String),
    run_id String DEFAULT ''
)
ENGINE = ReplacingMergeTree(decided_at)
ORDER BY (customer_id, channel)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- One row a customer and business date; one column a tag (added when the tag is published). Each run replaces its whole date.
CREATE TABLE tag_values
(
    as_of Date,
    customer_id UInt64,
    org_path LowCardinality(String),
    manager_id LowCardinality(String)
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY customer_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- One row a tag that changed for a customer at a business date. Values as text; null where there was or is none.
CREATE TABLE tag_changes
(
    as_of Date,
    tag LowCardinality(String),
    customer_id UInt64,
    old_value Nullable(String),
    new_value Nullable(String)
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (tag, customer_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- One row a version of a segment: its members as a bitmap.
CREATE TABLE segment_members
(
    segment_id LowCardinality(String),
    version UInt64,
    as_of Date,
    computed_at DateTime64(3, 'UTC'),
    members AggregateFunction(groupBitmap, UInt64)
)
ENGINE = MergeTree
ORDER BY (segment_id, version)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- One row a step of a customer through a journey. The log is the whole state: see Zhike.Journeys.
CREATE TABLE journey_steps
(
    run LowCardinality(String),                         -- 'live', or the name of a replay
    journey_id LowCardinality(String),
    version UInt32,
    enrolment_id UInt64,                                -- hash of (run, journey, customer, entry)
    customer_id UInt64,
    arm LowCardinality(String),                         -- 'contact' or 'holdout'
    node LowCardinality(String),                        -- '$holdout', '$goal' and '$ended' are the engine's own
    step_id UInt64,                                     -- hash of (enrolment, node, from_step_id)
    from_step_id UInt64 DEFAULT 0,                      -- the step this one follows, which has no other; 0: the enrolment itself
    from_node LowCardinality(String) DEFAULT '',
    enrolled_at DateTime64(3, 'UTC') DEFAULT entered_at,
    since DateTime64(3, 'UTC') DEFAULT enrolled_at,     -- facts after it were done "since enrolment": end of the business date of entry
    ends_at DateTime64(3, 'UTC') DEFAULT due_at,        -- end of the goal window; nothing is due later
    entered_at DateTime64(3, 'UTC'),
    due_at DateTime64(3, 'UTC'),                        -- may move on from here at or after this instant
    terminal Bool DEFAULT false,                        -- nothing follows
    outcome LowCardinality(String) DEFAULT ''           -- of a terminal step: 'goal', 'completed' (reached an exit), 'ended' (window over)
)
ENGINE = MergeTree
PARTITION BY run
ORDER BY (journey_id, version, node, due_at, enrolment_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000;

-- One row a decision to contact (or not): a message or a work order, derived from a step.
CREATE TABLE contacts
(
    run LowCardinality(String),
    contact_id UInt64,                                  -- the step's id: deriving twice finds the first
    journey_id LowCardinality(String),
    version UInt32,
    enrolment_id UInt64,
    customer_id UInt64,
    node LowCardinality(String),
    channel LowCardinality(String),                     -- sms, email, push, in_app, work_order
    template LowCardinality(String),
    decision LowCardinality(String),                    -- 'planned', or why not: 'no_consent', 'cap', 'suppressed', 'no_address', 'no_capacity'
    decided_at DateTime64(3, 'UTC'),
    not_before DateTime64(3, 'UTC'),                    -- quiet hours move it
    cost Decimal(18, 4) DEFAULT 0,
    manager_id LowCardinality(String) DEFAULT '',       -- of a work order; '': the outlet's own pool
    org_path LowCardinality(String) DEFAULT '/',
    priority UInt8 DEFAULT 0,                           -- of a work order, from the journey's node: 1 comes first
    due_days UInt16 DEFAULT 0                           -- of a work order: to be done within so many days; 0: the template's own
)
ENGINE = MergeTree
PARTITION BY run
ORDER BY (customer_id, decided_at, contact_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000;

-- One row a thing that happened to a contact: 'sent', 'delivered', 'failed', 'uncertain', 'shown', 'clicked', 'accepted', 'done' …
CREATE TABLE outcomes
(
    run LowCardinality(String),
    contact_id UInt64,
    customer_id UInt64,
    journey_id LowCardinality(String) DEFAULT '',
    outcome LowCardinality(String),
    label LowCardinality(String) DEFAULT '',
    happened_at DateTime64(3, 'UTC'),
    detail String DEFAULT ''
)
ENGINE = MergeTree
PARTITION BY run
ORDER BY (contact_id, outcome, happened_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000;

-- The tables of an identity run: empty but while one runs. What a killed run left is emptied by the next.

-- The rules of the run. One row a kind of identity.
CREATE TABLE identity_work_kinds (kind String, role String, priority UInt64, per_person UInt64) ENGINE = MergeTree ORDER BY kind;

-- One row a pair of identities to follow.
CREATE TABLE identity_work_links
(
    a UInt64, b UInt64, a_kind String, a_value String, b_kind String, b_value String, rule String, source String, event_id UUID,
    first_seen DateTime64(3, 'UTC'), role String, tier UInt64
)
ENGINE = MergeTree ORDER BY (tier, a);

-- One row an identity of a person who was put apart.
CREATE TABLE identity_work_dissolved (identity UInt64) ENGINE = MergeTree ORDER BY identity;

-- One row a pair of persons that a tier joins; labels are rounds of their connected components.
CREATE TABLE identity_work_edges (p UInt64, q UInt64) ENGINE = MergeTree ORDER BY p;
CREATE TABLE identity_work_labels (node UInt64, label UInt64) ENGINE = MergeTree ORDER BY node;
CREATE TABLE identity_work_labels_next (node UInt64, label UInt64) ENGINE = MergeTree ORDER BY node;

-- One row a component that would have too many of a kind.
CREATE TABLE identity_work_breaches (label UInt64, kind String) ENGINE = MergeTree ORDER BY label;

-- One row a carrier on which people were seen whose person changed.
CREATE TABLE identity_work_moved (carrier UInt64) ENGINE = MergeTree ORDER BY carrier;

-- One row an identity whose events are to be settled; customer 0 is nobody.
CREATE TABLE identity_work_owners (identity UInt64, kind String, customer UInt64, until DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY identity;

-- One row an event that is with somebody it is no longer known to be of.
CREATE TABLE identity_work_wrong (event_id UUID, is_copy Bool) ENGINE = MergeTree ORDER BY event_id;

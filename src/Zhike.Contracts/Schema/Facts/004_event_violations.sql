-- What an event did against the tracking plan stands beside it: "code:property", such as "missing:amount", "type:amount",
-- "personal:remark"; empty: as expected.
ALTER TABLE events ADD COLUMN IF NOT EXISTS violations Array(LowCardinality(String)) DEFAULT [];

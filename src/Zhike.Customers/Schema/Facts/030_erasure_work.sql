-- What the erasure at hand looks for. In memory alone: the values are never on the disk, and a mutation that the next start goes on with
-- finds nobody. kind: identity (number), user, carrier, account, text (value).
CREATE TABLE IF NOT EXISTS erasure_work (kind String, value String, number UInt64) ENGINE = Memory;

-- A finished run. Grain: one row. Parameters: now, seconds; what it had seen: evidence_until, decisions_until,
-- secrets_version, customers_version, declared_until; what it did: links, identities, merged, held, given, taken.
INSERT INTO identity_runs
SELECT {now:DateTime64(3, 'UTC')}, {seconds:Float64}, {evidence_until:DateTime64(3, 'UTC')}, {decisions_until:DateTime64(3, 'UTC')}, {secrets_version:UInt64},
    {customers_version:UInt64}, {declared_until:DateTime64(3, 'UTC')}, {links:UInt64}, {identities:UInt64}, {merged:UInt64}, {held:UInt64}, {given:UInt64}, {taken:UInt64}

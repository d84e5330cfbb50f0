-- Question: whose are the events of the identities that changed? Grain: one row an identity that changed at or after this version;
-- customer 0: nobody's. Parameters: version.
INSERT INTO identity_work_owners (identity, kind, value, customer, until)
SELECT identity, kind, value, if(person < 0x8000000000000000, person, 0), ifNull(shared_since, toDateTime64('2299-01-01 00:00:00', 3, 'UTC'))
FROM identity_versions FINAL
WHERE identity IN (SELECT identity FROM identity_versions WHERE version >= {version:UInt64}) AND kind IN ('user_id', 'anonymous_id', 'device')

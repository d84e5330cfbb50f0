-- Question: whose are the identities at the ends of the links? Grain: one row an identity.
INSERT INTO identity_work_known
SELECT identity, person FROM identity_versions FINAL
WHERE identity IN (SELECT arrayJoin([a, b]) FROM identity_work_links WHERE role != 'carrier')

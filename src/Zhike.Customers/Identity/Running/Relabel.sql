-- The persons of this tier become one. Grain: one row an identity whose person changes. Parameters: version.
INSERT INTO identity_versions
SELECT i.identity, i.kind, i.value, l.label, i.first_seen, i.shared_since, {version:UInt64}
FROM (SELECT * FROM identity_versions FINAL WHERE person IN (SELECT node FROM identity_work_labels WHERE label != node)) AS i
INNER JOIN identity_work_labels AS l ON l.node = i.person
WHERE l.label != l.node AND l.label NOT IN (SELECT label FROM identity_work_breaches)

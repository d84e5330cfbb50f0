-- The persons of this tier become one. Grain: one row an identity whose person changes. Parameters: version.
INSERT INTO identity_versions
WITH moves AS
(
    SELECT node, label FROM identity_work_labels WHERE label != node AND label NOT IN (SELECT label FROM identity_work_breaches)
)
SELECT i.identity, i.kind, i.value, l.label, i.first_seen, i.shared_since, {version:UInt64}
FROM
(
    SELECT * FROM identity_versions FINAL
    WHERE identity IN (SELECT identity FROM identity_versions WHERE person IN (SELECT node FROM moves)) AND person IN (SELECT node FROM moves)
) AS i
INNER JOIN moves AS l ON l.node = i.person

-- Whose they are after a tier's merges. Grain: one row an identity.
INSERT INTO identity_work_known_next
SELECT k.identity, ifNull(l.label, k.person)
FROM identity_work_known AS k
LEFT JOIN (SELECT node, label FROM identity_work_labels WHERE label != node AND label NOT IN (SELECT label FROM identity_work_breaches)) AS l ON l.node = k.person

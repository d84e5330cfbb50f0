-- Question: which would-be persons would have more of a kind than one person may have, and more than any of those they are made of?
-- Grain: one row a label, with the kind of the first breach. Reads identity_work_labels; persons' identities come from the store.
INSERT INTO identity_work_breaches
SELECT label, min(kind)
FROM
(
    SELECT label, kind, sum(n) AS together, max(n) AS alone
    FROM
    (
        SELECT l.label AS label, i.person AS person, i.kind AS kind, count() AS n
        FROM (SELECT identity, kind, person FROM identity_versions FINAL WHERE person IN (SELECT node FROM identity_work_labels)) AS i
        INNER JOIN identity_work_labels AS l ON l.node = i.person
        GROUP BY label, person, kind
        UNION ALL
        SELECT label, node, 'customer', 1 FROM identity_work_labels WHERE node < 0x8000000000000000
    )
    GROUP BY label, kind
) AS found
LEFT JOIN identity_work_kinds AS k ON k.kind = found.kind
WHERE found.together > found.alone AND found.together > multiIf(found.kind = 'customer', 1, k.role = 'key', k.per_person, 1000000000)
GROUP BY label

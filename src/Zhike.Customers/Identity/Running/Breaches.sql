-- Question: which would-be persons would have more of a kind than one person may have, and more than any of those they are made of?
-- Only keys are limited. Grain: one row a label, with the kind of the first breach. Reads identity_work_labels; persons' identities come
-- from the store.
INSERT INTO identity_work_breaches
WITH
keys AS (SELECT kind FROM identity_work_kinds WHERE role = 'key'),
near AS (SELECT identity FROM identity_versions WHERE person IN (SELECT node FROM identity_work_labels))
SELECT label, min(kind)
FROM
(
    SELECT label, kind, sum(n) AS together, max(n) AS alone
    FROM
    (
        SELECT l.label AS label, i.person AS person, toString(i.kind) AS kind, count() AS n
        FROM
        (
            SELECT identity, kind, person FROM identity_versions FINAL
            WHERE identity IN (SELECT identity FROM near) AND person IN (SELECT node FROM identity_work_labels) AND kind IN (SELECT kind FROM keys)
        ) AS i
        INNER JOIN identity_work_labels AS l ON l.node = i.person
        GROUP BY label, person, kind
        UNION ALL
        SELECT label, node, 'customer', 1 FROM identity_work_labels WHERE node < 0x8000000000000000
    )
    GROUP BY label, kind
) AS found
LEFT JOIN identity_work_kinds AS k ON k.kind = found.kind
WHERE found.together > found.alone AND found.together > if(found.kind = 'customer', 1, k.per_person)
GROUP BY label

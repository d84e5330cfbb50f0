-- Identities that this run hears of for the first time; each is a person of its own until a link says otherwise, a customer number
-- is its customer. Grain: one row an identity. Parameters: version.
INSERT INTO identity_versions
WITH ends AS
(
    SELECT identity, any(kind) AS kind, any(value) AS value, min(seen) AS first_seen
    FROM
    (
        SELECT a AS identity, a_kind AS kind, a_value AS value, first_seen AS seen FROM identity_work_links
        UNION ALL
        SELECT b, b_kind, b_value, first_seen FROM identity_work_links
    )
    GROUP BY identity
)
SELECT e.identity, e.kind, e.value, ifNull(c.customer_id, bitOr(e.identity, 0x8000000000000000)), e.first_seen, NULL, {version:UInt64}
FROM ends AS e
LEFT JOIN
(
    SELECT customer_no, max(customer_id) AS customer_id FROM customer_versions
    WHERE customer_no IN (SELECT value FROM ends WHERE kind = 'customer_no')
    GROUP BY customer_no
) AS c ON e.kind = 'customer_no' AND c.customer_no = e.value
WHERE e.identity NOT IN (SELECT identity FROM identity_versions WHERE identity IN (SELECT identity FROM ends))

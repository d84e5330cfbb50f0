-- Question: by which identities is the customer known, and how many of their events came by each? Grain: one row an identity.
-- Parameters: customer.
WITH seen AS
(
    SELECT customer_id FROM customers
    WHERE customer_id = {customer:UInt64} AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
SELECT i.identity, toString(i.kind), i.value, i.first_seen, i.shared_since, toUInt64(ifNull(e.n, 0))
FROM
(
    SELECT identity, kind, value, first_seen, shared_since FROM identity_versions FINAL
    WHERE identity IN (SELECT identity FROM identity_versions WHERE person IN (SELECT customer_id FROM seen)) AND person IN (SELECT customer_id FROM seen)
) AS i
LEFT JOIN
(
    SELECT attributed_by, count() AS n FROM events WHERE customer_id IN (SELECT customer_id FROM seen) AND attributed_by != 0 GROUP BY attributed_by
) AS e ON e.attributed_by = i.identity
ORDER BY i.kind, i.first_seen, i.value
LIMIT 500

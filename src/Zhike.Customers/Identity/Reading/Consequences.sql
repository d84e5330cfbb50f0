-- Question: who stands at each end of a link, with how many identities, and how many events follow them when the two become one person
-- or are put apart? Events that named a customer's own number stay where they are. Grain: one row an end, who remains first.
-- Parameters: a, b.
WITH
ends AS (SELECT identity, person FROM identity_versions FINAL WHERE identity IN ({a:UInt64}, {b:UInt64})),
members AS
(
    SELECT identity, person, toString(kind) AS kind, value FROM identity_versions FINAL
    WHERE identity IN (SELECT identity FROM identity_versions WHERE person IN (SELECT person FROM ends)) AND person IN (SELECT person FROM ends)
),
followed AS
(
    SELECT attributed_by AS identity, event_id FROM events
    WHERE customer_id IN (SELECT person FROM ends) AND attributed_by IN (SELECT identity FROM members)
    UNION ALL
    SELECT sipHash64('user_id', user_id), event_id FROM events
    WHERE customer_id = 0 AND NOT is_copy AND user_id != '' AND user_id IN (SELECT value FROM members WHERE kind = 'user_id')
    UNION ALL
    SELECT sipHash64('anonymous_id', anonymous_id), event_id FROM events
    WHERE customer_id = 0 AND NOT is_copy AND user_id = '' AND anonymous_id != '' AND anonymous_id IN (SELECT value FROM members WHERE kind = 'anonymous_id')
    UNION ALL
    SELECT sipHash64('device', device_id), event_id FROM events
    WHERE customer_id = 0 AND NOT is_copy AND user_id = '' AND anonymous_id = '' AND device_id != '' AND device_id IN (SELECT value FROM members WHERE kind = 'device')
)
SELECT e.identity, e.person, uniqExact(m.identity), uniqExactIf(f.event_id, f.event_id IS NOT NULL), uniqExactIf(f.event_id, f.identity = e.identity),
    ifNull(any(c.customer_no), '')
FROM ends AS e
INNER JOIN members AS m ON m.person = e.person
LEFT JOIN followed AS f ON f.identity = m.identity
LEFT JOIN
(
    SELECT customer_id, customer_no FROM customers
    WHERE customer_id IN (SELECT person FROM ends) AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
) AS c ON c.customer_id = e.person
GROUP BY e.identity, e.person
ORDER BY e.person, e.identity

-- Who is written to, as the facts know them. Grain: one row a customer that exists.
-- Parameters: ids Array(UInt64).
WITH links AS
(
    SELECT customer_id, groupUniqArray(value) AS user_ids
    FROM customer_identities FINAL
    WHERE kind = 'user_id' AND customer_id IN {ids:Array(UInt64)}
    GROUP BY customer_id
)
SELECT
    c.customer_id,
    c.customer_no,
    toString(c.gender) AS gender,
    c.opened_on,
    ifNull(o.name, '') AS outlet_name,
    c.attributes['language'] AS language,
    if(empty(l.user_ids), CAST([] AS Array(String)), l.user_ids) AS user_ids
FROM (SELECT * FROM customer_versions FINAL WHERE customer_id IN {ids:Array(UInt64)}) AS c
LEFT JOIN outlets AS o ON o.outlet_id = c.outlet_id
LEFT JOIN links AS l ON l.customer_id = c.customer_id

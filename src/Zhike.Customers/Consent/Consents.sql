-- Question: what did the customer answer about each channel? Grain: one row a channel with an answer, the latest (of two of the same
-- instant the refusal); before them one row with an empty channel that says the customer is there and seen. Parameters: customer.
SELECT channel, granted, decided_at, source
FROM
(
    SELECT '' AS channel, false AS granted, toDateTime64(0, 3, 'UTC') AS decided_at, '' AS source, customer_id
    FROM customers
    WHERE customer_id = {customer:UInt64}
    UNION ALL
    SELECT
        toString(a.channel), argMax(a.granted, (a.decided_at, NOT a.granted)), max(a.decided_at),
        argMax(toString(a.source), (a.decided_at, NOT a.granted)), a.customer_id
    FROM consents AS a
    WHERE a.customer_id = {customer:UInt64}
    GROUP BY a.customer_id, a.channel
)
WHERE customer_id IN
(
    SELECT customer_id
    FROM customers
    WHERE customer_id = {customer:UInt64}
      AND startsWith(org_path, {viewer_org:String})
      AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
ORDER BY channel

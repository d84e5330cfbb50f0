-- Question: what did the customer answer, when, and where is the evidence? Grain: one row an answer, the newest first (of two of the same
-- instant the refusal); before them one row with an empty channel that says the customer is there and seen. Parameters: customer.
SELECT purpose, channel, granted, answer, decided_at, source, document, reference, recorded_at
FROM
(
    SELECT
        1 AS is_customer, '' AS purpose, '' AS channel, false AS granted, '' AS answer, toDateTime64(0, 3, 'UTC') AS decided_at, '' AS source,
        '' AS document, '' AS reference, toDateTime64(0, 3, 'UTC') AS recorded_at, customer_id
    FROM customers
    WHERE customer_id = {customer:UInt64}
    UNION ALL
    SELECT
        0, toString(purpose), toString(channel), granted, if(granted, 'granted', if(answer = 'withdrawn', 'withdrawn', 'denied')), decided_at,
        toString(source), document, reference, recorded_at, customer_id
    FROM consents FINAL
    WHERE customer_id = {customer:UInt64}
)
WHERE customer_id IN
(
    SELECT customer_id
    FROM customers
    WHERE customer_id = {customer:UInt64}
      AND startsWith(org_path, {viewer_org:String})
      AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
ORDER BY is_customer DESC, decided_at DESC, granted, answer DESC
LIMIT 1000

-- Question: how many customers, how many new ones in thirty days, what do they hold, how many transactions?
-- Grain: one row. Parameters: as_of.
WITH mine AS
(
    SELECT customer_id, opened_on FROM customers
    WHERE opened_on <= {as_of:Date}
      AND startsWith(org_path, {viewer_org:String})
      AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
),
held AS
(
    SELECT account_id, argMaxIf(balance_after, (booked_on, booked_at, transaction_id), isNotNull(balance_after)) AS balance, count() AS transactions
    FROM transactions
    WHERE booked_on <= {as_of:Date} AND customer_id IN (SELECT customer_id FROM mine)
    GROUP BY account_id
)
SELECT
    assumeNotNull((SELECT count() FROM mine)) AS customers,
    assumeNotNull((SELECT countIf(opened_on > {as_of:Date} - 30) FROM mine)) AS new_customers_30d,
    toDecimal128(assumeNotNull(sum(balance)), 2) AS aum,
    toUInt64(sum(transactions)) AS transactions
FROM held

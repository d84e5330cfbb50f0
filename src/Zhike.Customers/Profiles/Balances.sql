-- Question: what did all accounts of the customer hold together in the evening of each day? Grain: one row a day from the first
-- transaction (or first_day) to as_of; days without a booking keep the balance. Parameters: customer, first_day, as_of.
WITH evenings AS
(
    SELECT account_id, booked_on, assumeNotNull(argMaxIf(balance_after, (booked_at, transaction_id), isNotNull(balance_after))) AS balance
    FROM transactions
    WHERE customer_id = {customer:UInt64} AND booked_on <= {as_of:Date} AND isNotNull(balance_after)
      AND customer_id IN
      (
          SELECT customer_id FROM customers
          WHERE customer_id = {customer:UInt64}
            AND startsWith(org_path, {viewer_org:String})
            AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
      )
    GROUP BY account_id, booked_on
),
moves AS
(
    SELECT booked_on, balance - lagInFrame(balance, 1, toDecimal64(0, 2)) OVER (PARTITION BY account_id ORDER BY booked_on ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS moved
    FROM evenings
),
days AS
(
    SELECT day, sum(amount) AS moved
    FROM
    (
        SELECT greatest(booked_on, {first_day:Date}) AS day, moved AS amount FROM moves
        UNION ALL
        SELECT arrayJoin(arrayMap(i -> addDays(first, i), range(toUInt32({as_of:Date} - first + 1)))), toDecimal64(0, 2)
        FROM (SELECT greatest(min(booked_on), {first_day:Date}) AS first, count() AS moves FROM moves)
        WHERE moves > 0
    )
    GROUP BY day
)
SELECT day, toDecimal64(sum(moved) OVER (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), 2)
FROM days
ORDER BY day

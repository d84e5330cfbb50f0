-- Question: how many customers were new on each of the last days, and what did all accounts hold in the evening?
-- Grain: one row a day, from first_day to as_of, both included; days without anything too.
-- Parameters: first_day, as_of; viewer_org, viewer_manager (bound by the store).
WITH
    -- 1. The customers the viewer may see.
    mine AS
    (
        SELECT customer_id, opened_on
        FROM customers
        WHERE startsWith(org_path, {viewer_org:String})
            AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
            AND opened_on <= {as_of:Date}
    ),
    -- 2. The last balance of an account on a day, counted from its balance on the day before it.
    evenings AS
    (
        SELECT
            account_id,
            booked_on,
            argMax(balance_after, (booked_at, transaction_id)) AS balance
        FROM transactions
        WHERE booked_on <= {as_of:Date} AND balance_after IS NOT NULL AND customer_id IN (SELECT customer_id FROM mine)
        GROUP BY account_id, booked_on
    ),
    movements AS
    (
        SELECT
            greatest(booked_on, {first_day:Date}) AS day,
            balance - lagInFrame(balance, 1, toDecimal64(0, 2)) OVER (PARTITION BY account_id ORDER BY booked_on ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS moved
        FROM (SELECT account_id, booked_on, assumeNotNull(balance) AS balance FROM evenings)
    ),
    -- 3. Every day, whether something happened on it or not.
    days AS
    (
        SELECT {first_day:Date} + number AS day
        FROM numbers(toUInt64({as_of:Date} - {first_day:Date} + 1))
    )
SELECT
    days.day AS day,
    toUInt64(ifNull(opened.customers, 0)) AS new_customers,
    sum(ifNull(moved.amount, toDecimal128(0, 2))) OVER (ORDER BY days.day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS balance
FROM days
LEFT JOIN (SELECT opened_on AS day, count() AS customers FROM mine WHERE opened_on >= {first_day:Date} GROUP BY opened_on) AS opened ON opened.day = days.day
LEFT JOIN (SELECT day, sum(moved) AS amount FROM movements GROUP BY day) AS moved ON moved.day = days.day
ORDER BY day

-- Question: what did the customer keep with the bank and owe it in the evening of each day? Balances of accounts (above and below
-- zero apart), time deposits, funds, insurance, and what is left of loans. What is left is what the bank hands over as the attribute
-- "outstanding"; else the amount less equal parts for the months gone of its term; else the amount. A deposit without a maturity is the
-- account itself, and counts by its amount only for a customer of whose accounts no balance is known.
-- Grain: one row a day, from the first day on which anything is known (or first_day) to as_of.
-- Parameters: customer, first_day, as_of.
WITH seen AS
(
    SELECT customer_id FROM customers
    WHERE customer_id = {customer:UInt64}
      AND startsWith(org_path, {viewer_org:String})
      AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
),
evenings AS
(
    SELECT account_id, booked_on, assumeNotNull(argMaxIf(balance_after, (booked_at, transaction_id), isNotNull(balance_after))) AS balance
    FROM transactions
    WHERE customer_id = {customer:UInt64} AND booked_on <= {as_of:Date} AND isNotNull(balance_after) AND customer_id IN (SELECT customer_id FROM seen)
    GROUP BY account_id, booked_on
),
held AS
(
    SELECT kind, opened_on, closed_on, matures_on, toDecimal128(amount, 2) AS amount,
        if(kind = 'loan', toDecimal128OrNull(attributes['outstanding'], 2), NULL) AS outstanding,
        if(isNull(opened_on) OR isNull(matures_on), 0, age('month', assumeNotNull(opened_on), assumeNotNull(matures_on))) AS months
    FROM holdings
    WHERE customer_id = {customer:UInt64} AND customer_id IN (SELECT customer_id FROM seen)
      AND kind IN ('deposit', 'fund', 'insurance', 'loan') AND amount > 0 AND (isNull(opened_on) OR opened_on <= {as_of:Date})
      AND (kind != 'deposit' OR isNotNull(matures_on) OR (SELECT count() FROM evenings) = 0)
),
known AS
(
    SELECT greatest(min(day), {first_day:Date}) AS first, count() AS facts
    FROM
    (
        SELECT min(booked_on) AS day FROM evenings HAVING count() > 0
        UNION ALL
        SELECT assumeNotNull(min(ifNull(opened_on, {first_day:Date}))) FROM held HAVING count() > 0
    )
),
days AS
(
    SELECT arrayJoin(arrayMap(i -> addDays(first, i), range(toUInt32({as_of:Date} - first + 1)))) AS day
    FROM known
    WHERE facts > 0
),
moves AS
(
    SELECT greatest(booked_on, {first_day:Date}) AS day,
        greatest(balance, 0) - greatest(before, 0) AS deposits, greatest(-balance, 0) - greatest(-before, 0) AS overdraft
    FROM
    (
        SELECT booked_on, toDecimal128(balance, 2) AS balance,
            lagInFrame(toDecimal128(balance, 2), 1, toDecimal128(0, 2)) OVER (PARTITION BY account_id ORDER BY booked_on ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before
        FROM evenings
    )
),
standing AS
(
    SELECT day, kind,
        multiIf
        (
            kind != 'loan', amount,
            isNotNull(outstanding), assumeNotNull(outstanding),
            months <= 0, amount,
            amount * greatest(toInt64(0), months - age('month', assumeNotNull(opened_on), day)) / months
        ) AS worth
    FROM days
    CROSS JOIN held
    WHERE (isNull(opened_on) OR day >= opened_on) AND (isNull(closed_on) OR day < closed_on)
)
SELECT day, toDecimal64(sum(deposits) OVER upto, 2), toDecimal64(sum(overdraft) OVER upto, 2), toDecimal64(term, 2), toDecimal64(fund, 2),
    toDecimal64(insurance, 2), toDecimal64(loan, 2)
FROM
(
    SELECT day, sum(deposits) AS deposits, sum(overdraft) AS overdraft, sum(term) AS term, sum(fund) AS fund, sum(insurance) AS insurance, sum(loan) AS loan
    FROM
    (
        SELECT day, deposits, overdraft, toDecimal128(0, 2) AS term, toDecimal128(0, 2) AS fund, toDecimal128(0, 2) AS insurance, toDecimal128(0, 2) AS loan FROM moves
        UNION ALL
        SELECT day, toDecimal128(0, 2), toDecimal128(0, 2), if(kind = 'deposit', worth, 0), if(kind = 'fund', worth, 0), if(kind = 'insurance', worth, 0), if(kind = 'loan', worth, 0)
        FROM standing
        UNION ALL
        SELECT day, toDecimal128(0, 2), toDecimal128(0, 2), toDecimal128(0, 2), toDecimal128(0, 2), toDecimal128(0, 2), toDecimal128(0, 2) FROM days
    )
    GROUP BY day
)
WINDOW upto AS (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY day

-- Question: what did the viewer's customers of an expression keep with the bank and owe it in the evening of each of {points}? As
-- WealthDays.sql asks it of one customer: balances of accounts (above and below zero apart), time deposits, funds, insurance, and what is
-- left of loans. The people are those of the as-of date, at every point.
-- Grain: one row a point. Parameters: points (ascending, the last is the as-of date), viewer_org, viewer_manager, and those of the compiled set.
-- Balances are counted in hundredths; a point on which nothing was booked takes the balance of the one before it.
WITH
members AS
(
    SELECT customer_id
    FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
      AND customer_id IN (/*SET*/)
),
booked AS
(
    SELECT customer_id, account_id, arrayFirstIndex(p -> p >= booked_on, {points:Array(Date)}) AS place,
        toInt64(assumeNotNull(argMax(balance_after, (booked_on, booked_at, transaction_id))) * 100) AS hundredths
    FROM transactions
    WHERE booked_on <= {points:Array(Date)}[-1] AND isNotNull(balance_after) AND customer_id IN (SELECT customer_id FROM members)
    GROUP BY customer_id, account_id, place
),
accounts AS
(
    SELECT customer_id, arrayMap(h -> if(h = toInt64(-9000000000000000000), 0, h), arrayFill(h -> h != toInt64(-9000000000000000000),
        arrayResize(groupArrayInsertAt(toInt64(-9000000000000000000))(hundredths, toUInt32(place - 1)), length({points:Array(Date)}), toInt64(-9000000000000000000)))) AS evenings
    FROM booked
    GROUP BY customer_id, account_id
),
sums AS
(
    SELECT arrayResize(sumForEach(arrayMap(h -> greatest(h, 0), evenings)), length({points:Array(Date)}), 0) AS kept,
        arrayResize(sumForEach(arrayMap(h -> greatest(-h, 0), evenings)), length({points:Array(Date)}), 0) AS owed
    FROM accounts
),
balances AS
(
    SELECT one.1 AS point, toDecimal128(one.2, 2) / 100 AS deposits, toDecimal128(one.3, 2) / 100 AS overdraft
    FROM (SELECT arrayJoin(arrayZip({points:Array(Date)}, kept, owed)) AS one FROM sums)
),
held AS
(
    SELECT kind, opened_on, closed_on, toDecimal128(amount, 2) AS amount,
        if(kind = 'loan', toDecimal128OrNull(attributes['outstanding'], 2), NULL) AS outstanding,
        if(isNull(opened_on) OR isNull(matures_on), 0, age('month', assumeNotNull(opened_on), assumeNotNull(matures_on))) AS months
    FROM holdings
    WHERE customer_id IN (SELECT customer_id FROM members)
      AND kind IN ('deposit', 'fund', 'insurance', 'loan') AND amount > 0 AND (isNull(opened_on) OR opened_on <= {points:Array(Date)}[-1])
      AND (kind != 'deposit' OR isNotNull(matures_on) OR customer_id NOT IN (SELECT customer_id FROM booked))
),
standing AS
(
    SELECT point, kind, sum(multiIf
        (
            kind != 'loan', amount,
            isNotNull(outstanding), assumeNotNull(outstanding),
            months <= 0, amount,
            amount * greatest(toInt64(0), months - age('month', assumeNotNull(opened_on), point)) / months
        )) AS worth
    FROM (SELECT arrayJoin({points:Array(Date)}) AS point) AS dates
    CROSS JOIN held
    WHERE (isNull(opened_on) OR point >= opened_on) AND (isNull(closed_on) OR point < closed_on)
    GROUP BY point, kind
),
held_at AS
(
    SELECT point, sumIf(worth, kind = 'deposit') AS term, sumIf(worth, kind = 'fund') AS fund, sumIf(worth, kind = 'insurance') AS insurance, sumIf(worth, kind = 'loan') AS loan
    FROM standing
    GROUP BY point
)
SELECT balances.point, toDecimal64(deposits, 2), toDecimal64(overdraft, 2), toDecimal64(ifNull(term, 0), 2), toDecimal64(ifNull(fund, 0), 2),
    toDecimal64(ifNull(insurance, 0), 2), toDecimal64(ifNull(loan, 0), 2)
FROM balances
LEFT JOIN held_at ON held_at.point = balances.point
ORDER BY balances.point

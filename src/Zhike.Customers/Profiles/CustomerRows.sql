-- Question: what is shown of these customers in a list? Grain: one row a customer, in the order of the ids given.
-- Parameters: customers, as_of.
WITH balances AS
(
    SELECT customer_id, sum(balance) AS balance
    FROM
    (
        SELECT customer_id, account_id, argMaxIf(balance_after, (booked_on, booked_at, transaction_id), isNotNull(balance_after)) AS balance
        FROM transactions
        WHERE customer_id IN {customers:Array(UInt64)} AND booked_on <= {as_of:Date}
        GROUP BY customer_id, account_id
    )
    GROUP BY customer_id
)
SELECT c.customer_id, c.customer_no, toString(c.gender), if(isNull(c.birth_date), NULL, toInt64(age('year', assumeNotNull(c.birth_date), {as_of:Date}))) AS years,
    c.opened_on, toString(c.outlet_id), ifNull(o.name, ''), toString(c.org_path), toString(c.manager_id), toDecimal64(b.balance, 2)
FROM (SELECT * FROM customers WHERE customer_id IN {customers:Array(UInt64)}) AS c
LEFT JOIN (SELECT outlet_id, name FROM outlets) AS o ON o.outlet_id = c.outlet_id
LEFT JOIN balances AS b ON b.customer_id = c.customer_id
WHERE startsWith(c.org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR c.manager_id = {viewer_manager:String})
ORDER BY indexOf({customers:Array(UInt64)}, c.customer_id)

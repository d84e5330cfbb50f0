-- Question: which accounts does the customer own or may they act on, and what did each hold at the business date?
-- Grain: one row an account. Parameters: customer, as_of.
WITH seen AS
(
    SELECT customer_id
    FROM customers
    WHERE customer_id = {customer:UInt64}
      AND startsWith(org_path, {viewer_org:String})
      AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
),
parties AS
(
    -- An owner without a disposition of their own is an owner still.
    SELECT account_id, min(role) AS role
    FROM
    (
        SELECT account_id, toString(role) AS role FROM account_parties WHERE customer_id IN (SELECT customer_id FROM seen)
        UNION ALL
        SELECT account_id, 'owner' FROM accounts WHERE customer_id IN (SELECT customer_id FROM seen)
    )
    GROUP BY account_id
)
SELECT a.account_id, a.account_no, toString(a.product_id), ifNull(p.name_zh, ''), ifNull(p.name_en, ''),
    if(a.customer_id = {customer:UInt64}, 'owner', 'authorised'), a.opened_on, a.closed_on, toDecimal64(b.balance, 2)
FROM (SELECT * FROM accounts WHERE account_id IN (SELECT account_id FROM parties) AND opened_on <= {as_of:Date}) AS a
LEFT JOIN (SELECT product_id, name_zh, name_en FROM products) AS p ON p.product_id = a.product_id
LEFT JOIN
(
    SELECT account_id, argMaxIf(balance_after, (booked_on, booked_at, transaction_id), isNotNull(balance_after)) AS balance
    FROM transactions
    WHERE customer_id IN (SELECT customer_id FROM accounts WHERE account_id IN (SELECT account_id FROM parties))
      AND account_id IN (SELECT account_id FROM parties) AND booked_on <= {as_of:Date}
    GROUP BY account_id
) AS b ON b.account_id = a.account_id
ORDER BY a.opened_on, a.account_no

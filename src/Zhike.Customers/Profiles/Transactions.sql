-- Question: what was booked for the customer, newest first? Grain: one row a transaction; the last column counts all of them.
-- Parameters: customer, as_of, offset, size.
SELECT toString(t.transaction_id), t.booked_on, ifNull(a.account_no, ''), toString(t.direction), toString(t.kind), toString(t.purpose), toString(t.channel),
    t.amount, t.balance_after, toString(t.counterparty_bank), count() OVER ()
FROM
(
    SELECT * FROM transactions
    WHERE customer_id = {customer:UInt64} AND booked_on <= {as_of:Date}
      AND customer_id IN
      (
          SELECT customer_id FROM customers
          WHERE customer_id = {customer:UInt64}
            AND startsWith(org_path, {viewer_org:String})
            AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
      )
) AS t
LEFT JOIN (SELECT account_id, account_no FROM accounts WHERE customer_id = {customer:UInt64}) AS a ON a.account_id = t.account_id
ORDER BY t.booked_on DESC, t.booked_at DESC, t.transaction_id DESC
LIMIT {size:UInt32} OFFSET {offset:UInt64}

-- Question: what was booked for the customer that was searched for, newest first? A text is found in the names of kind, purpose and
-- channel (given as their codes), in the other bank's code and in the customer's own account number; a whole account number also finds
-- bookings with that counterparty. Grain: one row a transaction; the last three columns are of all that is found.
-- Parameters: customer, as_of, text, digits, kinds, purposes, channels, direction, only_kind, first_day, last_day, least, most, offset, size.
WITH owned AS
(
    SELECT account_id, account_no FROM accounts WHERE account_id IN
    (
        SELECT DISTINCT account_id FROM transactions
        WHERE customer_id = {customer:UInt64}
    )
)
SELECT toString(t.transaction_id), t.booked_on, ifNull(a.account_no, ''), toString(t.direction), toString(t.kind), toString(t.purpose), toString(t.channel),
    t.amount, t.balance_after, toString(t.counterparty_bank), right(t.counterparty_account, 4), length(t.counterparty_account) > 4,
    count() OVER () AS found,
    toDecimal64(sum(if(t.direction = 'credit', toDecimal128(t.amount, 2), 0)) OVER (), 2),
    toDecimal64(sum(if(t.direction = 'debit', toDecimal128(t.amount, 2), 0)) OVER (), 2)
FROM
(
    SELECT * FROM transactions
    WHERE customer_id = {customer:UInt64} AND booked_on >= {first_day:Date} AND booked_on <= least({last_day:Date}, {as_of:Date})
      AND ({direction:String} = '' OR toString(direction) = {direction:String})
      AND ({only_kind:String} = '' OR toString(kind) = {only_kind:String})
      AND ({least:String} = '' OR amount >= toDecimal64OrZero({least:String}, 2))
      AND ({most:String} = '' OR amount <= toDecimal64OrZero({most:String}, 2))
      AND customer_id IN
      (
          SELECT customer_id FROM customers
          WHERE customer_id = {customer:UInt64}
            AND startsWith(org_path, {viewer_org:String})
            AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
      )
) AS t
LEFT JOIN owned AS a ON a.account_id = t.account_id
WHERE {text:String} = ''
   OR has({kinds:Array(String)}, toString(t.kind))
   OR has({purposes:Array(String)}, toString(t.purpose))
   OR has({channels:Array(String)}, toString(t.channel))
   OR positionCaseInsensitiveUTF8(t.counterparty_bank, {text:String}) > 0
   OR positionCaseInsensitiveUTF8(ifNull(a.account_no, ''), {text:String}) > 0
   OR ({digits:String} != '' AND t.counterparty_account = {digits:String})
ORDER BY t.booked_on DESC, t.booked_at DESC, t.transaction_id DESC
LIMIT {size:UInt32} OFFSET {offset:UInt64}

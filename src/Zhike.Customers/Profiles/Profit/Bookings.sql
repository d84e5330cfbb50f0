-- Question: what fees and interest were booked for the customer, month by month? Fees paid, interest charged, interest credited.
-- Grain: one row a month with any of them. Parameters: customer, first_day, as_of.
SELECT toStartOfMonth(booked_on) AS month,
    toDecimal64(sumIf(amount, kind = 'fee' AND direction = 'debit'), 2) AS fees,
    toDecimal64(sumIf(amount, kind = 'interest' AND direction = 'debit'), 2) AS charged,
    toDecimal64(sumIf(amount, kind = 'interest' AND direction = 'credit'), 2) AS credited
FROM transactions
WHERE customer_id = {customer:UInt64} AND booked_on >= {first_day:Date} AND booked_on <= {as_of:Date} AND kind IN ('fee', 'interest')
  AND customer_id IN
  (
      SELECT customer_id FROM customers
      WHERE customer_id = {customer:UInt64}
        AND startsWith(org_path, {viewer_org:String})
        AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
  )
GROUP BY month
ORDER BY month

-- Question: what have staff entered about one customer? Grain: one row an entry, newest first. Parameters: customer.
SELECT tag, value, note, staff, entered_on, entered_at
FROM supplements
WHERE customer_id = {customer:UInt64}
  AND customer_id IN
  (
      SELECT customer_id FROM customers
      WHERE customer_id = {customer:UInt64} AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
  )
ORDER BY entered_at DESC, entry_id DESC
LIMIT 500

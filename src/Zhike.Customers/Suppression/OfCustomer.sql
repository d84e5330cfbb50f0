-- Question: on which lists is or was this customer, if the viewer may see them? Grain: one row an entry, the newest first. Parameters: customer.
SELECT
    entry_id, toString(list) AS list, arrayMap(c -> toString(c), channels) AS channels, arrayMap(p -> toString(p), purposes) AS purposes,
    arrayMap(l -> toString(l), lines) AS lines, starts_at, ends_at, reason, toString(source) AS source, reference,
    toString(recorded_by) AS recorded_by, recorded_at, toString(ended_by) AS ended_by, ended_reason, is_demo
FROM suppressions
WHERE customer_id = {customer:UInt64}
  AND customer_id IN
  (
      SELECT customer_id
      FROM customers
      WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String}) AND customer_id = {customer:UInt64}
  )
ORDER BY starts_at DESC, entry_id
LIMIT 500

-- Question: who owned the customer, as far as versions of the customer are still kept? Grain: one row a version, newest first.
-- Parameters: customer.
SELECT manager_id, outlet_id, version
FROM customer_versions
WHERE customer_id = {customer:UInt64}
  AND customer_id IN
  (
      SELECT customer_id FROM customers
      WHERE customer_id = {customer:UInt64}
        AND startsWith(org_path, {viewer_org:String})
        AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
  )
ORDER BY version DESC
LIMIT 100

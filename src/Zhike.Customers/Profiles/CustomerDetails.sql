-- Question: what else is known of one customer? Grain: one row. Nothing comes back outside the viewer's scope.
-- Parameters: customer.
SELECT birth_date, is_demo, attributes
FROM customers
WHERE customer_id = {customer:UInt64}
  AND startsWith(org_path, {viewer_org:String})
  AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})

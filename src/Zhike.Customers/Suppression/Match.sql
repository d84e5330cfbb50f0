-- Question: which of the viewer's customers bear these numbers? Grain: one row a customer. Parameters: numbers.
SELECT customer_no, customer_id
FROM customers
WHERE customer_no IN {numbers:Array(String)}
  AND startsWith(org_path, {viewer_org:String})
  AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})

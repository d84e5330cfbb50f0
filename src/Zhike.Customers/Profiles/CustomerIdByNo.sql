-- Question: which customer has this number (客户号)? Grain: at most one row. Parameters: customer_no.
SELECT customer_id
FROM customers
WHERE customer_no = {customer_no:String}
  AND startsWith(org_path, {viewer_org:String})
  AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})

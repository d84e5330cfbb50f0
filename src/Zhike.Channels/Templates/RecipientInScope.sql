-- Question: does the viewer's scope hold this customer?
-- Grain: the customer's id, or nothing. Parameters: customer, viewer_org, viewer_manager.
SELECT customer_id
FROM customers
WHERE customer_id = {customer:UInt64}
    AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
LIMIT 1

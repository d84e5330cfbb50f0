-- Question: by which identities is the customer known? Grain: one row an identity. Parameters: customer.
SELECT identity, toString(kind), value, first_seen, shared_since
FROM identities
WHERE person IN
(
    SELECT customer_id FROM customers
    WHERE customer_id = {customer:UInt64} AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
ORDER BY kind, first_seen, value
LIMIT 500

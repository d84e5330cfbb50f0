-- Question: what is sealed about these customers, of those inside the viewer's scope? Grain: one row a customer.
-- Parameters: customers.
SELECT customer_id, name_sealed, phone_sealed, email_sealed, id_number_sealed, address_sealed, toString(key_id)
FROM customer_secrets
WHERE customer_id IN {customers:Array(UInt64)}
  AND customer_id IN
  (
      SELECT customer_id
      FROM customers
      WHERE customer_id IN {customers:Array(UInt64)}
        AND startsWith(org_path, {viewer_org:String})
        AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
  )

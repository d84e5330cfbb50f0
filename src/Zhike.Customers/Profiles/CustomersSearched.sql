-- Template: whom the words of a search name, as a set for CustomerFilter.sql, which keeps those of the viewer's scope. A branch for each way
-- of being found, so that each is answered by its own index. Grain: one row a customer and way.
-- Parameters: q; its keyed hashes name_hashes, phone_hashes, email_hashes, id_hashes (under every key at hand), empty where the
-- words cannot be such.
SELECT customer_id
FROM customers
WHERE customer_no = {q:String}
  AND startsWith(org_path, {viewer_org:String})
  AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
UNION ALL
SELECT customer_id FROM customer_secrets WHERE phone_hash IN {phone_hashes:Array(String)}
UNION ALL
SELECT customer_id FROM customer_secrets WHERE name_hash IN {name_hashes:Array(String)}
UNION ALL
SELECT customer_id FROM customer_secrets WHERE email_hash IN {email_hashes:Array(String)}
UNION ALL
SELECT customer_id FROM customer_secrets WHERE id_number_hash IN {id_hashes:Array(String)}

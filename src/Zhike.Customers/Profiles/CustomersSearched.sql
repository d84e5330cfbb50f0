-- Template: whom the words of a search name, as a set for CustomerFilter.sql, which keeps those of the viewer's scope. A branch for each way
-- of being found, so that each is answered by its own index. Grain: one row a customer and way.
-- Parameters: q; its keyed hashes name_hash, phone_hash, email_hash, id_hash, empty where the words cannot be such.
SELECT customer_id
FROM customers
WHERE customer_no = {q:String}
  AND startsWith(org_path, {viewer_org:String})
  AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
UNION ALL
SELECT customer_id FROM customer_secrets WHERE {phone_hash:String} != '' AND phone_hash = {phone_hash:String}
UNION ALL
SELECT customer_id FROM customer_secrets WHERE {name_hash:String} != '' AND name_hash = {name_hash:String}
UNION ALL
SELECT customer_id FROM customer_secrets WHERE {email_hash:String} != '' AND email_hash = {email_hash:String}
UNION ALL
SELECT customer_id FROM customer_secrets WHERE {id_hash:String} != '' AND id_number_hash = {id_hash:String}

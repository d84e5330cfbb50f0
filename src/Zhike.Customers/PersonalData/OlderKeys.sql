-- Question: which customers are sealed under another key than this one? Grain: one row a customer, in the order of their numbers.
-- Parameters: key, after (a customer_id, excluded), rows.
SELECT customer_id, name_sealed, phone_sealed, email_sealed, id_number_sealed, address_sealed, toString(key_id), version, run_id
FROM customer_secrets
WHERE customer_id > {after:UInt64} AND key_id != {key:String}
ORDER BY customer_id
LIMIT {rows:UInt64}

-- Question: which customers came or changed since the last run? Grain: one row a customer number. Parameters: customers_since (a version).
INSERT INTO identity_work_arrived
SELECT sipHash64('user_id', customer_no), sipHash64('customer_no', customer_no), customer_no, max(customer_id)
FROM customer_versions WHERE version > {customers_since:UInt64} GROUP BY customer_no

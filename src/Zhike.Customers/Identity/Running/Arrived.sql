-- A customer number that came before its customer joins them. Grain: one row a customer and the person of that number.
-- Parameters: customers_since (customers that came or changed after).
INSERT INTO identity_work_edges
WITH came AS
(
    SELECT sipHash64('customer_no', customer_no) AS identity, max(customer_id) AS customer_id
    FROM customer_versions WHERE version > {customers_since:UInt64} GROUP BY customer_no
)
SELECT c.customer_id, i.person
FROM (SELECT identity, person FROM identity_versions FINAL WHERE identity IN (SELECT identity FROM came) AND kind = 'customer_no' AND person >= 0x8000000000000000) AS i
INNER JOIN came AS c ON c.identity = i.identity

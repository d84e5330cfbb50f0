-- Question: which persons do the links of one tier join? A customer number that came before its customer joins them, too.
-- Grain: one row a pair of persons. Parameters: tier, customers_version (customers that arrived after).
INSERT INTO identity_work_edges
WITH owned AS
(
    SELECT identity, person FROM identity_versions FINAL
    WHERE identity IN (SELECT a FROM identity_work_links WHERE role = 'key' AND tier = {tier:UInt64})
       OR identity IN (SELECT b FROM identity_work_links WHERE role = 'key' AND tier = {tier:UInt64})
)
SELECT DISTINCT least(pa.person, pb.person), greatest(pa.person, pb.person)
FROM (SELECT a, b FROM identity_work_links WHERE role = 'key' AND tier = {tier:UInt64}) AS l
INNER JOIN owned AS pa ON pa.identity = l.a
INNER JOIN owned AS pb ON pb.identity = l.b
WHERE pa.person != pb.person
UNION DISTINCT
SELECT c.customer_id, i.person
FROM (SELECT identity, value, person FROM identity_versions FINAL WHERE kind = 'customer_no' AND person >= 0x8000000000000000) AS i
INNER JOIN (SELECT customer_no, max(customer_id) AS customer_id FROM customer_versions WHERE version > {customers_version:UInt64} GROUP BY customer_no) AS c
    ON c.customer_no = i.value
WHERE {tier:UInt64} = 0

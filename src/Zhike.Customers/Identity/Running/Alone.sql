-- Dissolved identities become persons of their own; a customer number is its customer. Grain: one row an identity. Parameters: version.
INSERT INTO identity_versions
WITH pieces AS (SELECT * FROM identity_versions FINAL WHERE identity IN (SELECT identity FROM identity_work_dissolved))
SELECT p.identity, p.kind, p.value, ifNull(c.customer_id, bitOr(p.identity, 0x8000000000000000)), p.first_seen, p.shared_since, {version:UInt64}
FROM pieces AS p
LEFT JOIN
(
    SELECT customer_no, max(customer_id) AS customer_id FROM customer_versions
    WHERE customer_no IN (SELECT value FROM pieces WHERE kind = 'customer_no')
    GROUP BY customer_no
) AS c ON p.kind = 'customer_no' AND c.customer_no = p.value

-- A customer number that came before its customer joins them. Grain: one row a customer and the person of that number.
INSERT INTO identity_work_edges
SELECT c.customer, i.person
FROM
(
    SELECT identity, person FROM identity_versions FINAL
    WHERE identity IN (SELECT number_identity FROM identity_work_arrived) AND kind = 'customer_no' AND person >= 0x8000000000000000
) AS i
INNER JOIN identity_work_arrived AS c ON c.number_identity = i.identity

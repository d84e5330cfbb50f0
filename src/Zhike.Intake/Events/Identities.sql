-- Question: which customers are known by these user ids, as customer numbers or as linked identities?
-- Grain: one row a user id that is known; a customer number goes before a link. Parameters: users.
SELECT user, argMin(customer, place)
FROM
(
    SELECT customer_no AS user, customer_id AS customer, 1 AS place
    FROM customer_versions
    WHERE customer_no IN {users:Array(String)}
    UNION ALL
    SELECT value, customer_id, 2
    FROM customer_identities FINAL
    WHERE kind IN ('user_id', 'customer_no') AND value IN {users:Array(String)}
)
GROUP BY user

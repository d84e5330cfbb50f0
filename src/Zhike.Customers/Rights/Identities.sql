-- Question: under which identities is this customer known, and which account numbers are theirs? Grain: one row an identity; of those that
-- somebody else shares (a device of two persons) none, for they are not this person's alone. Parameters: customer.
SELECT kind, value, sipHash64(kind, value) AS number
FROM
(
    SELECT 'customer_no' AS kind, customer_no AS value FROM customer_versions WHERE customer_id = {customer:UInt64}
    UNION DISTINCT
    SELECT toString(kind), value FROM customer_identities WHERE customer_id = {customer:UInt64}
    UNION DISTINCT
    SELECT toString(kind), value FROM identity_versions FINAL WHERE person = {customer:UInt64} AND isNull(shared_since)
    UNION DISTINCT
    SELECT secret.1, secret.2
    FROM customer_secret_versions
    ARRAY JOIN [('phone_hash', phone_hash), ('id_number_hash', id_number_hash), ('email_hash', email_hash)] AS secret
    WHERE customer_id = {customer:UInt64} AND secret.2 != ''
    UNION DISTINCT
    SELECT 'account_no', account_no FROM account_versions WHERE customer_id = {customer:UInt64}
)
WHERE value != ''

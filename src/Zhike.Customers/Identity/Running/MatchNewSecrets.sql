-- Customers whose phone, identity number or e-mail (as hashes) was heard before the bank's data brought it. Grain: one row a customer and
-- kind, only those not observed before. Parameters: secrets_since (customers' data that came or changed after), now.
INSERT INTO identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, observed_at, received_at)
WITH
came AS
(
    SELECT customer_id, secret.1 AS kind, secret.2 AS value, sipHash64(secret.1, secret.2) AS identity
    FROM
    (
        SELECT customer_id, phone_hash, id_number_hash, email_hash FROM customer_secret_versions FINAL
        WHERE customer_id IN (SELECT customer_id FROM customer_secret_versions WHERE version > {secrets_since:UInt64})
    )
    ARRAY JOIN [('phone_hash', phone_hash), ('id_number_hash', id_number_hash), ('email_hash', email_hash)] AS secret
    WHERE secret.2 != ''
),
held AS
(
    SELECT customer_id, kind, value, identity FROM came
    WHERE identity IN (SELECT identity FROM identity_versions WHERE identity IN (SELECT identity FROM came))
)
SELECT 'customer_no', c.customer_no, h.kind, h.value, 'bank_file', 'personal data', c.opened_on, {now:DateTime64(3, 'UTC')}
FROM held AS h
INNER JOIN (SELECT customer_id, any(customer_no) AS customer_no, any(opened_on) AS opened_on FROM customer_versions WHERE customer_id IN (SELECT customer_id FROM held) GROUP BY customer_id) AS c
    ON c.customer_id = h.customer_id
WHERE (sipHash64('customer_no', c.customer_no), h.identity) NOT IN (SELECT a, b FROM identity_evidence WHERE b IN (SELECT identity FROM held))

-- Evidence that lies in the bank's own data: a customer whose phone, identity number or e-mail (as hashes) is among the identities that
-- came up. Grain: one row a customer and kind, only those not observed before. Parameters: since (evidence received after), now.
INSERT INTO identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, observed_at, received_at)
WITH
came AS
(
    SELECT toString(a_kind) AS kind, a_value AS value FROM identity_evidence WHERE received_at > {since:DateTime64(3, 'UTC')} AND a_kind IN ('phone_hash', 'id_number_hash', 'email_hash')
    UNION DISTINCT
    SELECT toString(b_kind), b_value FROM identity_evidence WHERE received_at > {since:DateTime64(3, 'UTC')} AND b_kind IN ('phone_hash', 'id_number_hash', 'email_hash')
),
near AS
(
    SELECT customer_id FROM customer_secret_versions WHERE phone_hash != '' AND phone_hash IN (SELECT value FROM came WHERE kind = 'phone_hash')
    UNION DISTINCT
    SELECT customer_id FROM customer_secret_versions WHERE id_number_hash != '' AND id_number_hash IN (SELECT value FROM came WHERE kind = 'id_number_hash')
    UNION DISTINCT
    SELECT customer_id FROM customer_secret_versions WHERE email_hash != '' AND email_hash IN (SELECT value FROM came WHERE kind = 'email_hash')
),
held AS
(
    SELECT customer_id, secret.1 AS kind, secret.2 AS value
    FROM (SELECT customer_id, phone_hash, id_number_hash, email_hash FROM customer_secret_versions FINAL WHERE customer_id IN (SELECT customer_id FROM near))
    ARRAY JOIN [('phone_hash', phone_hash), ('id_number_hash', id_number_hash), ('email_hash', email_hash)] AS secret
    WHERE secret.2 != '' AND (secret.1, secret.2) IN (SELECT kind, value FROM came)
)
SELECT 'customer_no', c.customer_no, h.kind, h.value, 'bank_file', 'personal data', c.opened_on, {now:DateTime64(3, 'UTC')}
FROM held AS h
INNER JOIN (SELECT customer_id, any(customer_no) AS customer_no, any(opened_on) AS opened_on FROM customer_versions WHERE customer_id IN (SELECT customer_id FROM held) GROUP BY customer_id) AS c
    ON c.customer_id = h.customer_id
WHERE (sipHash64('customer_no', c.customer_no), sipHash64(h.kind, h.value)) NOT IN
    (SELECT a, b FROM identity_evidence WHERE b IN (SELECT sipHash64(kind, value) FROM held))

-- Evidence in the links that the bank's files declared. Grain: one row a link, only those not observed before.
-- Parameters: declared_since, now.
INSERT INTO identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, observed_at, received_at, run_id)
WITH declared AS
(
    SELECT kind, value, customer_id, source, linked_at, run_id
    FROM customer_identities FINAL
    WHERE linked_at > {declared_since:DateTime64(3, 'UTC')} AND kind != 'customer_no'
)
SELECT 'customer_no', c.customer_no, d.kind, d.value, 'bank_file', d.source, d.linked_at, {now:DateTime64(3, 'UTC')}, d.run_id
FROM declared AS d
INNER JOIN (SELECT customer_id, any(customer_no) AS customer_no FROM customer_versions WHERE customer_id IN (SELECT customer_id FROM declared) GROUP BY customer_id) AS c
    ON c.customer_id = d.customer_id
WHERE (sipHash64('customer_no', c.customer_no), sipHash64(d.kind, d.value)) NOT IN
    (SELECT a, b FROM identity_evidence WHERE b IN (SELECT sipHash64(kind, value) FROM declared))

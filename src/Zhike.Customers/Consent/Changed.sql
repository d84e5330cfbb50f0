-- Question: about whom did consent or a suppression list change? Grain: one row a customer. Parameters: after (excluded), until (included).
SELECT DISTINCT customer_id
FROM
(
    SELECT customer_id FROM consents
    WHERE greatest(recorded_at, decided_at) > {after:DateTime64(3, 'UTC')} AND greatest(recorded_at, decided_at) <= {until:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT customer_id FROM suppression_versions
    WHERE (recorded_at > {after:DateTime64(3, 'UTC')} AND recorded_at <= {until:DateTime64(3, 'UTC')})
        OR (starts_at > {after:DateTime64(3, 'UTC')} AND starts_at <= {until:DateTime64(3, 'UTC')})
)

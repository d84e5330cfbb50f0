-- Question: what had the last finished run seen? Grain: one row, or none.
SELECT evidence_until, decisions_until, secrets_version, customers_version, declared_until
FROM identity_runs ORDER BY finished_at DESC LIMIT 1

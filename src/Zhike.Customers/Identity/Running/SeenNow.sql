-- Question: what is there to see now? Grain: one row.
SELECT
    assumeNotNull((SELECT max(received_at) FROM identity_evidence)),
    assumeNotNull((SELECT max(decided_at) FROM identity_decisions)),
    assumeNotNull((SELECT max(version) FROM customer_secret_versions)),
    assumeNotNull((SELECT max(version) FROM customer_versions)),
    assumeNotNull((SELECT max(linked_at) FROM customer_identities))

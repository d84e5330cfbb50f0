-- Question: what is there to see now? Grain: one row. Parameters, what the last run had seen: evidence_until, decisions_until,
-- secrets_version, customers_version, declared_until. Files may name any moment: their links are looked at whole, where they changed (look_declared).
SELECT
    greatest({evidence_until:DateTime64(3, 'UTC')}, assumeNotNull((SELECT max(received_at) FROM identity_evidence WHERE received_at > {evidence_until:DateTime64(3, 'UTC')}))),
    greatest({decisions_until:DateTime64(3, 'UTC')}, assumeNotNull((SELECT max(decided_at) FROM identity_decisions))),
    greatest({secrets_version:UInt64}, assumeNotNull((SELECT max(version) FROM customer_secret_versions WHERE version > {secrets_version:UInt64}))),
    greatest({customers_version:UInt64}, assumeNotNull((SELECT max(version) FROM customer_versions WHERE version > {customers_version:UInt64}))),
    greatest({declared_until:DateTime64(3, 'UTC')}, assumeNotNull((SELECT max(linked_at) FROM customer_identities WHERE {look_declared:Bool})))

-- Question: may there be something new? Row counts stand in the tables' headers, so this costs nothing, where a maximum would read a
-- column of every customer. Grain: one row.
SELECT
    assumeNotNull((SELECT count() FROM identity_evidence)),
    assumeNotNull((SELECT count() FROM identity_decisions)),
    assumeNotNull((SELECT count() FROM customer_secret_versions)),
    assumeNotNull((SELECT count() FROM customer_versions)),
    assumeNotNull((SELECT count() FROM customer_identities))

-- The bare statement: each new link's person by a look at its first end, written for its second. No limits, no components, no devices,
-- no record of why. Grain: one row a link. Parameters: at.
INSERT INTO bench_identities
SELECT l.b, l.b_kind, l.b_value, p.person, l.seen, NULL, 1
FROM (SELECT b, a, any(b_kind) AS b_kind, any(b_value) AS b_value, min(observed_at) AS seen FROM identity_evidence WHERE received_at >= {at:DateTime64(3, 'UTC')} GROUP BY b, a) AS l
INNER JOIN
(
    SELECT identity, argMax(person, version) AS person FROM identity_versions
    WHERE identity IN (SELECT a FROM identity_evidence WHERE received_at >= {at:DateTime64(3, 'UTC')})
    GROUP BY identity
) AS p ON p.identity = l.a

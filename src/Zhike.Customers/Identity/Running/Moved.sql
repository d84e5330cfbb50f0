-- Question: on which carriers were the people seen whose person changed in this run? Grain: one row a carrier.
-- Parameters: version (of the run's first change).
INSERT INTO identity_work_moved
WITH
carriers AS (SELECT kind FROM identity_work_kinds WHERE role = 'carrier'),
changed AS
(
    SELECT identity FROM identity_versions WHERE version >= {version:UInt64} AND kind NOT IN (SELECT kind FROM carriers)
)
SELECT b FROM identity_evidence WHERE a IN (SELECT identity FROM changed) AND b_kind IN (SELECT kind FROM carriers)
UNION DISTINCT
SELECT a FROM identity_evidence WHERE b IN (SELECT identity FROM changed) AND a_kind IN (SELECT kind FROM carriers)

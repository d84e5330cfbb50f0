-- Question: on which carriers were the people seen whose person changed in this run? Grain: one row a carrier.
-- Parameters: version (of the run's first change).
INSERT INTO identity_work_moved
WITH changed AS
(
    SELECT identity FROM identity_versions
    WHERE version >= {version:UInt64} AND kind NOT IN (SELECT kind FROM identity_work_kinds WHERE role = 'carrier')
)
SELECT DISTINCT if(a IN (SELECT identity FROM changed), b, a)
FROM identity_evidence
WHERE (a IN (SELECT identity FROM changed) AND b_kind IN (SELECT kind FROM identity_work_kinds WHERE role = 'carrier'))
   OR (b IN (SELECT identity FROM changed) AND a_kind IN (SELECT kind FROM identity_work_kinds WHERE role = 'carrier'))

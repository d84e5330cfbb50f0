-- The persons that somebody put apart, taken to pieces: all they are made of is linked again without the link that was refused.
-- Grain: one row an identity. Parameters: decided_since.
INSERT INTO identity_work_dissolved
WITH apart AS
(
    SELECT a, b FROM identity_decisions FINAL WHERE decision IN ('apart', 'none') AND decided_at > {decided_since:DateTime64(3, 'UTC')}
),
ends AS (SELECT identity, person FROM identity_versions FINAL WHERE identity IN (SELECT arrayJoin([a, b]) FROM apart)),
torn AS
(
    SELECT ea.person AS person FROM apart AS d
    INNER JOIN ends AS ea ON ea.identity = d.a
    INNER JOIN ends AS eb ON eb.identity = d.b
    WHERE ea.person = eb.person
)
SELECT identity FROM identity_versions FINAL
WHERE identity IN (SELECT identity FROM identity_versions WHERE person IN (SELECT person FROM torn))
  AND person IN (SELECT person FROM torn) AND kind NOT IN (SELECT kind FROM identity_work_kinds WHERE role = 'carrier')

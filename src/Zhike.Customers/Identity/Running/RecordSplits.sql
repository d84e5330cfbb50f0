-- What came of the words "apart" since the last run. Grain: one row a decision. Parameters: decided_since, now.
INSERT INTO identity_changes
WITH apart AS
(
    SELECT * FROM identity_decisions FINAL WHERE decision = 'apart' AND decided_at > {decided_since:DateTime64(3, 'UTC')}
),
ends AS (SELECT identity, kind, value, person FROM identity_versions FINAL WHERE identity IN (SELECT arrayJoin([a, b]) FROM apart))
SELECT
    sipHash64('split', d.a, d.b, d.decided_at), 'split', ea.person, eb.person,
    ea.kind, ea.value, eb.kind, eb.value, 'decided', d.reason, toUUID('00000000-0000-0000-0000-000000000000'), d.decided_at, '',
    {now:DateTime64(3, 'UTC')}, d.decided_by
FROM apart AS d
INNER JOIN ends AS ea ON ea.identity = d.a
INNER JOIN ends AS eb ON eb.identity = d.b

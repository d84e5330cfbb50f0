-- Question: whose is each device, browser or anonymous id that this run touched? The first person seen on it, until a second one is.
-- Grain: one row a carrier whose person or sharing changes. Parameters: version, trusts_all, trusted.
INSERT INTO identity_versions
WITH
touched AS
(
    SELECT DISTINCT carrier FROM
    (
        SELECT if(a_kind IN (SELECT kind FROM identity_work_kinds WHERE role = 'carrier'), a, b) AS carrier FROM identity_work_links WHERE role = 'carrier'
        UNION ALL
        SELECT carrier FROM identity_work_moved
    )
),
seen AS
(
    SELECT carrier, owner, min(observed_at) AS first
    FROM
    (
        SELECT b AS carrier, a AS owner, rule, source, observed_at FROM identity_evidence WHERE b IN (SELECT carrier FROM touched)
        UNION ALL
        SELECT a, b, rule, source, observed_at FROM identity_evidence
        WHERE a IN (SELECT carrier FROM touched) AND b IN (SELECT b FROM identity_evidence WHERE a IN (SELECT carrier FROM touched))
    )
    WHERE (least(carrier, owner), greatest(carrier, owner)) NOT IN (SELECT a, b FROM identity_decisions FINAL WHERE decision = 'apart')
      AND (rule NOT IN ('declared', 'claimed') OR ({trusts_all:Bool} AND rule = 'declared') OR source IN {trusted:Array(String)})
    GROUP BY carrier, owner
),
people AS
(
    SELECT s.carrier AS carrier, i.person AS person, min(s.first) AS first
    FROM seen AS s
    INNER JOIN (SELECT identity, person FROM identity_versions FINAL WHERE identity IN (SELECT owner FROM seen)
        AND kind NOT IN (SELECT kind FROM identity_work_kinds WHERE role = 'carrier')) AS i ON i.identity = s.owner
    GROUP BY carrier, person
),
verdict AS
(
    SELECT carrier, argMin(person, (first, person)) AS person, arraySort(groupArray(first)) AS firsts
    FROM people GROUP BY carrier
)
SELECT c.identity, c.kind, c.value,
    ifNull(v.person, bitOr(c.identity, 0x8000000000000000)) AS now_person,
    c.first_seen,
    if(length(v.firsts) > 1, v.firsts[2], NULL) AS now_shared,
    {version:UInt64}
FROM (SELECT * FROM identity_versions FINAL WHERE identity IN (SELECT carrier FROM touched)) AS c
LEFT JOIN verdict AS v ON v.carrier = c.identity
WHERE c.person != now_person OR ifNull(toUnixTimestamp64Milli(c.shared_since), 0) != ifNull(toUnixTimestamp64Milli(now_shared), 0)

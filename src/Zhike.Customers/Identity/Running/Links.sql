-- Question: which links does the evidence of this run name? Blocked values, unknown kinds, untrusted sources and links that a person
-- put apart are left out; those of dissolved persons are heard again. Grain: one row a pair of identities, with its earliest evidence.
-- tier: the weaker end decides, 0 where a person said so.
-- Parameters: since, decided_since, blocked, blocked_pattern, trusts_all, trusted.
INSERT INTO identity_work_links
WITH
told AS
(
    SELECT a AS low, b AS high, decided_at > {decided_since:DateTime64(3, 'UTC')} AS is_new FROM identity_decisions FINAL WHERE decision = 'together'
),
apart AS
(
    SELECT a AS low, b AS high FROM identity_decisions FINAL WHERE decision = 'apart'
),
heard AS
(
    SELECT a, b, a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at FROM identity_evidence
    WHERE received_at > {since:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT a, b, a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at FROM identity_evidence
    WHERE b IN (SELECT arrayJoin([low, high]) FROM told WHERE is_new) AND (least(a, b), greatest(a, b)) IN (SELECT low, high FROM told WHERE is_new)
    UNION ALL
    SELECT a, b, a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at FROM identity_evidence
    WHERE b IN (SELECT identity FROM identity_work_dissolved)
    UNION ALL
    SELECT a, b, a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at FROM identity_evidence
    WHERE a IN (SELECT identity FROM identity_work_dissolved) AND b IN (SELECT b FROM identity_evidence WHERE a IN (SELECT identity FROM identity_work_dissolved))
)
SELECT
    h.a, h.b,
    any(h.a_kind), any(h.a_value), any(h.b_kind), any(h.b_value),
    argMin(h.rule, h.observed_at), argMin(h.source, h.observed_at), argMin(h.event_id, h.observed_at), min(h.observed_at),
    any(multiIf(ka.role = 'carrier' OR kb.role = 'carrier', 'carrier', (least(h.a, h.b), greatest(h.a, h.b)) IN (SELECT low, high FROM told), 'key', ka.role = 'hint' OR kb.role = 'hint', 'hint', 'key')),
    any(if((least(h.a, h.b), greatest(h.a, h.b)) IN (SELECT low, high FROM told), 0, greatest(ka.priority, kb.priority)))
FROM heard AS h
INNER JOIN identity_work_kinds AS ka ON ka.kind = h.a_kind
INNER JOIN identity_work_kinds AS kb ON kb.kind = h.b_kind
WHERE h.a != h.b
  AND (ka.role != 'carrier' OR kb.role != 'carrier')
  AND lowerUTF8(h.a_value) NOT IN {blocked:Array(String)} AND lowerUTF8(h.b_value) NOT IN {blocked:Array(String)}
  AND ({blocked_pattern:String} = '' OR NOT (match(lowerUTF8(h.a_value), {blocked_pattern:String}) OR match(lowerUTF8(h.b_value), {blocked_pattern:String})))
  AND (h.rule NOT IN ('declared', 'claimed') OR ({trusts_all:Bool} AND h.rule = 'declared') OR h.source IN {trusted:Array(String)})
  AND (least(h.a, h.b), greatest(h.a, h.b)) NOT IN (SELECT low, high FROM apart)
GROUP BY h.a, h.b

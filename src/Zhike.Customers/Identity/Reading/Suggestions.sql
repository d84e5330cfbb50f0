-- Question: which links were held or only hinted at, and wait for a person's word? Those whose two sides are still two persons.
-- Grain: one row a link. The last columns: how many there are; customer numbers of both sides where they are customers the asker sees.
-- People who are no customers belong to no outlet: only head office sees them. Parameters: head_office, offset, size.
WITH
seen AS
(
    SELECT customer_id, customer_no FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
),
open AS
(
    SELECT *, sipHash64(a_kind, a_value) AS a, sipHash64(b_kind, b_value) AS b
    FROM identity_changes FINAL
    WHERE what IN ('held', 'hinted')
),
owned AS (SELECT identity, person FROM identity_versions FINAL WHERE identity IN (SELECT a FROM open) OR identity IN (SELECT b FROM open))
SELECT o.a, o.b, toString(o.what), toString(o.a_kind), o.a_value, toString(o.b_kind), o.b_value, toString(o.rule), toString(o.source), o.observed_at, toString(o.limit_kind),
    ifNull(sa.customer_no, ''), ifNull(sb.customer_no, ''), toString(pa.person), toString(pb.person), count() OVER ()
FROM open AS o
INNER JOIN owned AS pa ON pa.identity = o.a
INNER JOIN owned AS pb ON pb.identity = o.b
LEFT JOIN seen AS sa ON sa.customer_id = pa.person
LEFT JOIN seen AS sb ON sb.customer_id = pb.person
WHERE pa.person != pb.person
  AND (least(o.a, o.b), greatest(o.a, o.b)) NOT IN (SELECT a, b FROM identity_decisions FINAL WHERE decision IN ('apart', 'together'))
  AND ({head_office:Bool} OR sa.customer_no IS NOT NULL OR sb.customer_no IS NOT NULL)
ORDER BY o.observed_at DESC, o.change_id
LIMIT {size:UInt32} OFFSET {offset:UInt64}

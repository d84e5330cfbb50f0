-- What this tier did, for people to read: who was joined to whom and by which evidence, and which links were held because somebody
-- would have had too many of a kind. Grain: one row a link between two persons. Parameters: tier, now, by.
INSERT INTO identity_changes
SELECT
    sipHash64(if(br.kind IS NULL, 'merged', 'held'), l.a, l.b, if(br.kind IS NULL, pa.person, 0), if(br.kind IS NULL, pb.person, 0)),
    if(br.kind IS NULL, 'merged', 'held'),
    least(pa.person, pb.person), greatest(pa.person, pb.person),
    l.a_kind, l.a_value, l.b_kind, l.b_value, l.rule, l.source, l.event_id, l.first_seen,
    ifNull(br.kind, ''), {now:DateTime64(3, 'UTC')}, {by:String}
FROM (SELECT * FROM identity_work_links WHERE role = 'key' AND tier = {tier:UInt64}) AS l
INNER JOIN identity_work_known AS pa ON pa.identity = l.a
INNER JOIN identity_work_known AS pb ON pb.identity = l.b
INNER JOIN identity_work_labels AS n ON n.node = pa.person
LEFT JOIN identity_work_breaches AS br ON br.label = n.label
WHERE pa.person != pb.person

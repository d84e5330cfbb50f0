-- Weak links that only suggest: two persons who share an e-mail, say. Grain: one row a link between two persons. Parameters: now.
INSERT INTO identity_changes
SELECT
    sipHash64('hinted', l.a, l.b), 'hinted', least(pa.person, pb.person), greatest(pa.person, pb.person),
    l.a_kind, l.a_value, l.b_kind, l.b_value, l.rule, l.source, l.event_id, l.first_seen, '', {now:DateTime64(3, 'UTC')}, 'rules'
FROM (SELECT * FROM identity_work_links WHERE role = 'hint') AS l
INNER JOIN identity_work_known AS pa ON pa.identity = l.a
INNER JOIN identity_work_known AS pb ON pb.identity = l.b
WHERE pa.person != pb.person

-- Question: which persons do the links of one tier join? Grain: one row a pair of persons. Parameters: tier.
INSERT INTO identity_work_edges
SELECT DISTINCT least(pa.person, pb.person), greatest(pa.person, pb.person)
FROM (SELECT a, b FROM identity_work_links WHERE role = 'key' AND tier = {tier:UInt64}) AS l
INNER JOIN identity_work_known AS pa ON pa.identity = l.a
INNER JOIN identity_work_known AS pb ON pb.identity = l.b
WHERE pa.person != pb.person

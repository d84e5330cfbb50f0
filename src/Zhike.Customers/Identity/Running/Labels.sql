-- Everybody begins as themselves. Grain: one row a node of the edges.
INSERT INTO identity_work_labels
SELECT DISTINCT node, node FROM (SELECT arrayJoin([p, q]) AS node FROM identity_work_edges)

-- One round of connected components: each node takes the smallest label among its own and its neighbours', then that label's label.
-- Grain: one row a node.
INSERT INTO identity_work_labels_next
WITH near AS
(
    SELECT node, min(label) AS label
    FROM
    (
        SELECT node, label FROM identity_work_labels
        UNION ALL
        SELECT e.p, l.label FROM identity_work_edges AS e INNER JOIN identity_work_labels AS l ON l.node = e.q
        UNION ALL
        SELECT e.q, l.label FROM identity_work_edges AS e INNER JOIN identity_work_labels AS l ON l.node = e.p
    )
    GROUP BY node
)
SELECT n.node, least(n.label, ifNull(m.label, n.label))
FROM near AS n
LEFT JOIN near AS m ON m.node = n.label

-- Question: how many came to each node and how many left it, within the viewer's scope?
-- Grain: node. Parameters: run, journey, viewer_org, viewer_manager.
WITH steps AS
(
    SELECT node, from_node
    FROM journey_steps
    WHERE run = {run:String} AND journey_id = {journey:String} AND customer_id IN
    (
        SELECT customer_id FROM customers
        WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
    )
)
SELECT place, sum(came) AS entered, sum(gone) AS left_again
FROM
(
    SELECT node AS place, 1 AS came, 0 AS gone FROM steps
    UNION ALL
    SELECT from_node AS place, 0 AS came, 1 AS gone FROM steps WHERE from_node != ''
)
GROUP BY place
ORDER BY place

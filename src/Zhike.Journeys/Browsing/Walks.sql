-- Question: how many walked from which node to which, within the viewer's scope?
-- Grain: pair of nodes; from_node is empty for those who entered. Parameters: run, journey, viewer_org, viewer_manager.
SELECT from_node, node, count() AS people, countIf(arm = 'holdout') AS held_out
FROM journey_steps
WHERE run = {run:String} AND journey_id = {journey:String} AND customer_id IN
(
    SELECT customer_id FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
GROUP BY from_node, node
ORDER BY from_node, node

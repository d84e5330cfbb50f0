-- Question: which customers of the viewer's scope came to a node, or still stand there? "$entry" is the door: who entered at all.
-- Grain: step at the node, newest first. Parameters: run, journey, node, still_there, size, offset, viewer_org, viewer_manager.
SELECT
    s.customer_id AS customer_id, c.customer_no AS customer_no, ifNull(o.name, '') AS outlet, c.manager_id AS manager,
    s.entered_at AS entered_at, s.due_at AS due_at, s.arm AS arm, count() OVER () AS total
FROM
(
    SELECT customer_id, step_id, entered_at, due_at, arm
    FROM journey_steps
    WHERE run = {run:String} AND journey_id = {journey:String} AND (node = {node:String} OR {node:String} = '$entry' AND from_step_id = 0)
        AND (NOT {still_there:Bool} OR node = {node:String} AND step_id NOT IN
        (
            SELECT from_step_id FROM journey_steps WHERE run = {run:String} AND journey_id = {journey:String} AND from_node = {node:String}
        ))
) AS s
INNER JOIN customers AS c ON c.customer_id = s.customer_id
LEFT JOIN outlets AS o ON o.outlet_id = c.outlet_id
WHERE startsWith(c.org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR c.manager_id = {viewer_manager:String})
ORDER BY s.entered_at DESC, s.customer_id, s.step_id
LIMIT {size:UInt64} OFFSET {offset:UInt64}

-- Question: how many entered, by version and arm, and how many of them reached the goal, within the viewer's scope?
-- Everybody who entered counts in their arm, contacted or not: the draw is what makes the arms alike.
-- Grain: version and arm. Parameters: run, journey, viewer_org, viewer_manager.
SELECT
    version,
    arm,
    countIf(from_step_id = 0) AS entered,
    countIf(outcome = 'goal') AS goals,
    countIf(terminal AND outcome != 'goal') AS windows_over
FROM journey_steps
WHERE run = {run:String} AND journey_id = {journey:String} AND customer_id IN
(
    SELECT customer_id FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
GROUP BY version, arm
ORDER BY version, arm

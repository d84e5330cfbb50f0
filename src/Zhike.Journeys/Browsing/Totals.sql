-- Question: how many entered, were held out and reached the goal, by journey and run, within the viewer's scope?
-- Grain: journey and run. Parameters: viewer_org, viewer_manager.
SELECT
    journey_id,
    run,
    countIf(from_step_id = 0) AS enrolled,
    countIf(from_step_id = 0 AND arm = 'holdout') AS held_out,
    countIf(outcome = 'goal') AS goals
FROM journey_steps
WHERE customer_id IN
(
    SELECT customer_id FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
GROUP BY journey_id, run
ORDER BY journey_id, run

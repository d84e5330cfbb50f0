-- Question: how many entered and reached the goal on each day of the bank's calendar, within the viewer's scope?
-- Grain: day. Parameters: run, journey, zone, viewer_org, viewer_manager.
SELECT
    toDate(toTimeZone(entered_at, {zone:String})) AS day,
    countIf(from_step_id = 0) AS entered,
    countIf(outcome = 'goal' AND arm = 'contact') AS contact_goals,
    countIf(outcome = 'goal' AND arm = 'holdout') AS holdout_goals
FROM journey_steps
WHERE run = {run:String} AND journey_id = {journey:String} AND (from_step_id = 0 OR outcome = 'goal') AND customer_id IN
(
    SELECT customer_id FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
GROUP BY day
ORDER BY day
LIMIT 4000

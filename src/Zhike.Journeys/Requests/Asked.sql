-- Question: which customers of the viewer's scope have these numbers, and how do they stand to a journey's live run?
-- Grain: customer. Parameters: numbers, journey, cause, now, after_days; viewer_org, viewer_manager.
SELECT
    c.customer_no AS customer_no, c.customer_id AS customer_id,
    ifNull(s.times, 0) > 0 AS has_entered, ifNull(s.times, 0) > ifNull(s.ended, 0) AS is_inside,
    ifNull(addDays(s.enrolled_before, {after_days:UInt64}) > {now:DateTime64(3, 'UTC')}, false) AS is_too_soon,
    c.customer_id IN (SELECT customer_id FROM journey_requests WHERE journey_id = {journey:String} AND cause = {cause:String}) AS is_known
FROM customers AS c
LEFT JOIN
(
    SELECT customer_id, countIf(from_step_id = 0) AS times, countIf(terminal) AS ended, maxIf(enrolled_at, from_step_id = 0) AS enrolled_before
    FROM journey_steps
    WHERE run = 'live' AND journey_id = {journey:String} AND (from_step_id = 0 OR terminal)
    GROUP BY customer_id
) AS s ON s.customer_id = c.customer_id
WHERE c.customer_no IN {numbers:Array(String)}
    AND startsWith(c.org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR c.manager_id = {viewer_manager:String})
ORDER BY c.customer_no

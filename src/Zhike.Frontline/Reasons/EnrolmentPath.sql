-- Which way did one customer come through a journey? Grain: one row a step, in order.
-- Parameters: journey, version, enrolment.
SELECT node, from_node, enrolled_at
FROM journey_steps
WHERE run = 'live' AND journey_id = {journey:String} AND version = {version:UInt32} AND enrolment_id = {enrolment:UInt64}
ORDER BY entered_at, due_at

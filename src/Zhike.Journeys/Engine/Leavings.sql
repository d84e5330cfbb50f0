-- Leads those out for whom a rule of the journey holds, wherever they stand: nothing more is done, the goal is measured on. The held-out
-- stay: nothing is done to them anyway.
-- Grain: open enrolment. Parameters: run, journey, version, from, now, resting (nodes at which nothing was to come any more).
INSERT INTO journey_steps
    (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_step_id, from_node,
     enrolled_at, since, ends_at, entered_at, due_at, open_until)
WITH
    followed AS
    (
        SELECT from_step_id FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32}
            AND due_at > {from:DateTime64(3, 'UTC')} AND (terminal OR entered_at > {from:DateTime64(3, 'UTC')})
        UNION ALL
        SELECT from_step_id FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND open_until > {from:DateTime64(3, 'UTC')}
    ),
    opened AS
    (
        SELECT enrolment_id, customer_id, arm, node, step_id, enrolled_at, since, ends_at, due_at
        FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32}
            AND due_at > {from:DateTime64(3, 'UTC')} AND NOT terminal AND node NOT IN {resting:Array(String)}
            AND ends_at > {now:DateTime64(3, 'UTC')} AND step_id NOT IN (SELECT from_step_id FROM followed)
    ),
    enrolled AS (SELECT customer_id, since FROM opened)
SELECT
    {run:String}, {journey:String}, {version:UInt32}, enrolment_id, customer_id, arm,
    '$left', cityHash64(enrolment_id, '$left', step_id), step_id, node,
    enrolled_at, since, ends_at, {now:DateTime64(3, 'UTC')}, ends_at, if(due_at > {now:DateTime64(3, 'UTC')}, due_at, toDateTime64(0, 3, 'UTC'))
FROM opened
WHERE customer_id IN (/*rule*/ SELECT customer_id FROM enrolled WHERE false /*end*/)

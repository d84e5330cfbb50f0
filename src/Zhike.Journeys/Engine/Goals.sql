-- Ends the enrolments, of both arms, whose customer has reached the journey's goal.
-- Grain: open enrolment. Its open step is the one that is not terminal and that no step follows; it is always due later
-- than the last finished tick (from), and so is the terminal step, which takes over its due time.
-- Parameters: run, journey, version, from, reached_at.
INSERT INTO journey_steps
    (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_step_id, from_node,
     enrolled_at, since, ends_at, entered_at, due_at, terminal, outcome)
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
        SELECT enrolment_id, customer_id, arm, node, step_id, enrolled_at, since, ends_at, due_at AS open_until
        FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32}
            AND due_at > {from:DateTime64(3, 'UTC')} AND NOT terminal
            AND step_id NOT IN (SELECT from_step_id FROM followed)
    ),
    enrolled AS (SELECT customer_id, since FROM opened)
SELECT
    {run:String}, {journey:String}, {version:UInt32}, enrolment_id, customer_id, arm,
    '$goal', cityHash64(enrolment_id, '$goal', step_id), step_id, node,
    enrolled_at, since, ends_at, least({reached_at:DateTime64(3, 'UTC')}, ends_at), open_until, true, 'goal'
FROM opened
WHERE customer_id IN (/*reached*/ SELECT customer_id FROM enrolled WHERE false /*end*/)

-- Ends the enrolments whose goal window is over: wherever they stand, their step is due at the latest then.
-- Grain: open enrolment. Parameters: run, journey, version, from, now, exits (nodes after which nothing was to come).
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
    over AS
    (
        SELECT enrolment_id, customer_id, arm, node, step_id, enrolled_at, since, ends_at, due_at AS open_until
        FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32}
            AND due_at > {from:DateTime64(3, 'UTC')} AND due_at <= {now:DateTime64(3, 'UTC')} AND NOT terminal
            AND ends_at <= {now:DateTime64(3, 'UTC')}
            AND step_id NOT IN (SELECT from_step_id FROM followed)
    )
SELECT
    {run:String}, {journey:String}, {version:UInt32}, enrolment_id, customer_id, arm,
    '$ended', cityHash64(enrolment_id, '$ended', step_id), step_id, node,
    enrolled_at, since, ends_at, ends_at, open_until, true, if(node IN {exits:Array(String)}, 'completed', 'ended')
FROM over

-- Moves everybody who is due at one node to the node that the route names.
-- Grain: due step without a follower, so that repeating adds nothing. Parameters: run, journey, version, node, from, now;
-- next and whatever the route binds; targets with their dues (Unix ms: when one who enters now may move on); chunk of chunks.
INSERT INTO journey_steps
    (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_step_id, from_node,
     enrolled_at, since, ends_at, entered_at, due_at)
WITH
    followed AS
    (
        SELECT from_step_id FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND from_node = {node:String}
            AND due_at > {from:DateTime64(3, 'UTC')} AND (terminal OR entered_at > {from:DateTime64(3, 'UTC')})
    ),
    due AS
    (
        SELECT enrolment_id, customer_id, arm, step_id, enrolled_at, since, ends_at
        FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND node = {node:String}
            AND due_at > {from:DateTime64(3, 'UTC')} AND due_at <= {now:DateTime64(3, 'UTC')} AND NOT terminal
            AND enrolment_id % {chunks:UInt64} = {chunk:UInt64}
            AND step_id NOT IN (SELECT from_step_id FROM followed)
    ),
    enrolled AS (SELECT customer_id, since FROM due),
    routed AS
    (
        SELECT *, /*route*/ {next:String} /*end*/ AS next_node
        FROM due
    )
SELECT
    {run:String}, {journey:String}, {version:UInt32}, enrolment_id, customer_id, arm,
    next_node, cityHash64(enrolment_id, next_node, step_id), step_id, {node:String},
    enrolled_at, since, ends_at, {now:DateTime64(3, 'UTC')},
    least(ends_at, fromUnixTimestamp64Milli(toInt64(transform(next_node, {targets:Array(String)}, {dues:Array(UInt64)}, toUInt64(0))), 'UTC'))
FROM routed

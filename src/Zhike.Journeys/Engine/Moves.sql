-- Moves everybody who may leave one node to the node that the route names; an empty name: they stay.
-- Grain: step without a follower, due by until, so that repeating adds nothing. Parameters: run, journey, version, node, from, now;
-- until (now, or later at a node that may be left early), zone; next and whatever the route binds; targets with their dues (Unix ms:
-- when one who enters now may move on, where that is the same for all; the others have a moment of their own); chunk of chunks.
INSERT INTO journey_steps
    (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_step_id, from_node,
     enrolled_at, since, ends_at, entered_at, due_at, open_until)
WITH
    followed AS
    (
        SELECT from_step_id FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND from_node = {node:String}
            AND due_at > {from:DateTime64(3, 'UTC')} AND (terminal OR entered_at > {from:DateTime64(3, 'UTC')})
        UNION ALL
        SELECT from_step_id FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND open_until > {from:DateTime64(3, 'UTC')}
    ),
    due AS
    (
        SELECT enrolment_id, customer_id, arm, step_id, enrolled_at, since, ends_at, entered_at, due_at
        FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND node = {node:String}
            AND due_at > {from:DateTime64(3, 'UTC')} AND due_at <= {until:DateTime64(3, 'UTC')} AND NOT terminal
            AND enrolment_id % {chunks:UInt64} = {chunk:UInt64}
            AND step_id NOT IN (SELECT from_step_id FROM followed)
    ),
    enrolled AS (SELECT customer_id, since FROM due),
    -- For what was done since they came to this node; bookings count by the day.
    standing AS (SELECT customer_id, entered_at AS since FROM due),
    standing_by_day AS (SELECT customer_id, toDateTime64(toStartOfDay(entered_at, {zone:String}), 3, 'UTC') - INTERVAL 1 MILLISECOND AS since FROM due),
    routed AS
    (
        SELECT *, /*route*/ {next:String} /*end*/ AS next_node
        FROM due
    ),
    arriving AS (SELECT * FROM routed WHERE next_node != ''),
    placed AS (/*moments*/ SELECT arriving.*, CAST(NULL, 'Nullable(DateTime64(3, \'UTC\'))') AS moment FROM arriving /*end*/)
SELECT
    {run:String}, {journey:String}, {version:UInt32}, enrolment_id, customer_id, arm,
    next_node, cityHash64(enrolment_id, next_node, step_id), step_id, {node:String},
    enrolled_at, since, ends_at, {now:DateTime64(3, 'UTC')},
    least(ends_at, greatest({now:DateTime64(3, 'UTC')},
        ifNull(moment, fromUnixTimestamp64Milli(toInt64(transform(next_node, {targets:Array(String)}, {dues:Array(UInt64)}, toUInt64(0))), 'UTC')))),
    if(due_at > {now:DateTime64(3, 'UTC')}, due_at, toDateTime64(0, 3, 'UTC'))
FROM placed

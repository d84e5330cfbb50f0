-- Enrols the members who are not in the journey: the enrolment's first step, in the arm that a lasting draw gives.
-- Grain: customer. The same members again add nothing. Those who entered before reenter_before may enter again.
-- Parameters: run, journey, version, salt, holdout (of 10,000), entry (names this entry where one may enter again), first
-- (node) and first_due, starts (the first nodes of every version), reenter_before, since, ends_at, now; chunk of chunks.
INSERT INTO journey_steps
    (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, enrolled_at, since, ends_at, entered_at, due_at)
WITH
    members AS
    (
        SELECT customer_id FROM (/*members*/ SELECT toUInt64(0) AS customer_id /*end*/) AS m
        WHERE customer_id % {chunks:UInt64} = {chunk:UInt64}
    ),
    inside AS
    (
        SELECT customer_id FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND node IN {starts:Array(String)} AND from_step_id = 0
            AND enrolled_at > {reenter_before:DateTime64(3, 'UTC')} AND customer_id % {chunks:UInt64} = {chunk:UInt64}
    ),
    entering AS
    (
        SELECT
            customer_id,
            cityHash64({run:String}, {journey:String}, customer_id, {entry:String}) AS enrolment,
            sipHash64({salt:String}, customer_id) % 10000 < {holdout:UInt64} AS held_out,
            if(held_out, '$holdout', {first:String}) AS first_node
        FROM members
        WHERE customer_id NOT IN (SELECT customer_id FROM inside)
    ),
    arriving AS (SELECT *, first_node AS next_node, {now:DateTime64(3, 'UTC')} AS enrolled_at FROM entering),
    placed AS (/*moments*/ SELECT arriving.*, CAST(NULL, 'Nullable(DateTime64(3, \'UTC\'))') AS moment FROM arriving /*end*/)
SELECT
    {run:String}, {journey:String}, {version:UInt32}, enrolment, customer_id, if(held_out, 'holdout', 'contact'),
    first_node, cityHash64(enrolment, first_node, toUInt64(0)),
    enrolled_at, {since:DateTime64(3, 'UTC')}, {ends_at:DateTime64(3, 'UTC')}, enrolled_at,
    if(held_out, {ends_at:DateTime64(3, 'UTC')},
        least(greatest(enrolled_at, ifNull(moment, {first_due:DateTime64(3, 'UTC')})), {ends_at:DateTime64(3, 'UTC')}))
FROM placed

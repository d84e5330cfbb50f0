-- Enrols whoever has cause to enter and is not in the journey: the enrolment's first step, in the arm that a lasting draw gives.
-- Grain: customer. The same causes again add nothing: without re-entry (again) nobody enters twice; with it nobody enters who is
-- inside, nor for a cause that lies before the end of the last time, or too soon after it began.
-- Parameters: run, journey, version, salt, holdout (of 10,000), again, after_days; first (node) and first_due; starts (the first
-- nodes of every version); since, ends_at, now, zone; causes_from (excluded); what the slots bind; chunk of chunks.
INSERT INTO journey_steps
    (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, enrolled_at, since, ends_at, entered_at, due_at)
WITH
    inside AS
    (
        SELECT customer_id FROM journey_steps
        WHERE NOT {again:Bool} AND run = {run:String} AND journey_id = {journey:String} AND node IN {starts:Array(String)} AND from_step_id = 0
            AND customer_id % {chunks:UInt64} = {chunk:UInt64}
    ),
    before AS
    (
        SELECT
            customer_id,
            countIf(from_step_id = 0) AS times,
            times > countIf(terminal) AS is_inside,
            maxIf(entered_at, terminal) AS ended_before,
            if({after_days:UInt64} = 0, ended_before, greatest(ended_before, addDays(maxIf(enrolled_at, from_step_id = 0), {after_days:UInt64}) - INTERVAL 1 MILLISECOND)) AS refused_until
        FROM journey_steps
        WHERE {again:Bool} AND run = {run:String} AND journey_id = {journey:String} AND (from_step_id = 0 OR terminal)
            AND customer_id % {chunks:UInt64} = {chunk:UInt64}
        GROUP BY customer_id
    ),
    -- With an event: of whom it is asked at all, and since when what they did counts.
    candidates AS
    (
        SELECT
            did.customer_id AS customer_id,
            greatest({causes_from:DateTime64(3, 'UTC')}, ifNull(before.refused_until, {causes_from:DateTime64(3, 'UTC')})) AS since
        FROM (/*candidates*/ SELECT toUInt64(0) AS customer_id WHERE false /*end*/) AS did
        LEFT JOIN before ON before.customer_id = did.customer_id
    ),
    members AS
    (
        SELECT customer_id, cause_at FROM (/*members*/ SELECT toUInt64(0) AS customer_id, {now:DateTime64(3, 'UTC')} AS cause_at /*end*/) AS m
        WHERE customer_id % {chunks:UInt64} = {chunk:UInt64}
    ),
    entering AS
    (
        SELECT
            members.customer_id AS customer_id,
            cityHash64({run:String}, {journey:String}, members.customer_id, if(ifNull(before.times, 0) = 0, '', toString(before.times))) AS enrolment,
            sipHash64({salt:String}, members.customer_id) % 10000 < {holdout:UInt64} AS held_out,
            if(held_out, '$holdout', {first:String}) AS first_node,
            greatest({since:DateTime64(3, 'UTC')}, ifNull(before.ended_before, {since:DateTime64(3, 'UTC')})) AS counts_since
        FROM members
        LEFT JOIN before ON before.customer_id = members.customer_id
        WHERE members.customer_id NOT IN (SELECT customer_id FROM inside)
            AND (before.customer_id IS NULL OR (NOT before.is_inside AND members.cause_at > before.refused_until))
    ),
    arriving AS (SELECT *, first_node AS next_node, {now:DateTime64(3, 'UTC')} AS enrolled_at FROM entering),
    placed AS (/*moments*/ SELECT arriving.*, CAST(NULL, 'Nullable(DateTime64(3, \'UTC\'))') AS moment FROM arriving /*end*/)
SELECT
    {run:String}, {journey:String}, {version:UInt32}, enrolment, customer_id, if(held_out, 'holdout', 'contact'),
    first_node, cityHash64(enrolment, first_node, toUInt64(0)),
    enrolled_at, counts_since, {ends_at:DateTime64(3, 'UTC')}, enrolled_at,
    if(held_out, {ends_at:DateTime64(3, 'UTC')},
        least(greatest(enrolled_at, ifNull(moment, {first_due:DateTime64(3, 'UTC')})), {ends_at:DateTime64(3, 'UTC')}))
FROM placed

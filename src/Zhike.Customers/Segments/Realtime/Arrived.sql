-- Question: whose facts arrived after the last look, or crossed an edge of a window since?
-- Grain: customer_id, at most {most}. Parameters: events_after; customers_after (a version); runs (of transactions, already seen),
-- look_at_runs (0: no transaction came); epoch, tags_after (of real-time tags); edges_from, edges_to (instants, pair by pair); most.
SELECT DISTINCT customer_id
FROM
(
    SELECT customer_id FROM events WHERE received_at > {events_after:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT customer_id FROM customer_versions WHERE version > {customers_after:UInt64}
    UNION ALL
    SELECT customer_id FROM transactions WHERE {look_at_runs:UInt8} = 1 AND run_id NOT IN {runs:Array(String)}
    UNION ALL
    SELECT customer_id FROM tag_values_live WHERE epoch = {epoch:UInt64} AND computed_at > {tags_after:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT customer_id
    FROM events
    WHERE notEmpty({edges_from:Array(DateTime64(3, 'UTC'))})
        AND ts > arrayMin({edges_from:Array(DateTime64(3, 'UTC'))}) AND ts <= arrayMax({edges_to:Array(DateTime64(3, 'UTC'))})
        AND arrayExists((low, high) -> ts > low AND ts <= high, {edges_from:Array(DateTime64(3, 'UTC'))}, {edges_to:Array(DateTime64(3, 'UTC'))})
)
WHERE customer_id != 0
LIMIT {most:UInt64}

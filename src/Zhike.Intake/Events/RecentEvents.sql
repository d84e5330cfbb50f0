-- Question: which events were received lately, among the others or kept apart? Grain: one row an event, in any order, at most so many.
-- Parameters: since, size.
SELECT event_id
FROM
(
    SELECT event_id FROM events WHERE received_at >= {since:DateTime64(3, 'UTC')} AND NOT is_copy
    UNION ALL
    SELECT event_id FROM quarantined_events WHERE received_at >= {since:DateTime64(3, 'UTC')}
)
LIMIT {size:UInt64}

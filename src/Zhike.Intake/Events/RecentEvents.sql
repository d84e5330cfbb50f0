-- Question: which events were received lately? Grain: one row an event, in any order, the newest so many of them.
-- Parameters: since, size.
SELECT event_id
FROM events
WHERE received_at >= {since:DateTime64(3, 'UTC')}
LIMIT {size:UInt64}

-- Question: which of some events are stored already? Grain: one event.
-- Parameters: ids; since and until: when they were received (both included).
SELECT toString(event_id) AS id
FROM events
WHERE received_at BETWEEN {since:DateTime64(3, 'UTC')} AND {until:DateTime64(3, 'UTC')} AND event_id IN (arrayMap(i -> toUUID(i), {ids:Array(String)}))

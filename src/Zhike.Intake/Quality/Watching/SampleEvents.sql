-- Question: what do events received between two instants look like? Grain: one event, at most ten of a source and name.
-- Parameters: since (included), until (excluded).
SELECT source, name, toJSONString(properties) AS properties
FROM events
WHERE received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')} AND type != 'system' AND NOT is_copy
    AND event_id IN
    (
        SELECT event_id
        FROM
        (
            SELECT event_id, source, name
            FROM events
            WHERE received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')} AND type != 'system' AND NOT is_copy
            LIMIT 10 BY source, name
        )
        LIMIT 3000
    )
LIMIT 4000

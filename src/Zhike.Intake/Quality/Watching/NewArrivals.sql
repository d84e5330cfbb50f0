-- Question: has anything been received between two instants, and when was the first of it? Grain: one row.
-- Parameters: since (included), until (excluded).
WITH arrivals AS
(
    SELECT received_at
    FROM events
    WHERE received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')} AND type != 'system' AND NOT is_copy
    UNION ALL
    SELECT received_at
    FROM quarantined_events
    WHERE received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')}
)
SELECT count() AS events, min(received_at) AS oldest
FROM arrivals

-- Question: how many events were received between two instants, and how good were they? Grain: hour of receipt, source, event, type.
-- Parameters: since (included), until (excluded).
WITH arrivals AS
(
    SELECT received_at, ts, source, name, type, violations, isNotNull(context.zhike_clock) AS is_skewed, false AS is_quarantined
    FROM events
    WHERE received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')} AND type != 'system' AND NOT is_copy
    UNION ALL
    SELECT received_at, ts, source, name, type, violations, JSONHas(context, 'zhike_clock'), true
    FROM quarantined_events
    WHERE received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')}
)
SELECT
    toStartOfHour(received_at) AS hour, source, name, type,
    count() AS events,
    countIf(notEmpty(violations)) AS violating,
    countIf(received_at > ts + INTERVAL 1 HOUR) AS late,
    countIf(is_skewed OR ts > received_at + INTERVAL 1 MINUTE) AS skewed,
    countIf(has(violations, 'unplanned_event')) AS unplanned,
    countIf(is_quarantined) AS quarantined,
    min(received_at) AS first_seen,
    max(received_at) AS last_seen
FROM arrivals
GROUP BY hour, source, name, type
ORDER BY hour, source, name, type
LIMIT 100000

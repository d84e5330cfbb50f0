-- Question: which violations had the events received between two instants? Grain: hour of receipt, source, event, violation.
-- Parameters: since (included), until (excluded).
WITH arrivals AS
(
    SELECT received_at, source, name, violations
    FROM events
    WHERE received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')} AND notEmpty(violations) AND NOT is_copy
    UNION ALL
    SELECT received_at, source, name, violations
    FROM quarantined_events
    WHERE received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')}
)
SELECT toStartOfHour(received_at) AS hour, source, name, arrayJoin(violations) AS violation, count() AS events
FROM arrivals
GROUP BY hour, source, name, violation
ORDER BY events DESC, hour, source, name, violation
LIMIT 50000

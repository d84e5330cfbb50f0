-- Question: which sessions that were named here are open? Grain: one row a visitor and channel. Parameters: since, size.
SELECT multiIf(device_id != '', device_id, anonymous_id != '', anonymous_id, user_id) AS visitor, toString(channel), max(ts), argMax(session_id, ts)
FROM events
WHERE received_at >= {since:DateTime64(3, 'UTC')} AND length(session_id) = 17 AND startsWith(session_id, 'z') AND NOT is_copy
GROUP BY visitor, channel
LIMIT {size:UInt64}

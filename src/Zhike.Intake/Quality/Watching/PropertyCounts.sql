-- Question: which properties, of which types, had the events received between two instants? Grain: day, source, event, property, type;
-- at most 300 of an event, the most frequent. Parameters: since (included), until (excluded), zone of the bank.
WITH arrivals AS
(
    SELECT received_at, source, name, JSONAllPathsWithTypes(properties) AS types
    FROM events
    WHERE received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')} AND type != 'system' AND NOT is_copy
)
SELECT
    toDate(received_at, {zone:String}) AS day, source, name, property, value_type,
    count() AS events, min(received_at) AS first_seen, max(received_at) AS last_seen
FROM arrivals
ARRAY JOIN mapKeys(types) AS property, mapValues(types) AS value_type
GROUP BY day, source, name, property, value_type
ORDER BY events DESC, day, source, name, property, value_type
LIMIT 300 BY source, name
LIMIT 50000

-- Question: which events of a source and name wait in quarantine? Grain: one event, the oldest so many behind a place.
-- Parameters: source, name; after and after_id: where the last page ended; size.
SELECT event_id, ts, received_at, name, type, user_id, anonymous_id, session_id, channel, source, properties, context
FROM quarantined_events
WHERE source = {source:String} AND name = {name:String} AND (received_at, event_id) > ({after:DateTime64(3, 'UTC')}, {after_id:UUID})
    AND event_id NOT IN (SELECT event_id FROM quarantine_decisions)
ORDER BY received_at, event_id
LIMIT 1 BY event_id
LIMIT {size:UInt64}

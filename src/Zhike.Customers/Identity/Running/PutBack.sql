-- Events that were given to somebody as they came in, and must be taken back, first go to nobody: the event itself is never lost.
-- Grain: one row an event; those put back before a crash are left out.
INSERT INTO events (event_id, ts, received_at, name, type, customer_id, user_id, anonymous_id, device_id, session_id, channel, source, properties, context, violations, attributed_by, is_copy)
SELECT event_id, ts, received_at, name, type, 0, user_id, anonymous_id, device_id, session_id, channel, source, properties, context, violations, 0, false
FROM events
WHERE attributed_by IN (SELECT identity FROM identity_work_owners) AND NOT is_copy
  AND event_id IN (SELECT event_id FROM identity_work_wrong WHERE NOT is_copy)
  AND event_id NOT IN
  (
      SELECT event_id FROM events WHERE customer_id = 0 AND NOT is_copy AND event_id IN (SELECT event_id FROM identity_work_wrong WHERE NOT is_copy)
  )

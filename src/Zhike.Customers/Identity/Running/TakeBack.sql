-- Takes wrongly given events from their customers; each is with nobody by now. Grain: one row an event.
DELETE FROM events
WHERE customer_id != 0 AND attributed_by IN (SELECT identity FROM identity_work_owners) AND event_id IN (SELECT event_id FROM identity_work_wrong)

-- Question: which events were given through an identity to somebody they are no longer known to be of?
-- Grain: one row an event, and whether it is a copy.
INSERT INTO identity_work_wrong
SELECT e.event_id, e.is_copy
FROM (SELECT event_id, is_copy, attributed_by, customer_id, ts FROM events WHERE attributed_by IN (SELECT identity FROM identity_work_owners)) AS e
INNER JOIN identity_work_owners AS o ON o.identity = e.attributed_by
WHERE e.customer_id != if(e.ts < o.until, o.customer, 0)

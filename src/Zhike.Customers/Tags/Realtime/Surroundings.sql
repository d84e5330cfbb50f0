-- Question: how far have the facts come that real-time tags read?
-- Grain: one row; the second column is of events received from {events_from} on. Row counts come from the parts' own headers.
-- Parameters: events_from.
SELECT
    (SELECT count() FROM events),
    (SELECT max(received_at) FROM events WHERE received_at >= {events_from:DateTime64(3, 'UTC')}),
    (SELECT max(version) FROM customer_versions),
    (SELECT max(version) FROM holding_versions),
    (SELECT count() FROM transactions),
    (SELECT max(entered_at) FROM supplements),
    (SELECT max(changed_at) FROM identity_changes)

-- Question: how far have the facts come that real-time tags read?
-- Grain: one row; the second column is of events received from {events_from} on. Row counts come from the parts' own headers; where they are the
-- ones known (customer_rows, holding_rows), no version is newer, and the column of versions is not read.
-- Parameters: events_from, customer_rows, holding_rows.
SELECT
    (SELECT count() FROM events),
    (SELECT max(received_at) FROM events WHERE received_at >= {events_from:DateTime64(3, 'UTC')}),
    (SELECT count() FROM customer_versions),
    (SELECT max(version) FROM customer_versions WHERE (SELECT count() FROM customer_versions) != {customer_rows:UInt64}),
    (SELECT count() FROM holding_versions),
    (SELECT max(version) FROM holding_versions WHERE (SELECT count() FROM holding_versions) != {holding_rows:UInt64}),
    (SELECT count() FROM transactions),
    (SELECT max(entered_at) FROM supplements),
    (SELECT max(changed_at) FROM identity_changes)

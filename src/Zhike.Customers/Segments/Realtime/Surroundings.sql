-- Question: how far have the facts come, and has anything changed that concerns everybody (a batch of tags, a list, a score, an outlet)?
-- Grain: one row; the first column is of events received from {events_from} on. The last column differs when everybody must be asked again.
SELECT
    (SELECT max(received_at) FROM events WHERE received_at >= {events_from:DateTime64(3, 'UTC')}),
    (SELECT max(version) FROM customer_versions),
    (SELECT count() FROM transactions),
    concat(
        toString((SELECT max(finished_at) FROM tag_runs)), ' ',
        toString((SELECT count() FROM customer_lists)), ' ',
        toString((SELECT count() FROM scores)), ' ',
        toString((SELECT max(version) FROM outlet_versions)))

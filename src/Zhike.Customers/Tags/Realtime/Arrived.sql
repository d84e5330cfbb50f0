-- Question: what has arrived after the last look that a real-time tag may read?
-- Grain: one row a fact, with a number that tells it from others and its kind: 1 event, 2 entry by staff, 3 decision about identities, 0 what
-- is never seen twice. Facts of the last seconds before the look come again: one may become visible a little after one that was received later.
-- Parameters: events_after, entered_after, decided_after; customers_after, holdings_after (versions); runs (of transactions that grew).
SELECT customer_id, cityHash64(event_id, customer_id) AS fact, received_at AS at, toUInt8(1) AS kind
FROM events
WHERE received_at > {events_after:DateTime64(3, 'UTC')} AND customer_id != 0
UNION ALL
SELECT customer_id, cityHash64(entry_id), entered_at, 2 FROM supplements WHERE entered_at > {entered_after:DateTime64(3, 'UTC')}
UNION ALL
-- A split takes events from one person and gives them to another.
SELECT arrayJoin([person, other]) AS customer_id, cityHash64(change_id, changed_at, customer_id), changed_at, 3 FROM identity_changes WHERE changed_at > {decided_after:DateTime64(3, 'UTC')}
UNION ALL
SELECT customer_id, cityHash64('customer', customer_id, version), toDateTime64(0, 3, 'UTC'), 0 FROM customer_versions WHERE version > {customers_after:UInt64}
UNION ALL
SELECT customer_id, cityHash64('holding', customer_id, holding_no, version), toDateTime64(0, 3, 'UTC'), 0 FROM holding_versions WHERE version > {holdings_after:UInt64}
UNION ALL
SELECT DISTINCT customer_id, toUInt64(0), toDateTime64(0, 3, 'UTC'), 0 FROM transactions WHERE notEmpty({runs:Array(String)}) AND run_id IN {runs:Array(String)}

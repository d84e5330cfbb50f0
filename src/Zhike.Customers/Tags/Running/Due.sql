-- Question: whose tags at {as_of} can differ from those at {before}, other than by ages in days?
-- Grain: customer_id, repeated where there are several reasons.
-- Parameters: as_of, before Date; zone; seen_* as recorded by the run of {before};
--   transaction_edges, event_edges Array(UInt32): ages in days at which some window begins or ends (0: new facts).
WITH
    -- A row of age a at {as_of} had age a - ({as_of} - {before}) then; it matters when an edge lies between.
    transactions_moved AS
    (
        SELECT customer_id
        FROM transactions
        WHERE booked_on <= {as_of:Date}
            AND (arrayExists(edge -> booked_on > {before:Date} - edge AND booked_on <= {as_of:Date} - edge, {transaction_edges:Array(UInt32)})
                OR run_id NOT IN {seen_runs:Array(String)})
    ),
    events_moved AS
    (
        SELECT customer_id
        FROM events
        WHERE toDate(ts, {zone:String}) <= {as_of:Date} AND customer_id != 0
            AND (arrayExists(edge -> toDate(ts, {zone:String}) > {before:Date} - edge AND toDate(ts, {zone:String}) <= {as_of:Date} - edge, {event_edges:Array(UInt32)})
                OR received_at > {seen_events:DateTime64(3, 'UTC')})
    ),
    holdings_moved AS
    (
        SELECT customer_id
        FROM holding_versions
        WHERE version > {seen_holdings:UInt64}
            OR (opened_on > {before:Date} AND opened_on <= {as_of:Date})
            OR (closed_on > {before:Date} AND closed_on <= {as_of:Date})
    ),
    -- New customers, changed ones, and those whose birthday lies between.
    customers_moved AS
    (
        SELECT customer_id
        FROM customer_versions
        WHERE version > {seen_customers:UInt64}
            OR (opened_on > {before:Date} AND opened_on <= {as_of:Date})
            OR age('year', birth_date, toDate32({before:Date})) != age('year', birth_date, toDate32({as_of:Date}))
    )
SELECT customer_id FROM transactions_moved
UNION ALL SELECT customer_id FROM events_moved
UNION ALL SELECT customer_id FROM holdings_moved
UNION ALL SELECT customer_id FROM customers_moved

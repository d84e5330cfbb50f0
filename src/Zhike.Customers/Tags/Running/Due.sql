-- Question: whose tags at {as_of} can differ from those at {before}, other than by numbers of days that grow?
-- Grain: customer_id, repeated where there are several reasons.
-- Parameters: as_of, before Date; zone; seen_* as recorded by the run of {before}; those of the predicates (DayMoves) that
-- stand between a name and "end".
WITH
    transactions_moved AS
    (
        SELECT customer_id
        FROM transactions
        WHERE booked_on <= {as_of:Date} AND (/*transactions*/ 1 /*end*/ OR run_id NOT IN {seen_runs:Array(String)})
    ),
    events_moved AS
    (
        SELECT customer_id
        FROM events
        WHERE toDate(ts, {zone:String}) <= {as_of:Date} AND customer_id != 0
            AND (/*events*/ 1 /*end*/ OR received_at > {seen_events:DateTime64(3, 'UTC')})
    ),
    holdings_moved AS
    (
        SELECT customer_id
        FROM holding_versions
        WHERE version > {seen_holdings:UInt64}
            OR (opened_on > {before:Date} AND opened_on <= {as_of:Date})
            OR (closed_on > {before:Date} AND closed_on <= {as_of:Date})
            OR /*holdings*/ 0 /*end*/
    ),
    -- New customers, changed ones, and those whose birthday lies between.
    customers_moved AS
    (
        SELECT c.customer_id AS customer_id
        FROM customer_versions AS c /*outlets*/ /*end*/
        WHERE c.version > {seen_customers:UInt64}
            OR (c.opened_on > {before:Date} AND c.opened_on <= {as_of:Date})
            OR /*birthdays*/ 0 /*end*/
    ),
    -- No fact of theirs moved, and yet a rule or a band turns with the day.
    turned AS
    (
        SELECT customer_id
        FROM tag_values
        WHERE as_of = {before:Date} AND /*tags*/ 0 /*end*/
    )
SELECT customer_id FROM transactions_moved
UNION ALL SELECT customer_id FROM events_moved
UNION ALL SELECT customer_id FROM holdings_moved
UNION ALL SELECT customer_id FROM customers_moved
UNION ALL SELECT customer_id FROM turned

-- What the statement gains by: the newest balance of an account from an index alone. The rest reads whole tables, in parallel.
ALTER TABLE customers ADD PRIMARY KEY (customer_id);
ALTER TABLE outlets ADD PRIMARY KEY (outlet_id);
CREATE INDEX ON holdings (customer_id);
CREATE INDEX ON events (customer_id);
CREATE INDEX ON transactions (customer_id, booked_on);
CREATE INDEX ON transactions (account_id, booked_at DESC, transaction_id DESC) INCLUDE (customer_id, booked_on, balance_after);
VACUUM (ANALYZE) customers;
VACUUM (ANALYZE) outlets;
VACUUM (ANALYZE) holdings;
VACUUM (ANALYZE) events;
VACUUM (ANALYZE) transactions;

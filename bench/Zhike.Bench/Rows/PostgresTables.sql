-- The bank's tables as a careful hand would lay them out in PostgreSQL for the figures of PostgresTags.sql: the columns that these read, enumerated words as
-- enumerations. Filled by COPY before PostgresIndexes.sql.
CREATE TYPE direction AS ENUM ('credit', 'debit');
CREATE TYPE kind AS ENUM ('other', 'cash_in', 'transfer_in', 'cash_out', 'card_cash_out', 'transfer_out', 'card_payment', 'interest', 'fee');
CREATE TYPE purpose AS ENUM ('none', 'household', 'insurance', 'statement_fee', 'interest', 'penalty_interest', 'pension', 'loan', 'leasing', 'salary', 'investment', 'shopping');
CREATE UNLOGGED TABLE customers (customer_id BIGINT, opened_on DATE, birth_date DATE, gender TEXT, outlet_id TEXT, org_path TEXT, manager_id TEXT);
CREATE UNLOGGED TABLE outlets (outlet_id TEXT, region TEXT);
CREATE UNLOGGED TABLE holdings (customer_id BIGINT, kind TEXT, opened_on DATE, closed_on DATE, amount NUMERIC(18, 2));
CREATE UNLOGGED TABLE events (customer_id BIGINT, ts TIMESTAMPTZ, name TEXT, channel TEXT);
CREATE UNLOGGED TABLE transactions
(
    customer_id BIGINT, transaction_id BIGINT, account_id BIGINT, booked_at TIMESTAMPTZ, booked_on DATE, direction direction, kind kind, purpose purpose,
    amount NUMERIC(18, 2), balance_after NUMERIC(18, 2)
);

-- The reference of the import: the engine's own INSERT SELECT of the same file into the same table, account numbers looked up.
-- Grain: one row a transaction. Parameters: FILE, the path of the file.
INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, purpose, channel, amount, balance_after, counterparty_account, run_id)
SELECT
    a.customer_id, f.booked_on, f.transaction_id, a.account_id, toDateTime64(f.booked_on, 3, 'UTC'), f.direction, f.kind, f.purpose, f.channel,
    f.amount, f.balance_after, f.counterparty, 'reference'
FROM file(
    'FILE', 'CSVWithNames',
    'transaction_id UInt64, account_no String, booked_on Date, direction String, kind String, purpose String, channel String, amount Decimal(18, 2), balance_after Decimal(18, 2), counterparty String') AS f
INNER JOIN account_versions AS a ON a.account_no = f.account_no

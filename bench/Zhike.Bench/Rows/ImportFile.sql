-- The file that both import: the transactions of the customers up to {customers}, as a bank would hand them over.
-- Grain: one row a transaction. Parameters: customers, and FILE, the path of the file.
INSERT INTO FUNCTION file('FILE', 'CSVWithNames')
SELECT
    t.transaction_id AS transaction_id, a.account_no AS account_no, t.booked_on AS booked_on, t.direction AS direction, t.kind AS kind,
    t.purpose AS purpose, t.channel AS channel, t.amount AS amount, t.balance_after AS balance_after, t.counterparty_account AS counterparty
FROM transactions AS t
INNER JOIN account_versions AS a ON a.account_id = t.account_id
WHERE t.customer_id <= {customers:UInt64}
SETTINGS engine_file_truncate_on_insert = 1

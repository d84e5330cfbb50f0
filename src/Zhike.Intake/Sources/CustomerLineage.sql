-- Which import runs brought the rows of one customer? Grain: one row a table and run, with how many of the customer's present rows
-- it brought. Rows that no import brought (made up, or derived) carry no run and are left out.
-- Parameters: customer; viewer_org and viewer_manager.
WITH who AS
(
    SELECT customer_id
    FROM customers
    WHERE customer_id = {customer:UInt64}
      AND startsWith(org_path, {viewer_org:String})
      AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
SELECT part, run, count() AS brought
FROM
(
    SELECT 'customers' AS part, toString(run_id) AS run FROM customers WHERE customer_id IN (SELECT customer_id FROM who)
    UNION ALL
    SELECT 'personal_data' AS part, toString(run_id) AS run FROM customer_secrets WHERE customer_id IN (SELECT customer_id FROM who)
    UNION ALL
    SELECT 'accounts' AS part, toString(run_id) AS run FROM accounts WHERE customer_id IN (SELECT customer_id FROM who)
    UNION ALL
    SELECT 'account_parties' AS part, toString(run_id) AS run FROM account_parties WHERE customer_id IN (SELECT customer_id FROM who)
    UNION ALL
    SELECT 'holdings' AS part, toString(run_id) AS run FROM holdings WHERE customer_id IN (SELECT customer_id FROM who)
    UNION ALL
    SELECT 'consents' AS part, toString(run_id) AS run FROM consents FINAL WHERE customer_id IN (SELECT customer_id FROM who)
    UNION ALL
    SELECT 'transactions' AS part, toString(run_id) AS run FROM transactions WHERE customer_id IN (SELECT customer_id FROM who)
)
WHERE run != ''
GROUP BY part, run
ORDER BY part, run

-- The same 37 figures as TagsReference.sql, in PostgreSQL. Grain: customer. Parameters: $1 as_of, $2 zone (in which days of events are counted).
CREATE UNLOGGED TABLE bench_tags AS
WITH
    last_now AS
    (
        SELECT customer_id, sum(balance_after) AS balance
        FROM (SELECT DISTINCT ON (account_id) account_id, customer_id, balance_after FROM transactions WHERE booked_on <= $1 AND balance_after IS NOT NULL ORDER BY account_id, booked_at DESC, transaction_id DESC) AS a
        GROUP BY customer_id
    ),
    last_30 AS
    (
        SELECT customer_id, sum(balance_after) AS balance
        FROM (SELECT DISTINCT ON (account_id) account_id, customer_id, balance_after FROM transactions WHERE booked_on <= $1 - 30 AND balance_after IS NOT NULL ORDER BY account_id, booked_at DESC, transaction_id DESC) AS a
        GROUP BY customer_id
    ),
    last_90 AS
    (
        SELECT customer_id, sum(balance_after) AS balance
        FROM (SELECT DISTINCT ON (account_id) account_id, customer_id, balance_after FROM transactions WHERE booked_on <= $1 - 90 AND balance_after IS NOT NULL ORDER BY account_id, booked_at DESC, transaction_id DESC) AS a
        GROUP BY customer_id
    ),
    t AS
    (
        SELECT
            customer_id,
            min(balance_after) FILTER (WHERE booked_on > $1 - 90) AS lowest,
            count(*) FILTER (WHERE booked_on > $1 - 30 AND kind IN ('cash_in', 'cash_out', 'card_cash_out', 'card_payment')) AS own_30,
            max(booked_on) FILTER (WHERE kind IN ('cash_in', 'cash_out', 'card_cash_out', 'card_payment')) AS own_last,
            count(*) FILTER (WHERE booked_on > $1 - 30 AND kind IN ('cash_in', 'transfer_in')) AS deposits,
            count(*) FILTER (WHERE booked_on > $1 - 45 AND direction = 'debit' AND purpose = 'household') AS household,
            count(*) FILTER (WHERE booked_on > $1 - 45 AND direction = 'debit' AND purpose = 'insurance') AS insurance,
            count(*) FILTER (WHERE booked_on > $1 - 45 AND direction = 'debit' AND purpose IN ('household', 'insurance', 'loan', 'leasing')) AS standing,
            sum(amount) FILTER (WHERE booked_on > $1 - 30 AND kind IN ('cash_in', 'transfer_in')) AS income_30,
            sum(amount) FILTER (WHERE booked_on > $1 - 90 AND kind IN ('cash_in', 'transfer_in')) AS income_90,
            count(*) FILTER (WHERE booked_on > $1 - 92 AND kind = 'transfer_in') AS transfers_in,
            count(*) FILTER (WHERE booked_on > $1 - 62 AND direction = 'credit' AND purpose = 'pension') AS pension,
            max(amount) FILTER (WHERE booked_on > $1 - 90 AND kind IN ('cash_in', 'transfer_in')) AS largest,
            sum(amount) FILTER (WHERE booked_on > $1 - 90 AND direction = 'debit' AND purpose = 'loan') AS repaid,
            count(*) FILTER (WHERE booked_on > $1 - 180 AND purpose = 'penalty_interest') AS penalties,
            count(*) FILTER (WHERE booked_on > $1 - 30) AS count_30,
            count(*) FILTER (WHERE booked_on > $1 - 90) AS count_90,
            sum(amount) FILTER (WHERE booked_on > $1 - 90 AND direction = 'debit') AS outflow,
            sum(amount) FILTER (WHERE booked_on > $1 - 90 AND kind IN ('cash_out', 'card_cash_out')) AS cash_out,
            sum(amount) FILTER (WHERE booked_on > $1 - 90 AND kind = 'transfer_out') AS transfer_out,
            count(*) FILTER (WHERE booked_on > $1 - 30 AND direction = 'debit' AND amount >= 10000) AS large_out
        FROM transactions
        WHERE booked_on <= $1
        GROUP BY customer_id
    ),
    e AS
    (
        SELECT
            customer_id,
            count(*) FILTER (WHERE name = 'app_login' AND (ts AT TIME ZONE $2)::date > $1 - 30) AS logins,
            max((ts AT TIME ZONE $2)::date) FILTER (WHERE channel IN ('app', 'mini_programme', 'web', 'h5')) AS event_last
        FROM events
        WHERE (ts AT TIME ZONE $2)::date <= $1
        GROUP BY customer_id
    ),
    h AS
    (
        SELECT customer_id, count(*) FILTER (WHERE kind = 'card') AS cards, count(*) FILTER (WHERE kind = 'loan') AS loans, sum(amount) FILTER (WHERE kind = 'loan') AS loan_amount
        FROM holdings
        WHERE coalesce(opened_on, DATE '1970-01-01') <= $1 AND (closed_on IS NULL OR closed_on > $1)
        GROUP BY customer_id
    )
SELECT
    c.customer_id,
    coalesce(t.own_30, 0) AS own_actions_30d,
    $1 - t.own_last AS days_since_own_action,
    coalesce(t.deposits, 0) AS deposits_30d,
    coalesce(e.logins, 0) AS app_logins_30d,
    $1 - e.event_last AS days_since_event,
    coalesce(n.balance, 0) AS balance,
    coalesce(m.balance, 0) AS balance_30d_ago,
    coalesce(q.balance, 0) AS balance_90d_ago,
    coalesce(n.balance, 0)::float8 / nullif(coalesce(q.balance, 0), 0)::float8 AS balance_to_90d_ago,
    t.lowest AS lowest_balance_90d,
    extract(year FROM age($1, c.birth_date))::int AS age,
    c.gender,
    coalesce(o.region, '') AS outlet_region,
    coalesce(h.cards, 0) AS cards_held,
    coalesce(t.household, 0) > 0 AS pays_household,
    coalesce(t.insurance, 0) > 0 AS pays_insurance,
    coalesce(t.standing, 0) AS standing_payments_45d,
    (ARRAY['deposit_only', 'one_kind', 'two_kinds', 'three_kinds'])
        [1 + (coalesce(h.cards, 0) > 0)::int + (coalesce(h.loans, 0) > 0)::int + (coalesce(t.standing, 0) > 0)::int] AS product_breadth,
    coalesce(t.income_30, 0) AS income_sum_30d,
    coalesce(t.income_90, 0) AS income_sum_90d,
    coalesce(t.transfers_in, 0) AS transfers_in_90d,
    coalesce(t.pension, 0) > 0 AS receives_pension,
    coalesce(t.transfers_in, 0) >= 3 AND coalesce(t.pension, 0) = 0 AS salary_like_income,
    t.largest AS largest_income_90d,
    coalesce(h.loans, 0) AS loans_held,
    coalesce(h.loan_amount, 0) AS loan_amount,
    coalesce(t.repaid, 0) AS loan_repayment_sum_90d,
    coalesce(t.penalties, 0) AS penalty_interest_count_180d,
    coalesce(n.balance, 0) < 0 OR coalesce(t.penalties, 0) > 0 AS in_debt,
    $1 - c.opened_on AS days_with_bank,
    CASE
        WHEN coalesce(n.balance, 0) >= 50000 AND coalesce(t.income_90, 0) >= 60000 THEN 'diamond'
        WHEN coalesce(n.balance, 0) >= 50000 OR coalesce(t.income_90, 0) >= 90000 THEN 'gold'
        WHEN coalesce(n.balance, 0) >= 30000 OR coalesce(t.income_90, 0) >= 45000 THEN 'silver'
        ELSE 'basic'
    END AS value_tier,
    coalesce(t.income_90, 0) >= 45000 AND coalesce(n.balance, 0) < 30000 AS potential,
    coalesce(t.count_30, 0) AS transactions_30d,
    coalesce(t.count_90, 0) AS transactions_90d,
    coalesce(t.outflow, 0) AS outflow_sum_90d,
    coalesce(t.cash_out, 0) AS cash_out_sum_90d,
    coalesce(t.transfer_out, 0) AS transfer_out_sum_90d,
    coalesce(t.large_out, 0) AS large_outflow_count_30d,
    coalesce(t.outflow, 0)::float8 / nullif(coalesce(t.income_90, 0), 0)::float8 AS outflow_to_income_90d
FROM customers AS c
LEFT JOIN outlets AS o ON o.outlet_id = c.outlet_id
LEFT JOIN last_now AS n ON n.customer_id = c.customer_id
LEFT JOIN last_30 AS m ON m.customer_id = c.customer_id
LEFT JOIN last_90 AS q ON q.customer_id = c.customer_id
LEFT JOIN t ON t.customer_id = c.customer_id
LEFT JOIN e ON e.customer_id = c.customer_id
LEFT JOIN h ON h.customer_id = c.customer_id
WHERE c.opened_on <= $1

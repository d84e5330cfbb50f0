-- The reference of the tags: one statement by hand for 37 figures of the shipped catalogue, rules and ratios included.
-- Grain: customer. Parameters: as_of; zone (in which days of events are counted).
INSERT INTO bench_tags
    (as_of, customer_id, org_path, manager_id, own_actions_30d, days_since_own_action, deposits_30d, app_logins_30d, days_since_event, balance, balance_30d_ago, balance_90d_ago,
     balance_to_90d_ago, lowest_balance_90d, age, gender, outlet_region, cards_held, pays_household, pays_insurance, standing_payments_45d, product_breadth,
     income_sum_30d, income_sum_90d, transfers_in_90d, receives_pension, salary_like_income, largest_income_90d, loans_held, loan_amount, loan_repayment_sum_90d,
     penalty_interest_count_180d, in_debt, days_with_bank, value_tier, potential, transactions_30d, transactions_90d, outflow_sum_90d,
     cash_out_sum_90d, transfer_out_sum_90d, large_outflow_count_30d, outflow_to_income_90d)
WITH
    per_account AS
    (
        SELECT
            customer_id,
            account_id,
            argMax(balance_after, (booked_at, transaction_id)) AS last_now,
            argMaxIf(balance_after, (booked_at, transaction_id), booked_on <= {as_of:Date} - 30) AS last_30,
            argMaxIf(balance_after, (booked_at, transaction_id), booked_on <= {as_of:Date} - 90) AS last_90,
            minOrNullIf(balance_after, booked_on > {as_of:Date} - 90) AS lowest,
            countIf(booked_on > {as_of:Date} - 30 AND kind IN ('cash_in', 'cash_out', 'card_cash_out', 'card_payment')) AS own_30,
            maxIf(booked_on, kind IN ('cash_in', 'cash_out', 'card_cash_out', 'card_payment')) AS own_last,
            countIf(booked_on > {as_of:Date} - 30 AND kind IN ('cash_in', 'transfer_in')) AS deposits,
            countIf(booked_on > {as_of:Date} - 45 AND direction = 'debit' AND purpose = 'household') AS household,
            countIf(booked_on > {as_of:Date} - 45 AND direction = 'debit' AND purpose = 'insurance') AS insurance,
            countIf(booked_on > {as_of:Date} - 45 AND direction = 'debit' AND purpose IN ('household', 'insurance', 'loan', 'leasing')) AS standing,
            sumIf(amount, booked_on > {as_of:Date} - 30 AND kind IN ('cash_in', 'transfer_in')) AS income_30,
            sumIf(amount, booked_on > {as_of:Date} - 90 AND kind IN ('cash_in', 'transfer_in')) AS income_90,
            countIf(booked_on > {as_of:Date} - 92 AND kind = 'transfer_in') AS transfers_in,
            countIf(booked_on > {as_of:Date} - 62 AND direction = 'credit' AND purpose = 'pension') AS pension,
            maxOrNullIf(amount, booked_on > {as_of:Date} - 90 AND kind IN ('cash_in', 'transfer_in')) AS largest,
            sumIf(amount, booked_on > {as_of:Date} - 90 AND direction = 'debit' AND purpose = 'loan') AS repaid,
            countIf(booked_on > {as_of:Date} - 180 AND purpose = 'penalty_interest') AS penalties,
            countIf(booked_on > {as_of:Date} - 30) AS count_30,
            countIf(booked_on > {as_of:Date} - 90) AS count_90,
            sumIf(amount, booked_on > {as_of:Date} - 90 AND direction = 'debit') AS outflow,
            sumIf(amount, booked_on > {as_of:Date} - 90 AND kind IN ('cash_out', 'card_cash_out')) AS cash_out,
            sumIf(amount, booked_on > {as_of:Date} - 90 AND kind = 'transfer_out') AS transfer_out,
            countIf(booked_on > {as_of:Date} - 30 AND direction = 'debit' AND amount >= 10000) AS large_out
        FROM transactions
        WHERE booked_on <= {as_of:Date}
        GROUP BY customer_id, account_id
    ),
    t AS
    (
        SELECT
            customer_id,
            sum(last_now) AS balance, sum(last_30) AS balance_30, sum(last_90) AS balance_90, min(lowest) AS lowest, sum(own_30) AS own_30, max(own_last) AS own_last,
            sum(deposits) AS deposits, sum(household) AS household, sum(insurance) AS insurance, sum(standing) AS standing, sum(income_30) AS income_30,
            sum(income_90) AS income_90, sum(transfers_in) AS transfers_in, sum(pension) AS pension, max(largest) AS largest, sum(repaid) AS repaid,
            sum(penalties) AS penalties, sum(count_30) AS count_30, sum(count_90) AS count_90, sum(outflow) AS outflow, sum(cash_out) AS cash_out,
            sum(transfer_out) AS transfer_out, sum(large_out) AS large_out
        FROM per_account
        GROUP BY customer_id
    ),
    e AS
    (
        SELECT
            customer_id,
            countIf(name = 'app_login' AND toDate(ts, {zone:String}) > {as_of:Date} - 30) AS logins,
            maxIf(toDate(ts, {zone:String}), channel IN ('app', 'mini_programme', 'web', 'h5')) AS event_last
        FROM events
        WHERE toDate(ts, {zone:String}) <= {as_of:Date}
        GROUP BY customer_id
    ),
    h AS
    (
        SELECT customer_id, countIf(kind = 'card') AS cards, countIf(kind = 'loan') AS loans, sumIf(amount, kind = 'loan') AS loan_amount
        FROM holdings
        WHERE ifNull(opened_on, toDate(0)) <= {as_of:Date} AND (closed_on IS NULL OR closed_on > {as_of:Date})
        GROUP BY customer_id
    )
SELECT
    {as_of:Date}, c.customer_id, c.org_path, c.manager_id,
    ifNull(t.own_30, 0), if(ifNull(t.own_last, toDate(0)) = toDate(0), NULL, {as_of:Date} - t.own_last) AS since_own, ifNull(t.deposits, 0), ifNull(e.logins, 0),
    if(ifNull(e.event_last, toDate(0)) = toDate(0), NULL, {as_of:Date} - e.event_last),
    ifNull(t.balance, 0) AS money, ifNull(t.balance_30, 0), ifNull(t.balance_90, 0) AS money_90, if(money_90 = 0, NULL, toFloat64(money) / toFloat64(money_90)) AS grown,
    t.lowest, age('year', c.birth_date, toDate32({as_of:Date})), c.gender, ifNull(o.region, ''),
    ifNull(h.cards, 0) AS cards, ifNull(t.household, 0) > 0, ifNull(t.insurance, 0) > 0, ifNull(t.standing, 0) AS standing,
    ['deposit_only', 'one_kind', 'two_kinds', 'three_kinds'][1 + (cards > 0) + (loans > 0) + (standing > 0)],
    ifNull(t.income_30, 0), ifNull(t.income_90, 0) AS income, ifNull(t.transfers_in, 0) AS transfers, ifNull(t.pension, 0) > 0 AS pensioner,
    transfers >= 3 AND NOT pensioner, t.largest, ifNull(h.loans, 0) AS loans, ifNull(h.loan_amount, 0), ifNull(t.repaid, 0), ifNull(t.penalties, 0) AS penalties,
    money < 0 OR penalties > 0, {as_of:Date} - c.opened_on AS days,
    multiIf(money >= 50000 AND income >= 60000, 'diamond', money >= 50000 OR income >= 90000, 'gold', money >= 30000 OR income >= 45000, 'silver', 'basic'),
    income >= 45000 AND money < 30000,
    ifNull(t.count_30, 0), ifNull(t.count_90, 0), ifNull(t.outflow, 0) AS outflow, ifNull(t.cash_out, 0), ifNull(t.transfer_out, 0), ifNull(t.large_out, 0),
    if(income = 0, NULL, toFloat64(outflow) / toFloat64(income))
FROM customers AS c
LEFT JOIN outlets AS o ON o.outlet_id = c.outlet_id
LEFT JOIN t ON t.customer_id = c.customer_id
LEFT JOIN e ON e.customer_id = c.customer_id
LEFT JOIN h ON h.customer_id = c.customer_id
WHERE c.opened_on <= {as_of:Date}

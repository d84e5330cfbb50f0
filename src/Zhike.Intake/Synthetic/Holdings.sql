-- Question: what do the customers of the chunk hold? The richer, the more. Every twenty-fifth loan is in arrears; paid loans are closed.
-- Grain: one row a holding. Parameters: seed, as_of, run_id.
INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, closed_on, matures_on, amount, attributes, version, run_id)
SELECT
    customer_id,
    concat(holding.2, ':', toString(customer_id), '-', holding.1),
    customer_id * 4,
    holding.1,
    holding.2,
    if(is_loan, loan_opened_on, opened_on + cityHash64(customer_id, holding.1) % (toUInt32({as_of:Date} - opened_on) + 1)) AS holding_opened_on,
    if(is_loan AND NOT in_arrears AND due_on <= {as_of:Date}, due_on, NULL),
    if(holding.3 > 0, holding_opened_on + holding.3, NULL) AS due_on,
    toDecimal64(if(is_loan, loan, round(exp(holding.4 + 1.2 * wealth + 0.4 * (cityHash64(holding.1, customer_id) % 1000 / 500 - 1)), 2)), 2),
    if(is_loan, map(
        'status', if(due_on <= {as_of:Date}, if(in_arrears, 'B', 'A'), if(in_arrears, 'D', 'C')),
        'monthly_payment', toString(round(loan / 36, 2))), map()),
    1,
    {run_id:String}
FROM
(
    SELECT
        customer_id,
        opened_on,
        wealth,
        loan,
        loan_opened_on,
        luck % 25 = 0 AS in_arrears,
        -- product, kind, days to maturity, log of the median amount
        arrayFilter((holding, held) -> held,
            [('current', 'deposit', 0, 8.0), ('debit-card', 'card', 0, 0.), ('gold-card', 'card', 0, 0.),
             ('time-deposit', 'deposit', 365, 10.2), ('cash-fund', 'fund', 0, 8.6), ('bond-fund', 'fund', 0, 9.6),
             ('life-insurance', 'insurance', 0, 8.9), ('consumer-loan', 'loan', 1080, 10.6), ('standing-order', 'standing_order', 0, 5.5)],
            [true, luck % 100 < 62, wealth > 1.2, cityHash64(customer_id, 'second account') % 3 = 0,
             intDiv(luck, 100) % 100 < 12 + 8 * wealth, intDiv(luck, 10000) % 100 < 4 + 5 * wealth,
             intDiv(luck, 1000000) % 100 < 8, loan > 0, intDiv(luck, 10000000000) % 100 < 9]) AS held
    FROM synth_traits
)
ARRAY JOIN held AS holding, arrayMap(h -> h.1 = 'consumer-loan', held) AS is_loan

-- Question: what do the customers of the chunk hold? The richer, the more.
-- Grain: one row a holding. Parameters: seed, as_of, run_id.
INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, matures_on, amount, version, run_id)
SELECT
    customer_id,
    concat(holding.2, ':', toString(customer_id), '-', holding.1),
    customer_id * 4,
    holding.1,
    holding.2,
    opened_on + cityHash64(customer_id, holding.1) % (toUInt32({as_of:Date} - opened_on) + 1) AS holding_opened_on,
    if(holding.2 IN ('deposit', 'loan') AND holding.1 != 'current', holding_opened_on + holding.3, NULL),
    toDecimal64(round(exp(holding.4 + 1.2 * wealth + 0.4 * (cityHash64(holding.1, customer_id) % 1000 / 500 - 1)), 2), 2),
    1,
    {run_id:String}
FROM
(
    SELECT
        customer_id,
        opened_on,
        wealth,
        cityHash64({seed:UInt64}, customer_id, 'holdings') AS luck,
        -- product, kind, days to maturity, log of the median amount
        arrayFilter((holding, held) -> held,
            [('current', 'deposit', 0, 8.0), ('debit-card', 'card', 0, 0.), ('gold-card', 'card', 0, 0.),
             ('time-deposit', 'deposit', 365, 10.2), ('cash-fund', 'fund', 0, 8.6), ('bond-fund', 'fund', 0, 9.6),
             ('life-insurance', 'insurance', 0, 8.9), ('consumer-loan', 'loan', 1080, 10.6), ('standing-order', 'standing_order', 0, 5.5)],
            [true, luck % 100 < 62, wealth > 1.2, cityHash64(customer_id, 'second account') % 3 = 0,
             intDiv(luck, 100) % 100 < 12 + 8 * wealth, intDiv(luck, 10000) % 100 < 4 + 5 * wealth,
             intDiv(luck, 1000000) % 100 < 8, intDiv(luck, 100000000) % 100 < 10, intDiv(luck, 10000000000) % 100 < 9]) AS held
    FROM synth_traits
)
ARRAY JOIN held AS holding

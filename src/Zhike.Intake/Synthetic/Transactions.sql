-- Question: what did the customers of the chunk do with their money in the year up to as_of?
-- Grain: one row a booked transaction. Parameters: seed, as_of, run_id.
-- Each customer's year is built as one sorted array, so that the balance after each transaction is their running sum;
-- the opening balance is high enough that it never falls below zero. Amounts are whole cents all the way.
INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, purpose, channel, amount, balance_after, counterparty_account, run_id)
WITH
    span AS
    (
        SELECT
            customer_id,
            wealth,
            greatest(opened_on, {as_of:Date} - 364) AS from_day,
            greatest(last_active, opened_on) AS to_day,
            transactions,
            if(salary > 0, arrayFilter(d -> d >= from_day AND d <= to_day,
                arrayMap(m -> toStartOfMonth({as_of:Date} - INTERVAL m MONTH) + (pay_day - 1), range(13))), []) AS pay_days,
            salary,
            employer
        FROM synth_traits
    ),
    -- (day, kind, signed cents, hash): kind 0 is the salary
    year AS
    (
        SELECT
            customer_id,
            wealth,
            employer,
            arraySort(t -> (t.1, t.4), arrayConcat(
                arrayMap(d -> (d, toUInt8(0), toInt64(salary * 100), toUInt64(d)), pay_days),
                arrayMap(
                    h -> (
                        from_day + h % greatest(1, to_day - from_day + 1),
                        [1, 2, 2, 3, 4, 5, 5, 5, 6, 6, 6, 6, 6, 6, 7, 8][1 + intDiv(h, 1000) % 16] AS kind,
                        toInt64(if(kind IN (1, 2), 1, -1)
                            * exp(if(kind IN (1, 2), 7.6, if(kind = 8, 1.6, 5.1)) + 0.9 * (wealth + 1.2 * (intDiv(h, 16000) % 10000 / 5000 - 1)))
                            * 100) AS cents,
                        h),
                    arrayMap(i -> cityHash64({seed:UInt64}, customer_id, i), range(transactions))))) AS booked,
            arrayCumSum(arrayMap(t -> t.3, booked)) AS running,
            greatest(toInt64(exp(7.6 + 2.1 * wealth) * 100), 100 - arrayMin(arrayPushBack(running, 0))) AS opening
        FROM span
    )
SELECT
    customer_id,
    t.1,
    customer_id * 1024 + i,
    customer_id * 4,
    toDateTime64(t.1, 3, 'UTC') + INTERVAL if(t.2 = 0, 7200, 28800 + intDiv(t.4, 7) % 43200) SECOND,
    if(t.3 >= 0, 'credit', 'debit'),
    ['transfer_in', 'cash_in', 'transfer_in', 'cash_out', 'card_cash_out', 'transfer_out', 'card_payment', 'transfer_out', 'fee'][t.2 + 1],
    ['salary', 'none', 'none', 'none', 'none', 'none', 'shopping', 'household', 'statement_fee'][t.2 + 1],
    ['batch', 'counter', 'app', 'counter', 'atm', 'app', 'pos', 'batch', 'batch'][t.2 + 1],
    toDecimal64(abs(t.3), 2) / 100,
    toDecimal64(opening + after, 2) / 100,
    if(t.2 = 0, concat('E', leftPad(toString(employer), 6, '0')), ''),
    {run_id:String}
FROM year
ARRAY JOIN booked AS t, running AS after, arrayEnumerate(booked) AS i

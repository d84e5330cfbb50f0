-- Question: what did the customers of the chunk do with their money in the thirteen months up to as_of?
-- Grain: one row a booked transaction. Parameters: seed, as_of, run_id.
-- Each customer's months are built as one sorted array, so that the balance after each transaction is their running sum. The opening
-- balance is high enough that it never falls below zero, but for every fiftieth customer. Amounts are whole cents all the way.
INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, purpose, channel, amount, balance_after, counterparty_account, run_id)
WITH
    span AS
    (
        SELECT
            customer_id,
            wealth,
            luck,
            greatest(opened_on, {as_of:Date} - 399) AS from_day,
            greatest(last_active, opened_on) AS to_day,
            transactions,
            arrayMap(m -> toStartOfMonth({as_of:Date} - INTERVAL m MONTH), range(14)) AS months,
            -- What comes every month, second or third month: (day, place in the lists of kinds below, cents)
            arrayFilter(t -> t.1 >= from_day AND t.1 <= to_day, arrayConcat(
                if(salary > 0, arrayMap(m -> (m + (pay_day - 1), toUInt8(1), toInt64(salary * 100)), months), []),
                if(salary = 0 AND birth_date <= toDate32({as_of:Date}) - 21915 AND customer_id % 3 > 0,
                    arrayMap(m -> (m + 7, toUInt8(2), toInt64(exp(7.9 + 0.3 * wealth) * 100)), months), []),
                if(loan > 0 AND luck % 25 != 0,
                    arrayFilter(t -> t.1 > loan_opened_on AND t.1 <= loan_opened_on + 1080, arrayMap(m -> (m + 20, toUInt8(3), -toInt64(loan / 36 * 100)), months)), []),
                if(intDiv(luck, 1000000) % 100 < 8, arrayMap(m -> (m + 14, toUInt8(4), -toInt64(exp(5.9 + 0.5 * wealth) * 100)), arrayFilter(m -> toMonth(m) % 2 = 0, months)), []),
                if(luck % 3 = 0, arrayMap(m -> (m + 20, toUInt8(5), toInt64(exp(3.2 + 0.9 * wealth) * 100)), arrayFilter(m -> toMonth(m) % 3 = 0, months)), []),
                if(luck % 100 = 50, arrayMap(m -> (m + 24, toUInt8(6), -toInt64(exp(2.5) * 100)), arraySlice(months, 2, 2)), []))) AS monthly,
            employer
        FROM synth_traits
    ),
    -- (day, place in the lists of kinds, signed cents, hash)
    year AS
    (
        SELECT
            customer_id,
            wealth,
            employer,
            arraySort(t -> (t.1, t.4), arrayConcat(
                arrayMap(t -> (t.1, t.2, t.3, toUInt64(t.1)), monthly),
                arrayMap(
                    h -> (
                        from_day + h % greatest(1, to_day - from_day + 1),
                        [7, 8, 8, 9, 10, 11, 11, 11, 12, 12, 12, 12, 12, 12, 13, 13, 14, 15, 16, 12][1 + intDiv(h, 1000) % 20] AS kind,
                        toInt64(if(kind IN (7, 8, 15), 1, -1)
                            * exp(multiIf(kind IN (7, 8), 7.6, kind = 14, 1.6, kind IN (15, 16), 9.4, 5.1) + 0.9 * (wealth + 1.2 * (intDiv(h, 20000) % 10000 / 5000 - 1)))
                            * 100) AS cents,
                        h),
                    arrayMap(i -> cityHash64({seed:UInt64}, customer_id, i), range(transactions))))) AS booked,
            arrayCumSum(arrayMap(t -> t.3, booked)) AS running,
            100 - arrayMin(arrayPushBack(running, 0)) AS enough,
            if(luck % 50 = 0, enough - toInt64(exp(6 + wealth) * 100), greatest(toInt64(exp(7.6 + 2.1 * wealth) * 100), enough)) AS opening
        FROM span
    )
SELECT
    customer_id,
    t.1,
    customer_id * 1024 + i,
    customer_id * 4,
    toDateTime64(t.1, 3, 'UTC') + INTERVAL if(t.2 <= 6, 7200, 28800 + intDiv(t.4, 7) % 43200) SECOND,
    if(t.3 >= 0, 'credit', 'debit'),
    ['transfer_in', 'transfer_in', 'transfer_out', 'transfer_out', 'interest', 'fee',
     'cash_in', 'transfer_in', 'cash_out', 'card_cash_out', 'transfer_out', 'card_payment', 'transfer_out', 'fee', 'transfer_in', 'transfer_out'][t.2],
    ['salary', 'pension', 'loan', 'insurance', 'interest', 'penalty_interest',
     'none', 'none', 'none', 'none', 'none', 'shopping', 'household', 'statement_fee', 'none', 'investment'][t.2],
    ['batch', 'batch', 'batch', 'batch', 'batch', 'batch',
     'counter', 'app', 'counter', 'atm', 'app', 'pos', 'batch', 'batch', 'app', 'app'][t.2],
    toDecimal64(abs(t.3), 2) / 100,
    toDecimal64(opening + after, 2) / 100,
    if(t.2 = 1, concat('E', leftPad(toString(employer), 6, '0')), ''),
    {run_id:String}
FROM year
ARRAY JOIN booked AS t, running AS after, arrayEnumerate(booked) AS i

-- One more business day for the daily row: every twenty-fifth customer makes one payment.
-- Grain: transaction. Parameters: day.
INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, purpose, channel, amount, balance_after, run_id)
SELECT
    customer_id, {day:Date}, customer_id * 1024 + 1000 + toUInt64({day:Date} - toDate('2026-06-30')), customer_id * 4,
    toDateTime64({day:Date}, 3, 'UTC') + INTERVAL 10 HOUR, 'debit', 'card_payment', 'shopping', 'pos', toDecimal64(50, 2), toDecimal64(1000, 2),
    concat('day-', toString({day:Date}))
FROM customer_versions
WHERE cityHash64(customer_id, {day:Date}) % 25 = 0

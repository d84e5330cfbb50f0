-- Question: which channels did the customers of the chunk allow? Nineteen of twenty answered; most said yes.
-- Grain: one row a customer and channel. Parameters: as_of, seed, run_id.
INSERT INTO consents (customer_id, channel, granted, decided_at, source, run_id)
SELECT
    customer_id,
    channel.1,
    intDiv(cityHash64({seed:UInt64}, customer_id, channel.1), 100) % 100 < channel.2,
    toDateTime64(opened_on, 3, 'UTC'),
    'synth',
    {run_id:String}
FROM synth_traits
ARRAY JOIN [('sms', 92), ('email', 60), ('push', 70), ('in_app', 95), ('work_order', 88)] AS channel
WHERE cityHash64({seed:UInt64}, customer_id, channel.1) % 100 < 95

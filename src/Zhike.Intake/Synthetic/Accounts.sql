-- Question: which accounts do the customers of the chunk own? Everybody a current account, every third a time deposit.
-- Grain: one row an account. Parameters: outlet_ids (by position), run_id.
INSERT INTO account_versions (account_id, account_no, customer_id, product_id, opened_on, outlet_id, version, run_id)
SELECT
    customer_id * 4 + slot,
    concat('A', leftPad(toString(customer_id * 4 + slot), 11, '0')),
    customer_id,
    if(slot = 0, 'current', 'time-deposit'),
    least(opened_on + slot * 90, toDate('2149-01-01')),
    {outlet_ids:Array(String)}[outlet],
    1,
    {run_id:String}
FROM synth_traits
ARRAY JOIN if(cityHash64(customer_id, 'second account') % 3 = 0, [0, 1], [0]) AS slot

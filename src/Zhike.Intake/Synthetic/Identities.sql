-- Question: under which numbers are the customers of the chunk known? Grain: one row a number. Parameters: as_of, run_id.
INSERT INTO customer_identities (kind, value, customer_id, source, linked_at, run_id)
SELECT 'customer_no', concat('C', leftPad(toString(customer_id), 10, '0')), customer_id, 'synth', toDateTime64({as_of:Date}, 3, 'UTC'), {run_id:String}
FROM synth_traits

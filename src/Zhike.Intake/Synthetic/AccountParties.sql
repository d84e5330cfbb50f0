-- Question: who may act on the accounts of the chunk? Here only their owners.
-- Grain: one row an account. Parameters: run_id.
INSERT INTO account_party_versions (account_id, customer_id, role, version, run_id)
SELECT customer_id * 4 + slot, customer_id, 'owner', 1, {run_id:String}
FROM synth_traits
ARRAY JOIN if(cityHash64(customer_id, 'second account') % 3 = 0, [0, 1], [0]) AS slot

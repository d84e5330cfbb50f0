-- One row a customer who arrived since the last identity run, with the numbers of the identities that they may have been heard under.
CREATE TABLE IF NOT EXISTS identity_work_arrived (user_identity UInt64, number_identity UInt64, customer_no String, customer UInt64)
ENGINE = MergeTree ORDER BY user_identity;

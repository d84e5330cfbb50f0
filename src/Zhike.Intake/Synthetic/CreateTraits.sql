-- The working table of the synthetic bank: what each customer of the chunk at hand is like.
-- Grain: one row a customer of one chunk; emptied between chunks, dropped at the end.
CREATE TABLE IF NOT EXISTS synth_traits
(
    customer_id UInt64,
    outlet UInt32,                                      -- position in the list of outlets, from 1
    opened_on Date,
    birth_date Date32,
    gender LowCardinality(String),
    wealth Float64,                                     -- standard normal: how rich, against everybody else
    salary Float64,                                     -- a month; 0 for customers who are not paid through the bank
    pay_day UInt8,                                      -- day of the month on which their employer pays
    employer UInt32,
    last_active Date,                                   -- nothing happens after this day: most are active to the end
    transactions UInt16,                                -- besides the salaries
    events UInt16,                                      -- of the mobile bank; 0 for customers who do not use it
    luck UInt64,                                        -- what they hold, owe and overdraw hangs on its digits
    loan Float64,                                       -- the amount of their consumer loan; 0 for most
    loan_opened_on Date,
    manager UInt16                                      -- number of the customer manager within the outlet; 0 for none
)
ENGINE = Memory

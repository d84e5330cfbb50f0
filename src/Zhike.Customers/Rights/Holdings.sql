-- What: writes an erased person's holdings anew under numbers that lead nowhere; writing them twice writes them once. Parameters: customer.
INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, closed_on, matures_on, amount, attributes, version, run_id)
SELECT
    customer_id, concat('erased:', toString(row_number() OVER (ORDER BY holding_no))), account_id, product_id, kind, opened_on, closed_on, matures_on, amount,
    CAST(map(), 'Map(LowCardinality(String), String)'), version, run_id
FROM holding_versions FINAL
WHERE customer_id = {customer:UInt64} AND NOT startsWith(holding_no, 'erased:')

-- Question: what does the customer hold at the business date? Grain: one row a holding; one whose begin the source does not
-- tell counts as there. Parameters: customer, as_of.
SELECT h.holding_no, toString(h.kind), toString(h.product_id), ifNull(p.name_zh, ''), ifNull(p.name_en, ''), h.opened_on, h.closed_on, h.matures_on, h.amount, h.attributes
FROM
(
    SELECT * FROM holdings
    WHERE customer_id = {customer:UInt64} AND (isNull(opened_on) OR opened_on <= {as_of:Date})
      AND customer_id IN
      (
          SELECT customer_id FROM customers
          WHERE customer_id = {customer:UInt64}
            AND startsWith(org_path, {viewer_org:String})
            AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
      )
) AS h
LEFT JOIN (SELECT product_id, name_zh, name_en FROM products) AS p ON p.product_id = h.product_id
ORDER BY h.opened_on DESC NULLS LAST, h.holding_no

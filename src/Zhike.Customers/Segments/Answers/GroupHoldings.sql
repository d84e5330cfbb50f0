-- Question: which products do the viewer's customers of an expression hold at {as_of}, how many of them, and for how much?
-- Grain: one row a kind and product, what most people hold first; a holding whose begin the source does not tell counts as there.
-- Parameters: as_of, rows, viewer_org, viewer_manager, and those of the compiled set.
SELECT toString(h.kind), toString(h.product_id), ifNull(any(p.name_zh), ''), ifNull(any(p.name_en), ''), uniqExact(h.customer_id) AS people, count(), toDecimal64(sum(toDecimal128(h.amount, 2)), 2)
FROM
(
    SELECT kind, product_id, customer_id, amount
    FROM holdings
    WHERE (isNull(opened_on) OR opened_on <= {as_of:Date}) AND (isNull(closed_on) OR closed_on > {as_of:Date})
      AND customer_id IN
      (
          SELECT customer_id
          FROM customers
          WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
            AND customer_id IN (/*SET*/)
      )
) AS h
LEFT JOIN (SELECT product_id, name_zh, name_en FROM products) AS p ON p.product_id = h.product_id
GROUP BY h.kind, h.product_id
ORDER BY people DESC, h.kind, h.product_id
LIMIT {rows:UInt64}

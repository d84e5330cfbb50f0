-- Question: which products does the bank offer? Grain: one row a product. Parameters: none.
SELECT toString(product_id), name_zh, name_en, toString(kind), toString(risk_level)
FROM products
ORDER BY kind, product_id
LIMIT 500

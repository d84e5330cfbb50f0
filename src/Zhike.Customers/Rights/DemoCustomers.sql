-- Question: some customers of the demo bank, the same at every load. Grain: one row a customer. Parameters: as_of, people.
SELECT customer_id, customer_no
FROM customers
WHERE opened_on <= {as_of:Date}
ORDER BY sipHash64(customer_no)
LIMIT {people:UInt64}

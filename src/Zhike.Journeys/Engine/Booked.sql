-- Question: for whom was anything booked in the business days since the look before? Grain: customer.
-- Parameters: from_day (excluded), as_of (included).
SELECT customer_id FROM transactions WHERE booked_on > {from_day:Date} AND booked_on <= {as_of:Date} GROUP BY customer_id

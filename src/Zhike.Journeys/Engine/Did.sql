-- Question: who did something since the look before? Grain: customer. Parameters: event, causes_from (excluded), now (included).
SELECT customer_id FROM events
WHERE name = {event:String} AND ts > {causes_from:DateTime64(3, 'UTC')} AND ts <= {now:DateTime64(3, 'UTC')} AND customer_id != 0
GROUP BY customer_id

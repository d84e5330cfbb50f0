-- Question: whom did another system ask for since the look before, and when last? Grain: customer.
-- Parameters: journey, causes_from (excluded), now (included).
SELECT customer_id, max(requested_at) AS cause_at
FROM journey_requests
WHERE journey_id = {journey:String} AND requested_at > {causes_from:DateTime64(3, 'UTC')} AND requested_at <= {now:DateTime64(3, 'UTC')}
GROUP BY customer_id

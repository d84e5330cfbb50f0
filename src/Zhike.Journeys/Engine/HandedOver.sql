-- Question: who was handed over by other journeys since the look before, and when last? Grain: customer.
-- Parameters: run, handing ("journey/node"), causes_from (excluded), now (included).
SELECT customer_id, max(entered_at) AS cause_at
FROM journey_steps
WHERE run = {run:String} AND has({handing:Array(String)}, concat(journey_id, '/', node)) AND NOT terminal
    AND entered_at > {causes_from:DateTime64(3, 'UTC')} AND entered_at <= {now:DateTime64(3, 'UTC')}
GROUP BY customer_id

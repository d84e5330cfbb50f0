-- Question: who came into a segment since the look before and is still in it, and when? Grain: customer.
-- Parameters: segment, causes_from (excluded), now (included).
SELECT customer_id, max(changed_at) AS cause_at
FROM segment_changes
WHERE segment_id = {segment:String} AND changed_at > {causes_from:DateTime64(3, 'UTC')} AND changed_at <= {now:DateTime64(3, 'UTC')}
GROUP BY customer_id
HAVING argMax(change, (changed_at, version)) = 'entered'

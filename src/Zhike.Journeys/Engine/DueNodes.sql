-- Question: at which nodes does anybody stand who may move on? Cheap when nobody does.
-- Grain: version and node. Parameters: run, journey, from (excluded) and now (included).
SELECT version, node, count() AS due
FROM journey_steps
WHERE run = {run:String} AND journey_id = {journey:String}
    AND due_at > {from:DateTime64(3, 'UTC')} AND due_at <= {now:DateTime64(3, 'UTC')}
    AND NOT terminal
GROUP BY version, node
ORDER BY version, node

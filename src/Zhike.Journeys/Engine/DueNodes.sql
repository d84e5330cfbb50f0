-- Question: at which nodes does anybody stand who may move on, and is the goal's window over for any of them? Cheap when
-- nobody does. Followed steps count too: the statements that move people leave them out.
-- Grain: version and node. Parameters: run, journey, from (excluded) and now (included).
SELECT version, node, count() AS due, max(ends_at <= {now:DateTime64(3, 'UTC')}) AS windows_over
FROM journey_steps
WHERE run = {run:String} AND journey_id = {journey:String}
    AND due_at > {from:DateTime64(3, 'UTC')} AND due_at <= {now:DateTime64(3, 'UTC')}
    AND NOT terminal
GROUP BY version, node
ORDER BY version, node

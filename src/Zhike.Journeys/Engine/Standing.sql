-- Question: how many may stand at a node, whether their time there is over or not? Some may have left it: the statement that
-- moves people leaves them out. Grain: one number. Parameters: run, journey, version, node, from (excluded).
SELECT count() FROM journey_steps
WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND node = {node:String}
    AND due_at > {from:DateTime64(3, 'UTC')} AND NOT terminal

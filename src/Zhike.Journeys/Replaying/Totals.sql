-- Question: what did a replay come to, in all its days and after all its interruptions?
-- Grain: one row. Parameters: run.
SELECT
    (SELECT countIf(from_step_id = 0) FROM journey_steps WHERE run = {run:String}) AS enrolled,
    (SELECT count() FROM journey_steps WHERE run = {run:String}) AS steps,
    (SELECT count() FROM contacts WHERE run = {run:String}) AS contacts,
    (SELECT countIf(decision = 'planned') FROM contacts WHERE run = {run:String}) AS planned

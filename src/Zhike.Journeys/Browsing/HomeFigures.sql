-- Question: what do the live journeys come to, within the viewer's scope?
-- Grain: figure. Parameters: viewer_org, viewer_manager.
WITH seen AS
(
    SELECT customer_id FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
SELECT figure, amount
FROM
(
    SELECT 'enrolled' AS figure, countIf(from_step_id = 0) AS amount FROM journey_steps WHERE run = 'live' AND customer_id IN (SELECT customer_id FROM seen)
    UNION ALL
    SELECT 'held_out', countIf(from_step_id = 0 AND arm = 'holdout') FROM journey_steps WHERE run = 'live' AND customer_id IN (SELECT customer_id FROM seen)
    UNION ALL
    SELECT 'goals', countIf(outcome = 'goal') FROM journey_steps WHERE run = 'live' AND customer_id IN (SELECT customer_id FROM seen)
    UNION ALL
    SELECT concat('contacts.', channel, '.planned'), count() FROM contacts
    WHERE run = 'live' AND decision = 'planned' AND customer_id IN (SELECT customer_id FROM seen)
    GROUP BY channel
)

-- Question: what was decided about contacts, and what became of the planned ones, within the viewer's scope?
-- Grain: channel and word: "decision:cap" from contacts, "outcome:delivered" from outcomes (each contact once an outcome).
-- Parameters: run, journey, viewer_org, viewer_manager.
WITH decided AS
(
    SELECT contact_id, channel, decision
    FROM contacts
    WHERE run = {run:String} AND journey_id = {journey:String} AND customer_id IN
    (
        SELECT customer_id FROM customers
        WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
    )
)
SELECT channel, concat('decision:', decision) AS word, count() AS contacts
FROM decided
GROUP BY channel, word
UNION ALL
SELECT d.channel AS channel, concat('outcome:', o.outcome) AS word, uniqExact(o.contact_id) AS contacts
FROM outcomes AS o
INNER JOIN decided AS d ON d.contact_id = o.contact_id
WHERE o.run = {run:String}
GROUP BY channel, word

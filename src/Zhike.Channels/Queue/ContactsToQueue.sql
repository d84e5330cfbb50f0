-- Which messages did live journeys plan that the outbox has not taken yet? An anti-join on the outcome 'queued', which is
-- written after the outbox has committed. Grain: one row a contact.
-- Parameters: since (nothing older is looked at), rows_max.
SELECT
    c.contact_id, c.customer_id, c.journey_id, c.version, c.enrolment_id, c.node, c.channel, c.template,
    c.decided_at, c.not_before, c.org_path, c.manager_id
FROM contacts AS c
LEFT ANTI JOIN
(
    SELECT contact_id
    FROM outcomes
    WHERE run = 'live' AND outcome = 'queued' AND happened_at >= {since:DateTime64(3, 'UTC')}
) AS taken ON taken.contact_id = c.contact_id
WHERE c.run = 'live' AND c.decision = 'planned' AND c.channel != 'work_order' AND c.decided_at >= {since:DateTime64(3, 'UTC')}
ORDER BY c.decided_at, c.contact_id
LIMIT 1 BY c.contact_id
LIMIT {rows_max:UInt32}

-- Which work orders did live journeys plan that are not open yet? An anti-join on the outcome 'opened', which is written after the
-- orders have been committed. Grain: one row a contact. Parameters: since (nothing older is looked at), rows_max.
SELECT
    c.contact_id, c.customer_id, c.journey_id, c.version, c.enrolment_id, c.node, c.template, c.not_before,
    c.org_path, c.manager_id, c.priority, c.due_days, ifNull(k.customer_no, '') AS customer_no, ifNull(o.name, '') AS outlet_name
FROM
(
    SELECT *
    FROM contacts
    WHERE run = 'live' AND decision = 'planned' AND channel = 'work_order' AND decided_at >= {since:DateTime64(3, 'UTC')}
        AND contact_id NOT IN
        (
            SELECT contact_id FROM outcomes
            WHERE run = 'live' AND outcome = 'opened' AND happened_at >= {since:DateTime64(3, 'UTC')}
        )
    ORDER BY decided_at, contact_id
    LIMIT 1 BY contact_id
    LIMIT {rows_max:UInt32}
) AS c
LEFT JOIN (SELECT customer_id, customer_no FROM customers) AS k ON k.customer_id = c.customer_id
LEFT JOIN (SELECT org_path, any(name) AS name FROM outlets GROUP BY org_path) AS o ON o.org_path = c.org_path
ORDER BY c.contact_id
